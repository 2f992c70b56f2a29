//! Fetches what people in a chat link to, and never what is not public: each address is checked after its name was looked
//! up, at every redirect, and is the one that is connected to. Only what the operator has named may be anywhere, and only
//! as far as its first answer. Nothing is made before it is needed, or kept after.

mod address;
mod error;
mod get;
mod page;
mod pictures;
mod place;
mod trust;

pub use address::is_public;
pub use error::FetchError;
pub use get::{WITHIN, ask, get, post};
pub use page::{Kind, Page};
pub use pictures::{Pace, look};
pub use trust::{Trust, TrustError};

#[cfg(test)]
mod picture_tests;
#[cfg(test)]
mod tests;
