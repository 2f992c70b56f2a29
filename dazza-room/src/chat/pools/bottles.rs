//! Collecting bottles. The pools of `bottles.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/bottles.toml");

pub(crate) const BOTTLES_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const BOTTLES_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const BOTTLES_HEADER_LEGENDARY: Pool = pool(FILE, "header_legendary", &[]);
pub(crate) const BOTTLES_HEADER_RARE: Pool = pool(FILE, "header_rare", &[]);
pub(crate) const BOTTLES_HEADER: Pool = pool(FILE, "header", &[]);
pub(crate) const BOTTLES_HEADER_NOTHING: Pool = pool(FILE, "header_nothing", &[]);
pub(crate) const BOTTLES_NOTHING: Pool = pool(FILE, "nothing", &[]);
pub(crate) const BOTTLES_LEGENDARY: Pool = pool(FILE, "legendary", &[]);
pub(crate) const BOTTLES_RARE: Pool = pool(FILE, "rare", &[]);
pub(crate) const BOTTLES_UNCOMMON: Pool = pool(FILE, "uncommon", &[]);
pub(crate) const BOTTLES_COMMON: Pool = pool(FILE, "common", &[]);
pub(crate) const BOTTLES_COMMENT_100: Pool = pool(FILE, "comment_100", &[]);
pub(crate) const BOTTLES_COMMENT_50: Pool = pool(FILE, "comment_50", &[]);
pub(crate) const BOTTLES_COMMENT_20: Pool = pool(FILE, "comment_20", &[]);
pub(crate) const BOTTLES_COMMENT: Pool = pool(FILE, "comment", &[]);
pub(crate) const BOTTLES_PUBLIC_LEGENDARY: Pool = pool(FILE, "public_legendary", &["pay"]);
pub(crate) const BOTTLES_PUBLIC_RARE: Pool = pool(FILE, "public_rare", &["pay"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "bottles",
    file: FILE,
    at_least: &[
        (BOTTLES_ACK, 4),
        (BOTTLES_WAIT, 5),
        (BOTTLES_HEADER_LEGENDARY, 3),
        (BOTTLES_HEADER_RARE, 3),
        (BOTTLES_HEADER, 3),
        (BOTTLES_HEADER_NOTHING, 3),
        (BOTTLES_NOTHING, 5),
        (BOTTLES_LEGENDARY, 4),
        (BOTTLES_RARE, 4),
        (BOTTLES_UNCOMMON, 5),
        (BOTTLES_COMMON, 7),
        (BOTTLES_COMMENT_100, 3),
        (BOTTLES_COMMENT_50, 3),
        (BOTTLES_COMMENT_20, 3),
        (BOTTLES_COMMENT, 3),
        (BOTTLES_PUBLIC_LEGENDARY, 3),
        (BOTTLES_PUBLIC_RARE, 3),
    ],
};
