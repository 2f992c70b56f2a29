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
    ],
};
