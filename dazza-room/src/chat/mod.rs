//! Words in and words out: received HTML to plain text, a line to an invocation, a phrase to a reply. Pure.

mod age;
mod amount;
mod barred;
mod duration;
mod fit;
mod fraktur;
mod heard;
pub mod html;
mod links;
mod media_link;
mod moment;
mod parse;
mod phrases;
pub(crate) mod pools;
mod quote;
mod reminder;
mod reply;
mod span;
mod template;
mod typed_name;

pub use age::{ago, short_age};
pub use amount::{BadAmount, amount};
pub use barred::is_fit;
pub use duration::{duration, leading_duration};
pub use fit::{MAX_UNITS, cut, plain, units};
pub use fraktur::fraktur;
pub use heard::{Heard, Route};
pub use links::{Link, LinkKind, links, links_beside};
pub use moment::{hour, moment};
pub use parse::{Args, Invocation, invocation};
pub use phrases::{Pool, Word, fill};
pub use quote::{QUOTE_LIMIT, quote};
pub use reminder::{BadReminder, Reminder, reminder};
pub use reply::{Receipt, Reply, ReplyLine, To};
pub use span::{round_span, span};
pub use template::{Scene, TEMPLATE_LIMIT, expand, unknown_blank};
pub use typed_name::typed_name;

#[cfg(test)]
mod longest;
#[cfg(test)]
mod slips;
#[cfg(test)]
mod tests;
