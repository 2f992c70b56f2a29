//! Searching the couch. The pools of `couch_coins.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/couch_coins.toml");

pub(crate) const COUCH_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const COUCH_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const COUCH_PLACE: Pool = pool(FILE, "place", &[]);
pub(crate) const COUCH_HEADER_NOTHING: Pool = pool(FILE, "header_nothing", &[]);
pub(crate) const COUCH_HEADER: Pool = pool(FILE, "header", &[]);
pub(crate) const COUCH_HEADER_AMAZING: Pool = pool(FILE, "header_amazing", &[]);
pub(crate) const COUCH_HEADER_MISHAP: Pool = pool(FILE, "header_mishap", &[]);
pub(crate) const COUCH_NOTHING: Pool = pool(FILE, "nothing", &[]);
pub(crate) const COUCH_SMALL: Pool = pool(FILE, "small", &["pay", "place"]);
pub(crate) const COUCH_MEDIUM: Pool = pool(FILE, "medium", &["pay", "place"]);
pub(crate) const COUCH_GOOD: Pool = pool(FILE, "good", &["pay", "place"]);
pub(crate) const COUCH_AMAZING: Pool = pool(FILE, "amazing", &["pay", "place"]);
pub(crate) const COUCH_DESPERATE: Pool = pool(FILE, "desperate", &[]);
pub(crate) const COUCH_COMMENT: Pool = pool(FILE, "comment", &[]);
pub(crate) const COUCH_SPIDER: Pool = pool(FILE, "spider", &[]);
pub(crate) const COUCH_PARTNERS_FINE: Pool = pool(FILE, "partners_fine", &[]);
pub(crate) const COUCH_SHARP_THING: Pool = pool(FILE, "sharp_thing", &[]);
pub(crate) const COUCH_COLLAPSE: Pool = pool(FILE, "collapse", &[]);
pub(crate) const COUCH_POSSUM: Pool = pool(FILE, "possum", &[]);
pub(crate) const COUCH_HUSH_MONEY: Pool = pool(FILE, "hush_money", &[]);
pub(crate) const COUCH_MOULD: Pool = pool(FILE, "mould", &[]);
pub(crate) const COUCH_POLICE_FINE: Pool = pool(FILE, "police_fine", &[]);
pub(crate) const COUCH_MISHAP_COSTS: Pool = pool(FILE, "mishap_costs", &["pay"]);
pub(crate) const COUCH_MISHAP_SPARED: Pool = pool(FILE, "mishap_spared", &[]);
pub(crate) const COUCH_PUBLIC: Pool = pool(FILE, "public", &["pay"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "couch_coins",
    file: FILE,
    at_least: &[
        (COUCH_ACK, 4),
        (COUCH_WAIT, 4),
        (COUCH_PLACE, 18),
        (COUCH_HEADER_NOTHING, 3),
        (COUCH_HEADER, 3),
        (COUCH_HEADER_AMAZING, 3),
        (COUCH_HEADER_MISHAP, 3),
        (COUCH_NOTHING, 6),
        (COUCH_SMALL, 5),
        (COUCH_MEDIUM, 5),
        (COUCH_GOOD, 5),
        (COUCH_AMAZING, 5),
        (COUCH_DESPERATE, 5),
        (COUCH_COMMENT, 3),
        (COUCH_SPIDER, 2),
        (COUCH_PARTNERS_FINE, 2),
        (COUCH_SHARP_THING, 2),
        (COUCH_COLLAPSE, 2),
        (COUCH_POSSUM, 2),
        (COUCH_HUSH_MONEY, 2),
        (COUCH_MOULD, 2),
        (COUCH_POLICE_FINE, 2),
        (COUCH_MISHAP_COSTS, 3),
        (COUCH_MISHAP_SPARED, 3),
        (COUCH_PUBLIC, 3),
    ],
};
