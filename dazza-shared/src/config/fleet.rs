//! What `fleet.toml` means, once checked.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;

use super::backup::BackupConfig;
use super::database::DatabaseConfig;
use super::network::Network;
use super::privacy::Retention;
use super::room::{LogSettings, RoomSettings};
use crate::names::RoomName;

/// A fleet as its operator wants it.
#[derive(Clone, Debug)]
pub struct FleetConfig {
    /// The file that says so; absolute.
    pub file: PathBuf,
    /// Whether the file is read again whenever it has changed.
    pub watch: bool,
    /// Where all state lives; absolute.
    pub state_dir: PathBuf,
    /// How the supervisor's own log is kept.
    pub log: LogSettings,
    /// Address of the web pages, API and metrics; `None` switches them off.
    pub web_listen: Option<SocketAddr>,
    /// Who may do what there.
    pub web: WebAccess,
    /// The database that all rooms share.
    pub database: DatabaseConfig,
    /// When the database is backed up, and how many backups are kept.
    pub backup: BackupConfig,
    /// How long lines of chat are kept.
    pub retention: Retention,
    /// How children are watched and restarted.
    pub supervision: Supervision,
    /// Accounts by name.
    pub accounts: BTreeMap<String, Account>,
    /// Rooms by name, switched-off ones included.
    pub rooms: BTreeMap<RoomName, RoomConfig>,
}

/// From where the web pages and the API may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WebAccess {
    /// Whether anyone may read what is no secret; otherwise all takes a token.
    pub is_public: bool,
    /// Other sites whose pages may ask from a browser, as `https://example.org`.
    pub cors_origins: Vec<String>,
    /// Proxies that are believed when they name the client they ask for.
    pub trusted_proxies: Vec<Network>,
    /// What it proves itself with; `None` is plain HTTP.
    pub tls: Option<TlsFiles>,
}

/// The files of a certificate, in PEM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TlsFiles {
    /// The certificate, and those that vouch for it.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl Default for WebAccess {
    fn default() -> Self {
        Self { is_public: true, cors_origins: Vec::new(), trusted_proxies: Vec::new(), tls: None }
    }
}

/// One room of the fleet.
#[derive(Clone, Debug)]
pub struct RoomConfig {
    /// Whether the room is to be served.
    pub is_enabled: bool,
    /// Name of the account it signs in with; a key of [`FleetConfig::accounts`].
    pub account: String,
    /// The channel's password, if it has one.
    pub channel_password: Option<SecretString>,
    /// How much memory its process may take.
    pub memory: MemoryLimits,
    /// Everything else, as the room will see it.
    pub settings: RoomSettings,
}

/// How much memory a room's process may take, shared pages counted in part (PSS). Unit: bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryLimits {
    /// Beyond it the operator is warned.
    pub soft: Option<u64>,
    /// Beyond it the process is replaced.
    pub hard: Option<u64>,
}

/// An account on the chat server.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name there.
    pub username: String,
    /// Its password; without one it is a guest.
    pub password: Option<SecretString>,
}

/// How children are watched and restarted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supervision {
    /// Time a child has to leave after it was asked.
    pub stop_grace: Duration,
    /// Silence of a living link after which a room counts as stuck.
    pub stale_after: Duration,
    /// Time a child may be without a link.
    pub link_timeout: Duration,
    /// How long a room without a supervisor goes on before it leaves; every room's settings repeat it.
    pub orphan_grace: Duration,
    /// First wait after a failure; it doubles up to `backoff_max`.
    pub backoff_min: Duration,
    /// Longest wait between tries.
    pub backoff_max: Duration,
    /// How long a room must have been joined for its next restart to be immediate.
    pub healthy_after: Duration,
    /// How long a room must have been joined for its failures to be forgotten.
    pub forget_after: Duration,
    /// Failures within `quarantine_window` that mean quarantine.
    pub quarantine_failures: u32,
    /// The window in which they are counted.
    pub quarantine_window: Duration,
    /// Wait between the slow trials of a room in quarantine.
    pub quarantine_trial: Duration,
    /// Wait between the trials of a room that needs a person.
    pub blocked_trial: Duration,
    /// So many rooms at least, and more than half of all, must fail together to be held back and tried one by one.
    pub common_cause_rooms: u32,
    /// The time within which failures count as one.
    pub common_cause_window: Duration,
}

impl Supervision {
    /// The wait after so many failures in a row, before jitter.
    pub fn back_off(&self, n_failures: u32) -> Duration {
        let doublings = n_failures.saturating_sub(1).min(31);
        self.backoff_min.saturating_mul(1 << doublings).min(self.backoff_max)
    }
}

impl Default for Supervision {
    /// The figures of a fleet whose file says nothing. Source: architecture, section 4.
    fn default() -> Self {
        Self {
            stop_grace: Duration::from_secs(5),
            stale_after: Duration::from_secs(10),
            link_timeout: Duration::from_mins(1),
            orphan_grace: Duration::from_hours(1),
            backoff_min: Duration::from_secs(1),
            backoff_max: Duration::from_mins(1),
            healthy_after: Duration::from_secs(10),
            forget_after: Duration::from_mins(5),
            quarantine_failures: 5,
            quarantine_window: Duration::from_mins(1),
            quarantine_trial: Duration::from_mins(5),
            blocked_trial: Duration::from_hours(1),
            common_cause_rooms: 3,
            common_cause_window: Duration::from_secs(10),
        }
    }
}
