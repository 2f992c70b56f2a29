//! Serves one CyTube room: one process, one connection, one loop.

pub mod acts;
pub mod chat;
pub mod commands;
pub mod cytube;
pub mod database;
pub mod entry;
pub mod games;
pub mod host;
pub mod journal;
mod limits;
pub mod link;
mod memory;
pub mod outbox;
pub mod outside;
pub mod reactions;
pub mod room;
pub mod run;
pub mod socketio;
#[cfg(test)]
mod stories;
pub mod wire;
