//! The seed file as it is written, before any of it is believed.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::people::{Mute, RawBan};
use super::site::RawSite;
use crate::rank::Rank;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSeed {
    #[serde(default)]
    pub(super) site: RawSite,
    #[serde(default)]
    pub(super) users: Vec<RawUser>,
    #[serde(default)]
    pub(super) channels: Vec<RawChannel>,
    #[serde(default)]
    pub(super) links: Vec<RawLink>,
    #[serde(default)]
    pub(super) dice: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLink {
    #[serde(default = "youtube")]
    pub(super) kind: String,
    pub(super) id: String,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) seconds: u32,
    #[serde(default)]
    pub(super) meta: toml::Table,
    pub(super) error: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUser {
    pub(super) name: String,
    pub(super) password: String,
    #[serde(default = "account")]
    pub(super) rank: Rank,
    #[serde(default = "a_year")]
    pub(super) seconds_old: u32,
    #[serde(default)]
    pub(super) image: String,
    #[serde(default)]
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChannel {
    pub(super) name: String,
    #[serde(default)]
    pub(super) ranks: BTreeMap<String, Rank>,
    #[serde(default)]
    pub(super) options: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub(super) motd: String,
    #[serde(default)]
    pub(super) emotes: Vec<RawEmote>,
    #[serde(default)]
    pub(super) backlog: Vec<RawLine>,
    #[serde(default)]
    pub(super) playlist: Vec<RawMedia>,
    #[serde(default)]
    pub(super) bans: Vec<RawBan>,
    #[serde(default)]
    pub(super) muted: BTreeMap<String, Mute>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEmote {
    pub(super) name: String,
    pub(super) image: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLine {
    pub(super) user: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) seconds_ago: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMedia {
    pub(super) title: String,
    pub(super) seconds: u32,
    pub(super) id: String,
    #[serde(default = "youtube")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) added_by: String,
    #[serde(default)]
    pub(super) temporary: bool,
}

/// Age of an account of which the seed says nothing: old enough for everything. Unit: seconds.
const fn a_year() -> u32 {
    31_536_000
}

const fn account() -> Rank {
    Rank::ACCOUNT
}

fn youtube() -> String {
    "yt".to_owned()
}
