//! Jobs for cash in hand. The pools of `cashie.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/cashie.toml");

pub(crate) const CASHIE_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const CASHIE_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const CASHIE_HEADER_LEGENDARY: Pool = pool(FILE, "header_legendary", &[]);
pub(crate) const CASHIE_HEADER_RARE: Pool = pool(FILE, "header_rare", &[]);
pub(crate) const CASHIE_HEADER: Pool = pool(FILE, "header", &[]);
pub(crate) const CASHIE_HEADER_NOTHING: Pool = pool(FILE, "header_nothing", &[]);
pub(crate) const CASHIE_NOTHING: Pool = pool(FILE, "nothing", &[]);
pub(crate) const CASHIE_LEGENDARY: Pool = pool(FILE, "legendary", &[]);
pub(crate) const CASHIE_RARE: Pool = pool(FILE, "rare", &[]);
pub(crate) const CASHIE_UNCOMMON: Pool = pool(FILE, "uncommon", &[]);
pub(crate) const CASHIE_COMMON: Pool = pool(FILE, "common", &[]);
pub(crate) const CASHIE_COMMENT_300: Pool = pool(FILE, "comment_300", &[]);
pub(crate) const CASHIE_COMMENT_100: Pool = pool(FILE, "comment_100", &[]);
pub(crate) const CASHIE_COMMENT_50: Pool = pool(FILE, "comment_50", &[]);
pub(crate) const CASHIE_COMMENT: Pool = pool(FILE, "comment", &[]);
pub(crate) const CASHIE_PUBLIC_LEGENDARY: Pool = pool(FILE, "public_legendary", &["pay"]);
pub(crate) const CASHIE_PUBLIC_RARE: Pool = pool(FILE, "public_rare", &["pay"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "cashie",
    file: FILE,
    at_least: &[
        (CASHIE_ACK, 4),
        (CASHIE_WAIT, 4),
        (CASHIE_HEADER_LEGENDARY, 3),
        (CASHIE_HEADER_RARE, 3),
        (CASHIE_HEADER, 3),
        (CASHIE_HEADER_NOTHING, 3),
        (CASHIE_NOTHING, 5),
        (CASHIE_LEGENDARY, 10),
        (CASHIE_RARE, 10),
        (CASHIE_UNCOMMON, 10),
        (CASHIE_COMMON, 10),
        (CASHIE_COMMENT_300, 3),
        (CASHIE_COMMENT_100, 3),
        (CASHIE_COMMENT_50, 3),
        (CASHIE_COMMENT, 3),
        (CASHIE_PUBLIC_LEGENDARY, 3),
        (CASHIE_PUBLIC_RARE, 3),
    ],
};
