//! The scripted cast: chatters who come to the server as real clients, talk, use the bot's commands, come and go.
//!
//! A cast file says who they are and what they say; what each of them does next is worked out by their `mind`,
//! which knows neither clock nor network; `play` gives it the time and a line through `rust_socketio`.

mod args;
mod check;
mod deck;
mod ear;
mod line;
mod mind;
mod play;
mod read;
mod read_room;
mod script;
mod sheet;
mod words;

pub use args::CastArgs;
pub(crate) use ear::text_of;
pub use play::{NoPace, Pace, Venue};
pub use script::Script;

#[cfg(test)]
mod tests;
