//! Serves one CyTube room: one process, one connection, one loop.

pub mod room;
