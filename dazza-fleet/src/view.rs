//! What the world may see of the fleet, as one plain struct: the API, the metrics and the command line show this.

use dazza_shared::counters::Counters;
use dazza_shared::link::LastError;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The fleet at one moment. Its JSON form is a promise to users of the API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FleetView {
    /// The supervisor's version.
    pub version: String,
    /// The supervisor's process id.
    pub pid: u32,
    /// When the supervisor began.
    pub started: Timestamp,
    /// Whether the fleet is ending.
    pub is_leaving: bool,
    /// All rooms, by name.
    pub rooms: Vec<RoomView>,
}

/// One room at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RoomView {
    /// The room's name.
    pub name: RoomName,
    /// Whether it is to be served.
    pub is_wanted: bool,
    /// What it is doing.
    pub phase: Phase,
    /// Why it is not joined, where that is known.
    pub reason: Option<String>,
    /// Its process.
    pub pid: Option<i32>,
    /// The version its process runs.
    pub version: Option<String>,
    /// Age of its process.
    pub uptime_seconds: Option<u64>,
    /// How often a process was started for it after the first one.
    pub restarts: u64,
    /// Time since its last sign of life; none without a link.
    pub beat_age_seconds: Option<f64>,
    /// When it is tried, or tries, again.
    pub next_try: Option<Timestamp>,
    /// The last failure, of its process or in it.
    pub last_error: Option<LastError>,
    /// Named people in the room.
    pub players: u64,
    /// Connections in the room, anonymous ones included.
    pub viewers: u64,
    /// Chat lines heard.
    pub lines_in: u64,
    /// Chat lines and private messages sent.
    pub lines_out: u64,
    /// Commands that were answered.
    pub commands_ok: u64,
    /// Commands that were refused to a player.
    pub commands_refused: u64,
    /// Commands that could not be carried out.
    pub commands_failed: u64,
    /// All counts of the room since the supervisor began, for the metrics.
    #[serde(skip)]
    pub counters: Counters,
}

impl FleetView {
    /// The view of one room.
    pub(crate) fn room(&self, name: &RoomName) -> Option<&RoomView> {
        self.rooms.iter().find(|room| room.name == *name)
    }

    /// The rooms that are wanted and not joined.
    pub(crate) fn unjoined(&self) -> impl Iterator<Item = &RoomView> {
        self.rooms.iter().filter(|room| room.is_wanted && room.phase != Phase::Joined)
    }
}

#[cfg(test)]
pub(crate) mod sample {
    //! A small view for tests.

    use super::*;

    pub(crate) fn fleet(rooms: &[(&str, Phase)]) -> FleetView {
        FleetView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: 1,
            started: Timestamp::UNIX_EPOCH,
            is_leaving: false,
            rooms: rooms.iter().map(|(name, phase)| room(name, *phase)).collect(),
        }
    }

    pub(crate) fn room(name: &str, phase: Phase) -> RoomView {
        RoomView {
            name: name.parse().unwrap(),
            is_wanted: true,
            phase,
            reason: None,
            pid: Some(100),
            version: None,
            uptime_seconds: Some(65),
            restarts: 0,
            beat_age_seconds: None,
            next_try: None,
            last_error: None,
            players: 0,
            viewers: 0,
            lines_in: 0,
            lines_out: 0,
            commands_ok: 0,
            commands_refused: 0,
            commands_failed: 0,
            counters: Counters::default(),
        }
    }
}
