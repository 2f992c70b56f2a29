//! What is said to those who speak to the bot, and round summaries. The pools of `talk.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/talk.toml");

pub(crate) const EXCUSE: Pool = pool(FILE, "excuse", &[]);
pub(crate) const ANNOYED_FIRST: Pool = pool(FILE, "annoyed_first", &[]);
pub(crate) const ANNOYED_SECOND: Pool = pool(FILE, "annoyed_second", &[]);
pub(crate) const ANNOYED_THIRD: Pool = pool(FILE, "annoyed_third", &[]);
pub(crate) const FALLBACK: Pool = pool(FILE, "fallback", &[]);

pub(crate) const SUMMARY_ACK: Pool = pool(FILE, "summary_ack", &[]);
pub(crate) const SUMMARY_NONE: Pool = pool(FILE, "summary_none", &[]);
pub(crate) const SUMMARY_DOWN: Pool = pool(FILE, "summary_down", &[]);
pub(crate) const SUMMARY_OUTSIDER: Pool = pool(FILE, "summary_outsider", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "talk",
    file: FILE,
    at_least: &[
        (EXCUSE, 10),
        (ANNOYED_FIRST, 3),
        (ANNOYED_SECOND, 3),
        (ANNOYED_THIRD, 3),
        (FALLBACK, 14),
        (SUMMARY_ACK, 5),
        (SUMMARY_NONE, 3),
        (SUMMARY_DOWN, 5),
        (SUMMARY_OUTSIDER, 3),
    ],
};
