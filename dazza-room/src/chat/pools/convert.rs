//! What is said of a conversion. The pools of `convert.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/convert.toml");

pub(crate) const LENGTH: Pool = pool(FILE, "length", &["from", "to"]);
pub(crate) const WEIGHT: Pool = pool(FILE, "weight", &["from", "to"]);
pub(crate) const TEMPERATURE: Pool = pool(FILE, "temperature", &["from", "to"]);
pub(crate) const VOLUME: Pool = pool(FILE, "volume", &["from", "to"]);
pub(crate) const NO_NUMBER: Pool = pool(FILE, "no_number", &["typed"]);
pub(crate) const NO_UNIT: Pool = pool(FILE, "no_unit", &["typed"]);
pub(crate) const NO_PAIR: Pool = pool(FILE, "no_pair", &["from", "to", "pairs"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "convert",
    file: FILE,
    at_least: &[
        (LENGTH, 12),
        (WEIGHT, 12),
        (TEMPERATURE, 12),
        (VOLUME, 12),
        (NO_NUMBER, 3),
        (NO_UNIT, 3),
        (NO_PAIR, 3),
    ],
};
