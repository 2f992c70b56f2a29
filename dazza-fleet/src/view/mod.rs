//! What the world may see of the fleet, as one plain struct: the API, the metrics and the command line show this.

mod database;

use std::collections::BTreeMap;

use dazza_shared::counters::{Counters, Histogram, LogCounts};
use dazza_shared::link::{Gauges, LastError};
use dazza_shared::names::RoomName;
use dazza_shared::phase::{LinePhase, Phase, StorePhase};
use dazza_shared::store::jobs::board::Standing;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use self::database::{BackupView, DatabaseKind, DatabaseState, DatabaseView, LastBackup};
use crate::supervisor::WatcherCounts;
use crate::ways::Ways;

/// The fleet at one moment. Its JSON form is a promise to users of the API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct FleetView {
    /// The supervisor's version.
    pub version: String,
    /// The supervisor's process id.
    pub pid: u32,
    /// When the supervisor began.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// Whether the fleet is ending.
    pub is_leaving: bool,
    /// All rooms, by name.
    pub rooms: Vec<RoomView>,
    /// The database that all rooms share.
    pub database: DatabaseView,
    /// The backups of it.
    pub backup: BackupView,
    /// Where the scheduled jobs stand.
    #[serde(default)]
    pub jobs: Vec<Standing>,
    /// What the supervisor's loop has done since it began, for the metrics.
    #[serde(skip)]
    pub work: LoopWork,
    /// Who follows the live feed, for the metrics.
    #[serde(skip)]
    pub watchers: WatcherCounts,
    /// By whose clock the web counts, and whose money is no player's.
    #[serde(skip)]
    pub ways: Ways,
}

/// What the supervisor's loop has done since it began.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LoopWork {
    /// How long its turns took, waiting aside.
    pub turns: Histogram,
    /// Lines it took in from the rooms; those of the live feed pass it by.
    pub link_lines: u64,
    /// What became of the records of its log.
    pub log: LogCounts,
}

/// One room at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RoomView {
    /// The room's name.
    pub name: RoomName,
    /// Whether fleet.toml wants it served.
    pub is_enabled: bool,
    /// Whether it is to be served: enabled, and not stopped by hand.
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
    /// What its operator should look at though it is at work.
    pub warning: Option<String>,
    /// Memory of its process, shared pages counted in part, as it was weighed last.
    pub memory_bytes: Option<u64>,
    /// Time since its last sign of life; none without a link.
    pub beat_age_seconds: Option<f64>,
    /// When it is tried, or tries, again.
    #[schema(value_type = Option<String>, format = DateTime)]
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
    /// Lines, comings and goings that wait on the disk for the database.
    pub records_spooled: u64,
    /// Age of the oldest of them.
    pub spooled_for_seconds: Option<u64>,
    /// Lines, comings and goings that were lost since the supervisor began.
    pub records_lost: u64,
    /// All counts of the room since the supervisor began, for the metrics.
    #[serde(skip)]
    pub counters: Counters,
    /// What the room holds right now, for the metrics.
    #[serde(skip)]
    pub gauges: Gauges,
    /// Its line to the chat server as it told last, for the metrics.
    #[serde(skip)]
    pub line: Option<LinePhase>,
    /// Its way to the database as it told last, for the metrics.
    #[serde(skip)]
    pub store: Option<StorePhase>,
    /// Its restarts by what made each necessary, for the metrics.
    #[serde(skip)]
    pub restarts_by: RestartCounts,
    /// Chat lines of each of the last minutes, the one that runs last.
    #[serde(skip)]
    pub lines_per_minute: Vec<u64>,
}

/// How often a process was started for each reason, the first one aside.
pub(crate) type RestartCounts = BTreeMap<RestartReason, u64>;

/// What made a fresh process necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RestartReason {
    /// It ended by itself.
    Exit,
    /// A signal ended it that was not the supervisor's.
    Signal,
    /// It ended, and nobody can tell how.
    Untold,
    /// It could not be started.
    Unstarted,
    /// It ended with a code that only a person can mend, and was tried all the same.
    Blocked,
    /// Its loop did not turn.
    Silent,
    /// It had no link to the supervisor.
    Unlinked,
    /// It took more memory than it may.
    Memory,
    /// An operator wanted a fresh one.
    Asked,
    /// The room had not been wanted for a while.
    Unwanted,
}

impl RestartReason {
    /// All reasons.
    pub(crate) const ALL: [Self; 10] = [
        Self::Exit,
        Self::Signal,
        Self::Untold,
        Self::Unstarted,
        Self::Blocked,
        Self::Silent,
        Self::Unlinked,
        Self::Memory,
        Self::Asked,
        Self::Unwanted,
    ];

    /// The reason as one lower-case word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Exit => "exit",
            Self::Signal => "signal",
            Self::Untold => "untold",
            Self::Unstarted => "unstarted",
            Self::Blocked => "blocked",
            Self::Silent => "silent",
            Self::Unlinked => "unlinked",
            Self::Memory => "memory",
            Self::Asked => "asked",
            Self::Unwanted => "unwanted",
        }
    }
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
    use crate::postgres::{ServerPhase, ServerState};

    pub(crate) fn fleet(rooms: &[(&str, Phase)]) -> FleetView {
        FleetView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: 1,
            started: Timestamp::UNIX_EPOCH,
            is_leaving: false,
            rooms: rooms.iter().map(|(name, phase)| room(name, *phase)).collect(),
            database: DatabaseView::from(&ServerState {
                phase: ServerPhase::Ready,
                pid: Some(50),
                restarts: 1,
                last_failure: Some("it was ended by SIGKILL".to_owned()),
            }),
            backup: BackupView {
                newest: Some(Timestamp::UNIX_EPOCH),
                newest_bytes: Some(3 << 20),
                good: 2,
                damaged: 0,
                next: None,
                is_running: false,
                last: Some(LastBackup { ended: Timestamp::UNIX_EPOCH, took_seconds: 1.5, error: None }),
            },
            jobs: vec![Standing {
                name: "content".to_owned(),
                last_run: Some(Timestamp::UNIX_EPOCH),
                last_success: Some(Timestamp::UNIX_EPOCH),
                next_run: None,
                status: "error".to_owned(),
                n_failures: 2,
                last_error: Some("the wheels fell off".to_owned()),
                n_records: Some(7),
                took_ms: Some(1_500),
            }],
            work: LoopWork::default(),
            watchers: WatcherCounts::default(),
            ways: Ways::default(),
        }
    }

    pub(crate) fn room(name: &str, phase: Phase) -> RoomView {
        RoomView {
            name: name.parse().unwrap(),
            is_enabled: true,
            is_wanted: true,
            phase,
            reason: None,
            pid: Some(100),
            version: None,
            uptime_seconds: Some(65),
            restarts: 0,
            warning: None,
            memory_bytes: None,
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
            records_spooled: 0,
            spooled_for_seconds: None,
            records_lost: 0,
            counters: Counters::default(),
            gauges: Gauges::default(),
            line: None,
            store: None,
            restarts_by: RestartCounts::new(),
            lines_per_minute: Vec::new(),
        }
    }
}
