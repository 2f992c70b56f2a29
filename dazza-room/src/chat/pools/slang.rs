//! The word list of `translate`. The pools of `slang.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/slang.toml");

pub(crate) const ENGLISH_TO_SLANG: Pool = pool(FILE, "english_to_slang", &[]);
pub(crate) const SLANG_TO_ENGLISH: Pool = pool(FILE, "slang_to_english", &[]);
pub(crate) const SLANG_MARKERS: Pool = pool(FILE, "slang_markers", &[]);
pub(crate) const SWEARING: Pool = pool(FILE, "swearing", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "slang",
    file: FILE,
    at_least: &[(ENGLISH_TO_SLANG, 244), (SLANG_TO_ENGLISH, 204), (SLANG_MARKERS, 95), (SWEARING, 10)],
};
