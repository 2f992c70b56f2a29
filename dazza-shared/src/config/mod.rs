//! `fleet.toml`: what the file says, then what it means, with every fault at once.

mod address;
mod backup;
mod check;
mod commands;
mod database;
mod describe;
mod environment;
mod fault;
mod figures;
mod fleet;
mod load;
mod log_filter;
mod network;
mod pastimes;
mod privacy;
mod raw;
mod room;
pub mod secrets;
mod services;
mod shape;
mod social;
mod source;
mod table;

pub use backup::BackupConfig;
pub use commands::{CommandLimits, CommandSettings};
pub use database::DatabaseConfig;
pub use environment::Environment;
pub use fault::{Fault, Faults};
pub use fleet::{Account, FleetConfig, MemoryLimits, RoomConfig, Supervision, TlsFiles, WebAccess};
pub use log_filter::{FilterError, log_filter};
pub use network::{Network, NetworkError};
pub use pastimes::{HeistSettings, WatchRewardSettings};
pub use privacy::{Retention, StorePms};
pub use room::{LogSettings, RoomSettings, ServerSettings};
pub use services::{
    DictionarySettings, LanguageModelSettings, LinkSettings, MentionSettings, ServiceSettings, WeatherFormat,
    WeatherSettings,
};
pub use social::{
    FarewellSettings, FetchSettings, GreetingSettings, ImageSettings, Phrases, PresenceSettings, UrlCommentSettings,
};
