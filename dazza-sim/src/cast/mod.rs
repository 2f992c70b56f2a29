//! The scripted cast: chatters who come to the server as real clients, talk, use the bot's commands, come and go.

mod check;
mod deck;
mod mind;
mod read;
mod read_room;
mod script;
mod sheet;
mod words;

pub use script::Script;
