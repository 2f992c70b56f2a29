//! For those who look after the bot: memory, money, the web. The pools of `admin.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/admin.toml");

pub(crate) const MEMORY: Pool = pool(FILE, "memory", &["memory", "trend", "left"]);
pub(crate) const MEMORY_UNKNOWN: Pool = pool(FILE, "memory_unknown", &[]);
pub(crate) const MEMORY_HISTORY: Pool = pool(FILE, "memory_history", &["peak", "average", "count"]);
pub(crate) const MEMORY_KEPT: Pool = pool(FILE, "memory_kept", &["tables"]);
pub(crate) const MONITOR_SOUND: Pool = pool(FILE, "monitor_sound", &["n", "total", "ledger"]);
pub(crate) const MONITOR_UNSOUND: Pool = pool(FILE, "monitor_unsound", &["n", "total", "ledger"]);
pub(crate) const MONITOR_CHECKED: Pool = pool(FILE, "monitor_checked", &["n"]);
pub(crate) const MONITOR_AT_ODDS: Pool = pool(FILE, "monitor_at_odds", &["wrong"]);
pub(crate) const MONITOR_MOVES: Pool = pool(FILE, "monitor_moves", &[]);
pub(crate) const MONITOR_NO_MOVES: Pool = pool(FILE, "monitor_no_moves", &[]);
pub(crate) const MONITOR_LIST: Pool = pool(FILE, "monitor_list", &["list"]);
pub(crate) const API_ACK: Pool = pool(FILE, "api_ack", &[]);
pub(crate) const API_ONLINE: Pool = pool(FILE, "api_online", &["address", "endpoints", "watchers", "left", "active"]);
pub(crate) const API_OFF: Pool = pool(FILE, "api_off", &["active"]);
pub(crate) const API_ALONE: Pool = pool(FILE, "api_alone", &["active"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "admin",
    file: FILE,
    at_least: &[
        (MEMORY, 3),
        (MEMORY_UNKNOWN, 3),
        (MEMORY_HISTORY, 3),
        (MEMORY_KEPT, 3),
        (MONITOR_SOUND, 3),
        (MONITOR_UNSOUND, 3),
        (MONITOR_CHECKED, 3),
        (MONITOR_AT_ODDS, 3),
        (MONITOR_MOVES, 3),
        (MONITOR_NO_MOVES, 3),
        (MONITOR_LIST, 3),
        (API_ACK, 3),
        (API_ONLINE, 3),
        (API_OFF, 3),
        (API_ALONE, 3),
    ],
};
