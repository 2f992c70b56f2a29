//! What `fleet.toml` says: its keys as they are typed, nothing filled in and nothing checked but their types.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use super::table::Table;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFile {
    pub(super) fleet: Table<RawFleet>,
    pub(super) cytube: Table<RawCytube>,
    pub(super) accounts: BTreeMap<String, Table<RawAccount>>,
    pub(super) web: Table<RawWeb>,
    pub(super) fetch: Table<RawFetch>,
    pub(super) weather: Table<RawWeather>,
    pub(super) dictionary: Table<RawDictionary>,
    pub(super) language_model: Table<RawLanguageModel>,
    pub(super) database: Table<RawDatabase>,
    pub(super) backup: Table<RawBackup>,
    pub(super) privacy: Table<RawPrivacy>,
    pub(super) supervision: Table<RawSupervision>,
    pub(super) defaults: Table<RawDefaults>,
    pub(super) rooms: BTreeMap<String, Table<RawRoom>>,
}

/// `[fleet]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFleet {
    pub(super) state_dir: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) admins: Vec<String>,
    pub(super) house: Option<String>,
    pub(super) watch: Option<bool>,
    pub(super) log: Table<RawLog>,
}

/// `[privacy]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawPrivacy {
    pub(super) store_pms: Option<String>,
    pub(super) message_retention_days: Option<u32>,
}

/// `log` in `[fleet]`, `[defaults]` and `[rooms.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLog {
    pub(super) level: Option<String>,
    pub(super) max_bytes: Option<RawSize>,
    pub(super) keep: Option<u32>,
    pub(super) max_total_bytes: Option<RawSize>,
    pub(super) rate: Option<u32>,
    pub(super) burst: Option<u32>,
}

/// `[cytube]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawCytube {
    pub(super) url: Option<String>,
    pub(super) ca_file: Option<String>,
    pub(super) local_address: Option<String>,
    pub(super) connect_timeout: Option<RawDuration>,
    pub(super) connect_burst: Option<u32>,
    pub(super) connect_interval: Option<RawDuration>,
    pub(super) max_sockets_per_address: Option<u32>,
}

/// `[accounts.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawAccount {
    pub(super) username: Option<String>,
    pub(super) password: Option<Table<RawSecret>>,
}

/// `password` in `[accounts.NAME]`, `[rooms.NAME]` and `[database]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSecret {
    pub(super) file: Option<String>,
    pub(super) env: Option<String>,
}

/// `[web]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawWeb {
    pub(super) listen: Option<String>,
    pub(super) public: Option<bool>,
    pub(super) certificate: Option<String>,
    pub(super) key: Option<String>,
    pub(super) cors_origins: Vec<String>,
    pub(super) trusted_proxies: Vec<String>,
}

/// `[fetch]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFetch {
    pub(super) allow: Vec<String>,
    pub(super) oembed: Option<String>,
}

/// `[weather]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawWeather {
    pub(super) url: Option<String>,
    pub(super) format: Option<String>,
}

/// `[dictionary]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawDictionary {
    pub(super) url: Option<String>,
}

/// `[language_model]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLanguageModel {
    pub(super) url: Option<String>,
    pub(super) model: Option<String>,
    pub(super) timeout: Option<RawDuration>,
}

/// `[database]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawDatabase {
    pub(super) url: Option<String>,
    pub(super) password: Option<Table<RawSecret>>,
    pub(super) binaries: Option<String>,
    pub(super) user: Option<String>,
}

/// `[backup]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawBackup {
    pub(super) at: Option<String>,
    pub(super) every: Option<RawDuration>,
    pub(super) keep_daily: Option<u32>,
    pub(super) keep_weekly: Option<u32>,
    pub(super) keep_monthly: Option<u32>,
}

/// `[supervision]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSupervision {
    pub(super) stop_grace: Option<RawDuration>,
    pub(super) stale_after: Option<RawDuration>,
    pub(super) link_timeout: Option<RawDuration>,
    pub(super) orphan_grace: Option<RawDuration>,
    pub(super) backoff_min: Option<RawDuration>,
    pub(super) backoff_max: Option<RawDuration>,
    pub(super) healthy_after: Option<RawDuration>,
    pub(super) forget_after: Option<RawDuration>,
    pub(super) quarantine_failures: Option<u32>,
    pub(super) quarantine_window: Option<RawDuration>,
    pub(super) quarantine_trial: Option<RawDuration>,
    pub(super) blocked_trial: Option<RawDuration>,
    pub(super) common_cause_rooms: Option<u32>,
    pub(super) common_cause_window: Option<RawDuration>,
}

/// `limits` in `[defaults]` and `[rooms.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawCommandLimits {
    pub(super) per_player: Option<u32>,
    pub(super) warn_at: Option<u32>,
    pub(super) per_room: Option<u32>,
}

/// `greetings` in `[defaults]` and `[rooms.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawGreetings {
    pub(super) enabled: Option<bool>,
    pub(super) percent: Option<u32>,
    pub(super) newcomers: Option<Vec<String>>,
    pub(super) regulars: Option<Vec<String>>,
}

/// `farewells`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFarewells {
    pub(super) enabled: Option<bool>,
    pub(super) percent: Option<u32>,
    pub(super) phrases: Option<Vec<String>>,
}

/// `url_comments`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawUrlComments {
    pub(super) enabled: Option<bool>,
    pub(super) percent: Option<u32>,
    pub(super) titles: Option<bool>,
}

/// `images`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawImages {
    pub(super) enabled: Option<bool>,
}

/// `presence`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawPresence {
    pub(super) enabled: Option<bool>,
}

/// `heists`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawHeists {
    pub(super) enabled: Option<bool>,
    pub(super) delay_min: Option<RawDuration>,
    pub(super) delay_max: Option<RawDuration>,
    pub(super) voting: Option<RawDuration>,
    pub(super) run_min: Option<RawDuration>,
    pub(super) run_max: Option<RawDuration>,
    pub(super) cooldown: Option<RawDuration>,
    pub(super) activity: Option<RawDuration>,
    pub(super) min_users: Option<u32>,
    pub(super) min_messages: Option<u32>,
}

/// `watch_rewards`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawWatchRewards {
    pub(super) enabled: Option<bool>,
    pub(super) afk: Option<bool>,
}

/// `mentions`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawMentions {
    pub(super) enabled: Option<bool>,
    pub(super) persona: Option<String>,
}

/// `links`, likewise
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLinks {
    pub(super) map: Option<String>,
    pub(super) leaderboards: Option<String>,
    pub(super) gallery: Option<String>,
}

/// `[defaults]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawDefaults {
    pub(super) prefix: Option<String>,
    pub(super) commands_off: Option<Vec<String>>,
    pub(super) cooldowns: BTreeMap<String, RawDuration>,
    pub(super) limits: Table<RawCommandLimits>,
    pub(super) pm_announce: Option<bool>,
    pub(super) coin_flip_cap: Option<u32>,
    pub(super) manual_url: Option<String>,
    pub(super) allow_unregistered: Option<bool>,
    pub(super) contest_full_effects: Option<bool>,
    pub(super) greetings: Table<RawGreetings>,
    pub(super) farewells: Table<RawFarewells>,
    pub(super) url_comments: Table<RawUrlComments>,
    pub(super) images: Table<RawImages>,
    pub(super) presence: Table<RawPresence>,
    pub(super) heists: Table<RawHeists>,
    pub(super) watch_rewards: Table<RawWatchRewards>,
    pub(super) mentions: Table<RawMentions>,
    pub(super) links: Table<RawLinks>,
    pub(super) memory_soft: Option<RawSize>,
    pub(super) memory_hard: Option<RawSize>,
    pub(super) open_files: Option<u32>,
    pub(super) log: Table<RawLog>,
}

/// `[rooms.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRoom {
    pub(super) enabled: Option<bool>,
    pub(super) account: Option<String>,
    pub(super) password: Option<Table<RawSecret>>,
    pub(super) url: Option<String>,
    pub(super) local_address: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) admins: Vec<String>,
    pub(super) moderators: Vec<String>,
    pub(super) prefix: Option<String>,
    pub(super) commands_off: Option<Vec<String>>,
    pub(super) cooldowns: BTreeMap<String, RawDuration>,
    pub(super) limits: Table<RawCommandLimits>,
    pub(super) pm_announce: Option<bool>,
    pub(super) coin_flip_cap: Option<u32>,
    pub(super) manual_url: Option<String>,
    pub(super) allow_unregistered: Option<bool>,
    pub(super) contest_full_effects: Option<bool>,
    pub(super) greetings: Table<RawGreetings>,
    pub(super) farewells: Table<RawFarewells>,
    pub(super) url_comments: Table<RawUrlComments>,
    pub(super) images: Table<RawImages>,
    pub(super) presence: Table<RawPresence>,
    pub(super) heists: Table<RawHeists>,
    pub(super) watch_rewards: Table<RawWatchRewards>,
    pub(super) mentions: Table<RawMentions>,
    pub(super) links: Table<RawLinks>,
    pub(super) memory_soft: Option<RawSize>,
    pub(super) memory_hard: Option<RawSize>,
    pub(super) open_files: Option<u32>,
    pub(super) log: Table<RawLog>,
}

/// A length of time as it is typed.
#[derive(Debug)]
pub(super) struct RawDuration(pub(super) String);

/// A size as it is typed: a text with a unit, or a bare number of bytes.
#[derive(Debug)]
pub(super) struct RawSize(pub(super) String);

impl<'de> Deserialize<'de> for RawDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(Figure { expected: "a text such as \"5s\", \"250ms\" or \"1h\"", or_number: false })
            .map(Self)
    }
}

impl<'de> Deserialize<'de> for RawSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let figure = Figure { expected: "a text such as \"10 MiB\" or a number of bytes", or_number: true };
        deserializer.deserialize_any(figure).map(Self)
    }
}

/// Reads a figure with its unit.
struct Figure {
    expected: &'static str,
    or_number: bool,
}

impl Visitor<'_> for Figure {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        if self.or_number {
            Ok(number.to_string())
        } else {
            Err(E::invalid_type(serde::de::Unexpected::Signed(number), &self))
        }
    }
}
