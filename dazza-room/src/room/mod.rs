//! What the room is like now: who is in it and what plays. Pure: events go in, happenings come out.

mod playlist;
mod roster;

pub use playlist::{Ahead, Item, Place, Playlist, Uid};
pub use roster::{Person, Roster};
