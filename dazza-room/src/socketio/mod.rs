//! A Socket.IO client: websocket only, text only, the default namespace only, no acknowledgements.
//!
//! Why it is our own: `docs/adr/0001-own-socketio-client.md`.

mod dial;
mod ended;
mod endpoint;
mod failure;
pub mod frame;
mod open;
mod session;
#[cfg(test)]
pub(crate) mod tests;
mod wire;

pub use dazza_fetch::{Trust, TrustError};
pub use ended::Ended;
pub use endpoint::{Endpoint, Limits};
pub use failure::{OpenError, Stage};
pub use session::{Heard, Session};
