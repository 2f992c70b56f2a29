//! What is said about what a room's own people set up. The pools of `set_up.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/set_up.toml");

pub(crate) const ANNOUNCE_ADDED: Pool = pool(FILE, "announce_added", &["span"]);
pub(crate) const ANNOUNCE_GONE: Pool = pool(FILE, "announce_gone", &[]);
pub(crate) const ANNOUNCE_BAD_TIME: Pool = pool(FILE, "announce_bad_time", &[]);
pub(crate) const AUTOREPLY_ADDED: Pool = pool(FILE, "autoreply_added", &["typed"]);
pub(crate) const AUTOREPLY_GONE: Pool = pool(FILE, "autoreply_gone", &["typed"]);
pub(crate) const AUTOREPLY_BAD_OPTION: Pool = pool(FILE, "autoreply_bad_option", &["typed"]);
pub(crate) const AUTOREPLY_BAD_PATTERN: Pool = pool(FILE, "autoreply_bad_pattern", &["typed"]);
pub(crate) const HOUSE_FULL: Pool = pool(FILE, "full", &["count"]);
pub(crate) const HOUSE_EMPTY: Pool = pool(FILE, "empty", &[]);
pub(crate) const HOUSE_LIST: Pool = pool(FILE, "list", &["list"]);
pub(crate) const HOUSE_NO_NUMBER: Pool = pool(FILE, "no_number", &["typed"]);
pub(crate) const QUIET_ON: Pool = pool(FILE, "quiet_on", &["span"]);
pub(crate) const QUIET_TOTAL: Pool = pool(FILE, "quiet_total", &["span"]);
pub(crate) const QUIET_OFF: Pool = pool(FILE, "quiet_off", &[]);
pub(crate) const QUIET_TOO_LONG: Pool = pool(FILE, "quiet_too_long", &[]);
pub(crate) const OPTOUT_ALL: Pool = pool(FILE, "optout_all", &[]);
pub(crate) const OPTOUT_QUOTES: Pool = pool(FILE, "optout_quotes", &[]);
pub(crate) const OPTOUT_GREETINGS: Pool = pool(FILE, "optout_greetings", &[]);
pub(crate) const OPTOUT_ALREADY: Pool = pool(FILE, "optout_already", &[]);
pub(crate) const OPTIN_DONE: Pool = pool(FILE, "optin_done", &[]);
pub(crate) const OPTIN_ALREADY: Pool = pool(FILE, "optin_already", &[]);
pub(crate) const CURATED_KEPT: Pool = pool(FILE, "curated_kept", &["count"]);
pub(crate) const CURATED_GONE: Pool = pool(FILE, "curated_gone", &["count"]);
pub(crate) const CURATED_LEFT_OUT: Pool = pool(FILE, "curated_left_out", &["target"]);
pub(crate) const CURATED_NONE: Pool = pool(FILE, "curated_none", &["typed"]);
pub(crate) const CURATED_FRAME: Pool = pool(FILE, "curated_frame", &["count", "quote", "who"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "set_up",
    file: FILE,
    at_least: &[
        (ANNOUNCE_ADDED, 4),
        (ANNOUNCE_GONE, 3),
        (ANNOUNCE_BAD_TIME, 3),
        (AUTOREPLY_ADDED, 4),
        (AUTOREPLY_GONE, 3),
        (AUTOREPLY_BAD_OPTION, 3),
        (AUTOREPLY_BAD_PATTERN, 3),
        (HOUSE_FULL, 3),
        (HOUSE_EMPTY, 3),
        (HOUSE_LIST, 3),
        (HOUSE_NO_NUMBER, 3),
        (QUIET_ON, 4),
        (QUIET_TOTAL, 4),
        (QUIET_OFF, 4),
        (QUIET_TOO_LONG, 3),
        (OPTOUT_ALL, 3),
        (OPTOUT_QUOTES, 3),
        (OPTOUT_GREETINGS, 3),
        (OPTOUT_ALREADY, 3),
        (OPTIN_DONE, 3),
        (OPTIN_ALREADY, 3),
        (CURATED_KEPT, 4),
        (CURATED_GONE, 3),
        (CURATED_LEFT_OUT, 3),
        (CURATED_NONE, 3),
        (CURATED_FRAME, 3),
    ],
};
