//! `fleet.toml`: what the file says, then what it means, with every fault at once.

mod fleet;
mod room;

pub use fleet::{Account, FleetConfig, RoomConfig, Supervision};
pub use room::{LogSettings, RoomSettings, ServerSettings};
