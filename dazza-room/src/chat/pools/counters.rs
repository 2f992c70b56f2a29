//! Bongs and drinks. The pools of `counters.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/counters.toml");

pub(crate) const BONG: Pool = pool(FILE, "bong", &["count"]);
pub(crate) const BONG_50: Pool = pool(FILE, "bong_50", &["count"]);
pub(crate) const BONG_25: Pool = pool(FILE, "bong_25", &["count"]);
pub(crate) const BONG_WAIT: Pool = pool(FILE, "bong_wait", &["seconds"]);

pub(crate) const WINE: Pool = pool(FILE, "wine", &["count"]);
pub(crate) const SHOT: Pool = pool(FILE, "shot", &["count"]);
pub(crate) const SCHOONER: Pool = pool(FILE, "schooner", &["count"]);
pub(crate) const DRINK: Pool = pool(FILE, "drink", &["count"]);
pub(crate) const DRINK_100: Pool = pool(FILE, "drink_100", &["count"]);
pub(crate) const DRINK_50: Pool = pool(FILE, "drink_50", &["count"]);
pub(crate) const DRINK_25: Pool = pool(FILE, "drink_25", &["count"]);
pub(crate) const DRINK_12: Pool = pool(FILE, "drink_12", &["count"]);
pub(crate) const DRINK_6: Pool = pool(FILE, "drink_6", &["count"]);
pub(crate) const DRINK_WAIT: Pool = pool(FILE, "drink_wait", &["seconds"]);

pub(crate) const BLADDER_NOTICED: Pool = pool(FILE, "bladder_noticed", &[]);
pub(crate) const BLADDER_FULL: Pool = pool(FILE, "bladder_full", &[]);
pub(crate) const BLADDER_STRAINED: Pool = pool(FILE, "bladder_strained", &[]);
pub(crate) const BLADDER_DESPERATE: Pool = pool(FILE, "bladder_desperate", &[]);
pub(crate) const BLADDER_LEGENDARY: Pool = pool(FILE, "bladder_legendary", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "counters",
    file: FILE,
    at_least: &[
        (BONG, 15),
        (BONG_50, 3),
        (BONG_25, 3),
        (BONG_WAIT, 3),
        (WINE, 9),
        (SHOT, 9),
        (SCHOONER, 7),
        (DRINK, 64),
        (DRINK_100, 3),
        (DRINK_50, 5),
        (DRINK_25, 5),
        (DRINK_12, 5),
        (DRINK_6, 4),
        (DRINK_WAIT, 3),
        (BLADDER_NOTICED, 2),
        (BLADDER_FULL, 2),
        (BLADDER_STRAINED, 2),
        (BLADDER_DESPERATE, 2),
        (BLADDER_LEGENDARY, 2),
    ],
};
