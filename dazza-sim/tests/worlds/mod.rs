//! Rules of a room's media and state that no recording shows.

mod looks;
mod playlists;
mod polls;
mod restarts;
mod skips;
