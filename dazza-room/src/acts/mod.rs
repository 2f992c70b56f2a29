//! What the bot does on the chat server for those who look after the room, and how it knows that it has happened.
//!
//! An act is asked of the server, and then waited for: an event proves it, a refusal ends it, or its time runs out. Pure.

mod under_way;
mod what;

pub use under_way::{Acts, Ended};
pub use what::{Act, Outcome, What};
