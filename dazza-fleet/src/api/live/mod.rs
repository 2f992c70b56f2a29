//! The live feed: what happens in the rooms, for all who follow it; `docs/live.md` is its protocol.
//!
//! `teller` gives every entry its number, in one place; `ring` keeps the last of them, encoded once; each client is a reader
//! of the ring with a place of its own in it, and holds up nobody but itself.

mod awards;
mod client;
mod entry;
mod feed;
mod guests;
mod lines;
mod replies;
mod ring;
mod rows;
mod socket;
mod stream;
mod teller;
mod topics;

pub(super) use entry::News;
pub(super) use feed::Feed;
pub(super) use lines::events;
pub(super) use socket::{__path_socket, names, socket};
pub(super) use stream::{__path_stream, stream};
