//! What one room's settings mean, once checked; they travel to the room in its welcome.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::commands::CommandSettings;
use super::pastimes::{HeistSettings, WatchRewardSettings};
use super::privacy::StorePms;
use super::services::{LinkSettings, MentionSettings, ServiceSettings};
use super::social::{
    FarewellSettings, FetchSettings, GreetingSettings, ImageSettings, PresenceSettings, UrlCommentSettings,
};
use crate::names::{PlayerName, RoomName};

/// All that shapes one room, secrets apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSettings {
    /// The room's name: the channel on the chat server, and our key everywhere.
    pub name: RoomName,
    /// Where the chat server is and how it is reached.
    pub server: ServerSettings,
    /// Whether to stay in a channel that nobody has registered.
    pub allow_unregistered: bool,
    /// What a command line starts with, usually `!`.
    pub prefix: String,
    /// Bot admins in this room: those of the fleet and the room's own.
    pub admins: Vec<PlayerName>,
    /// People who count as moderators with the bot here, whatever their rank.
    pub moderators: Vec<PlayerName>,
    /// Under which name the house has its money, in every room; lower case.
    pub house: String,
    /// What is kept of private messages.
    pub store_pms: StorePms,
    /// IANA name of the time zone for hours and days, e.g. `Australia/Brisbane`.
    pub timezone: String,
    /// IANA name of the zone in which the whole fleet counts days and hours.
    pub statistics_zone: String,
    /// Commands that are switched off here, by name.
    pub commands_off: Vec<String>,
    /// How many commands may be used, how often, and what the room hears of those asked in private.
    pub commands: CommandSettings,
    /// Where the manual is; `help` gives the link out. Empty: no link.
    pub manual_url: String,
    /// Whether everything counts in a contest that the paper has, or what changes one's own figures alone.
    pub contest_full_effects: bool,
    /// How people who come in are greeted.
    pub greetings: GreetingSettings,
    /// How people who leave are seen off.
    pub farewells: FarewellSettings,
    /// How links to videos are remarked upon.
    pub url_comments: UrlCommentSettings,
    /// What becomes of links to pictures.
    pub images: ImageSettings,
    /// What is kept of people's comings and goings.
    pub presence: PresenceSettings,
    /// When heists are planned, and how long they take.
    pub heists: HeistSettings,
    /// What people are paid for watching.
    pub watch_rewards: WatchRewardSettings,
    /// How pages that people link to are fetched.
    pub fetch: FetchSettings,
    /// Services on the web that commands ask.
    pub services: ServiceSettings,
    /// Whether and how those who speak to the bot are answered.
    pub mentions: MentionSettings,
    /// Pages that commands give out the addresses of.
    pub links: LinkSettings,
    /// How many files and sockets its process may have open.
    pub open_files: u32,
    /// How the room's log file is kept.
    pub log: LogSettings,
    /// How long a room without a supervisor goes on before it leaves.
    pub orphan_grace: Duration,
}

/// Where a chat server is and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServerSettings {
    /// Base address of its web pages, without a trailing slash, e.g. `https://cytu.be`.
    pub url: String,
    /// A file of PEM certificates to trust besides the public ones, for a server of one's own.
    pub ca_file: Option<PathBuf>,
    /// The local address to connect from, for a host with several.
    pub local_address: Option<IpAddr>,
    /// Limit on each connection attempt, from look-up to the first packet.
    pub connect_timeout: Duration,
    /// How many connects may be made at once. Source: `decisions.md`, 14.
    pub connect_burst: u32,
    /// After the burst, one connect per this. Source: `decisions.md`, 14.
    pub connect_interval: Duration,
    /// How many connections may be open at once from one address. Source: `decisions.md`, 14.
    pub max_sockets: u32,
}

/// How a log file is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSettings {
    /// `error`, `warn`, `info`, `debug` or `trace`, or a filter such as `info,dazza_room=debug`.
    pub level: String,
    /// Size at which the file is set aside and a new one begun. Unit: bytes.
    pub max_bytes: u64,
    /// How many files set aside are kept, compressed.
    pub keep: u32,
    /// What all files of this log may take together; the oldest go first. Unit: bytes.
    pub max_total_bytes: u64,
    /// How many records a second are taken in the long run; more are counted and dropped.
    pub rate: u32,
    /// How many records are taken at once after a quiet while.
    pub burst: u32,
}

impl ServerSettings {
    /// Whether a connection to the one is a connection to the other; waits and paces do not matter to it.
    pub fn is_same_place(&self, other: &Self) -> bool {
        let place = |server: &Self| (server.url.clone(), server.ca_file.clone(), server.local_address);
        place(self) == place(other)
    }
}

impl Default for ServerSettings {
    /// The public server and its figures. Source: `decisions.md`, 14; `platform.md`, 1.8 (timeout).
    fn default() -> Self {
        Self {
            url: "https://cytu.be".to_owned(),
            ca_file: None,
            local_address: None,
            connect_timeout: Duration::from_secs(20),
            connect_burst: 4,
            connect_interval: Duration::from_secs(11),
            max_sockets: 10,
        }
    }
}

impl LogSettings {
    /// Full files that `max_total_bytes` must at least have space for: while one is compressed, it and its copy lie
    /// beside the file that is written, and each of them may be somewhat larger than `max_bytes`.
    pub const FILES_IN_TOTAL: u64 = 5;

    /// Most files set aside that may be kept.
    pub const MAX_KEPT: u32 = 100;
}

impl Default for LogSettings {
    /// Source: `platform.md`, 9.2 (size and number of files).
    fn default() -> Self {
        Self {
            level: "info".to_owned(),
            max_bytes: 10 * 1024 * 1024,
            keep: 5,
            max_total_bytes: 64 * 1024 * 1024,
            rate: 200,
            burst: 1000,
        }
    }
}
