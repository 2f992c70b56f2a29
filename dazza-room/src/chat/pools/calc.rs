//! What is said of a sum. The pools of `calc.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/calc.toml");

pub(crate) const SUM: Pool = pool(FILE, "sum", &["result"]);
pub(crate) const SUM_420: Pool = pool(FILE, "sum_420", &["result"]);
pub(crate) const SUM_HUGE: Pool = pool(FILE, "sum_huge", &["result"]);
pub(crate) const SUM_ZERO: Pool = pool(FILE, "sum_zero", &["result"]);
pub(crate) const SUM_ENDLESS: Pool = pool(FILE, "sum_endless", &[]);
pub(crate) const SUM_WRONG: Pool = pool(FILE, "sum_wrong", &["fault"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "calc",
    file: FILE,
    at_least: &[(SUM, 5), (SUM_420, 5), (SUM_HUGE, 5), (SUM_ZERO, 5), (SUM_ENDLESS, 5), (SUM_WRONG, 5)],
};
