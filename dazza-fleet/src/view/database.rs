//! The database and its backups, as the world may see them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::postgres::{ServerPhase, ServerState};

/// The database at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DatabaseView {
    /// Whose server it is on.
    pub kind: DatabaseKind,
    /// How that server is.
    pub state: DatabaseState,
    /// The server's process, if it is a child of the fleet and has one.
    pub pid: Option<i32>,
    /// How often the server was started again since the supervisor began.
    pub restarts: u64,
    /// Why the server is down, where that is known.
    pub reason: Option<String>,
    /// How the server ended last, in words.
    pub last_failure: Option<String>,
}

/// The backups of the database at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct BackupView {
    /// When the newest good one was taken.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub newest: Option<Timestamp>,
    /// Its size. Unit: bytes.
    pub newest_bytes: Option<u64>,
    /// How many good ones there are.
    pub good: u64,
    /// How many there are that are not whole.
    pub damaged: u64,
    /// When the next one is due; `None` when they are taken by hand alone.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next: Option<Timestamp>,
    /// Whether one is being taken.
    pub is_running: bool,
    /// What came of the last one that this supervisor took.
    pub last: Option<LastBackup>,
}

/// What came of a backup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct LastBackup {
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    pub ended: Timestamp,
    /// How long it took.
    pub took_seconds: f64,
    /// Why there is none, if it failed.
    pub error: Option<String>,
}

/// Whose server the database is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DatabaseKind {
    /// The fleet's own, one more of its children.
    Embedded,
    /// Another.
    Server,
}

/// How the server of the database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DatabaseState {
    /// Nobody has looked.
    Unknown,
    /// It has begun and takes no connections yet.
    Starting,
    /// It takes connections.
    Ready,
    /// It does not run.
    Down,
}

impl DatabaseView {
    /// The database on a server that is not the fleet's own.
    pub(crate) fn server() -> Self {
        Self {
            kind: DatabaseKind::Server,
            state: DatabaseState::Unknown,
            pid: None,
            restarts: 0,
            reason: None,
            last_failure: None,
        }
    }
}

impl From<&ServerState> for DatabaseView {
    fn from(server: &ServerState) -> Self {
        let (state, reason) = match &server.phase {
            ServerPhase::Starting => (DatabaseState::Starting, None),
            ServerPhase::Ready => (DatabaseState::Ready, None),
            ServerPhase::Down { reason } => (DatabaseState::Down, Some(reason.clone())),
        };
        let (pid, restarts, last_failure) = (server.pid, server.restarts, server.last_failure.clone());
        Self { kind: DatabaseKind::Embedded, state, pid, restarts, reason, last_failure }
    }
}

impl DatabaseKind {
    /// The kind as one lower-case word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Server => "server",
        }
    }
}

impl DatabaseState {
    /// The state as one lower-case word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Starting => "starting",
            Self::Ready => "ready",
            Self::Down => "down",
        }
    }
}
