//! Words in and words out: received HTML to plain text, a line to an invocation, a phrase to a reply. Pure.

mod fit;
mod fraktur;
mod heard;
pub mod html;
mod parse;
mod phrases;
pub(crate) mod pools;
mod reply;
mod span;

pub use fit::{MAX_UNITS, cut, plain, units};
pub use fraktur::fraktur;
pub use heard::{Heard, Route};
pub use parse::{Args, Invocation, invocation};
pub use phrases::{Pool, Word, fill};
pub use reply::{Reply, ReplyLine, To};
pub use span::span;

#[cfg(test)]
mod tests;
