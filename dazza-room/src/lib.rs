//! Serves one CyTube room: one process, one connection, one loop.

pub mod cytube;
pub mod entry;
pub mod outbox;
pub mod room;
pub mod socketio;
