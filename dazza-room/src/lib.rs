//! Serves one CyTube room: one process, one connection, one loop.

pub mod chat;
pub mod commands;
pub mod cytube;
pub mod entry;
pub mod games;
pub mod outbox;
pub mod room;
pub mod socketio;
