//! The house, for those who look after it. The pools of `house.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/house.toml");

/// Longest reason with which every line around it fits. Unit: UTF-16 code units.
pub(crate) const REASON_LIMIT: usize = 80;

pub(crate) const HOUSE: Pool = pool(FILE, "house", &["balance", "trust", "title"]);
pub(crate) const HOUSE_RICH: Pool = pool(FILE, "house_rich", &["balance", "trust", "title"]);
pub(crate) const HOUSE_POOR: Pool = pool(FILE, "house_poor", &["balance", "trust", "title"]);
pub(crate) const AWARD_DONE: Pool = pool(FILE, "award_done", &["amount", "target", "balance", "reason"]);
pub(crate) const AWARD_RECEIVED: Pool = pool(FILE, "award_received", &["amount", "reason", "balance"]);
pub(crate) const AWARD_NO_REASON: Pool = pool(FILE, "award_no_reason", &[]);
pub(crate) const AWARD_BAD_AMOUNT: Pool = pool(FILE, "award_bad_amount", &["typed", "most"]);
pub(crate) const AWARD_UNKNOWN: Pool = pool(FILE, "award_unknown", &["target"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "house",
    file: FILE,
    at_least: &[
        (HOUSE, 5),
        (HOUSE_RICH, 3),
        (HOUSE_POOR, 3),
        (AWARD_DONE, 3),
        (AWARD_RECEIVED, 3),
        (AWARD_NO_REASON, 3),
        (AWARD_BAD_AMOUNT, 3),
        (AWARD_UNKNOWN, 3),
    ],
};
