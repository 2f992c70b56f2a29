//! What is said around a translation. The pools of `translate.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/translate.toml");

pub(crate) const REMARK: Pool = pool(FILE, "remark", &[]);
pub(crate) const REMARK_SLANG: Pool = pool(FILE, "remark_slang", &[]);
pub(crate) const REMARK_SWEARING: Pool = pool(FILE, "remark_swearing", &[]);
pub(crate) const NO_TRANSLATION: Pool = pool(FILE, "no_translation", &[]);
pub(crate) const ALREADY_AUSSIE: Pool = pool(FILE, "already_aussie", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "translate",
    file: FILE,
    at_least: &[(REMARK, 25), (REMARK_SLANG, 5), (REMARK_SWEARING, 5), (NO_TRANSLATION, 3), (ALREADY_AUSSIE, 3)],
};
