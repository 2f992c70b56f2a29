//! About people, the room and its playlist. The pools of `stats.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/stats.toml");

pub(crate) const AFK_NONE: Pool = pool(FILE, "afk_none", &[]);
pub(crate) const AFK_ONE: Pool = pool(FILE, "afk_one", &["name"]);
pub(crate) const AFK_FEW: Pool = pool(FILE, "afk_few", &["names"]);
pub(crate) const AFK_MANY: Pool = pool(FILE, "afk_many", &["count"]);
pub(crate) const WHEN_FOUND: Pool = pool(FILE, "when_found", &["title", "adder", "span", "away"]);
pub(crate) const WHEN_FAR: Pool = pool(FILE, "when_far", &[]);
pub(crate) const WHEN_SOON: Pool = pool(FILE, "when_soon", &[]);
pub(crate) const WHEN_EMPTY: Pool = pool(FILE, "when_empty", &[]);
pub(crate) const WHEN_NO_MATCH: Pool = pool(FILE, "when_no_match", &["search"]);
pub(crate) const WHEN_TOO_SHORT: Pool = pool(FILE, "when_too_short", &[]);

pub(crate) const SEEN_ONLINE: Pool = pool(FILE, "seen_online", &["target"]);
pub(crate) const SEEN: Pool = pool(FILE, "seen", &["target", "age"]);
pub(crate) const SEEN_UNKNOWN: Pool = pool(FILE, "seen_unknown", &["target"]);

pub(crate) const STATS: Pool = pool(FILE, "stats", &["target", "first", "last", "messages", "bongs"]);
pub(crate) const STATS_UNKNOWN: Pool = pool(FILE, "stats_unknown", &["target"]);
pub(crate) const CHANNELSTATS: Pool =
    pool(FILE, "channelstats", &["messages", "people", "day", "hour", "today", "bongs"]);
pub(crate) const CHANNELSTATS_EMPTY: Pool = pool(FILE, "channelstats_empty", &[]);
pub(crate) const PEAK_ACK: Pool = pool(FILE, "peak_ack", &[]);
pub(crate) const PEAK_LIST: Pool = pool(FILE, "peak_list", &["zone", "hours"]);
pub(crate) const PEAK_TOO_LITTLE: Pool = pool(FILE, "peak_too_little", &[]);

pub(crate) const URLS_LATEST: Pool = pool(FILE, "urls_latest", &[]);
pub(crate) const URLS_OF_PERSON: Pool = pool(FILE, "urls_of_person", &["target"]);
pub(crate) const URLS_OF_DOMAIN: Pool = pool(FILE, "urls_of_domain", &["domain"]);
pub(crate) const URLS_STATS: Pool = pool(FILE, "urls_stats", &["links", "domains"]);
pub(crate) const URLS_TOP_DOMAINS: Pool = pool(FILE, "urls_top_domains", &["top"]);
pub(crate) const URLS_TOP_PEOPLE: Pool = pool(FILE, "urls_top_people", &["top"]);
pub(crate) const URLS_NONE: Pool = pool(FILE, "urls_none", &[]);
pub(crate) const URLS_NONE_OF: Pool = pool(FILE, "urls_none_of", &["target"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "stats",
    file: FILE,
    at_least: &[
        (AFK_NONE, 5),
        (AFK_ONE, 5),
        (AFK_FEW, 5),
        (AFK_MANY, 5),
        (WHEN_FOUND, 5),
        (WHEN_FAR, 4),
        (WHEN_SOON, 4),
        (WHEN_EMPTY, 3),
        (WHEN_NO_MATCH, 3),
        (WHEN_TOO_SHORT, 3),
        (SEEN_ONLINE, 10),
        (SEEN, 11),
        (SEEN_UNKNOWN, 10),
        (STATS, 11),
        (STATS_UNKNOWN, 3),
        (CHANNELSTATS, 5),
        (CHANNELSTATS_EMPTY, 3),
        (PEAK_ACK, 4),
        (PEAK_LIST, 3),
        (PEAK_TOO_LITTLE, 3),
        (URLS_LATEST, 3),
        (URLS_OF_PERSON, 3),
        (URLS_OF_DOMAIN, 3),
        (URLS_STATS, 3),
        (URLS_TOP_DOMAINS, 3),
        (URLS_TOP_PEOPLE, 3),
        (URLS_NONE, 3),
        (URLS_NONE_OF, 3),
    ],
};
