//! Begging from the house. The pools of `beg.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/beg.toml");

pub(crate) const BEG_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const BEG_BY_PM: Pool = pool(FILE, "by_pm", &[]);
pub(crate) const BEG_HOUSE_BROKE: Pool = pool(FILE, "house_broke", &[]);
pub(crate) const BEG_ROBBED: Pool = pool(FILE, "robbed", &["pay"]);
pub(crate) const BEG_MOCKED: Pool = pool(FILE, "mocked", &[]);
pub(crate) const BEG_GIVEN_NOTHING: Pool = pool(FILE, "given_nothing", &[]);
pub(crate) const BEG_GIVEN_STRANGER: Pool = pool(FILE, "given_stranger", &["pay"]);
pub(crate) const BEG_GIVEN_FAMILIAR: Pool = pool(FILE, "given_familiar", &["pay"]);
pub(crate) const BEG_GIVEN_REGULAR: Pool = pool(FILE, "given_regular", &["pay"]);
pub(crate) const BEG_GIVEN_MATE: Pool = pool(FILE, "given_mate", &["pay"]);
pub(crate) const BEG_REFUSED_STRANGER: Pool = pool(FILE, "refused_stranger", &[]);
pub(crate) const BEG_REFUSED_FAMILIAR: Pool = pool(FILE, "refused_familiar", &[]);
pub(crate) const BEG_REFUSED_REGULAR: Pool = pool(FILE, "refused_regular", &[]);
pub(crate) const BEG_REFUSED_MATE: Pool = pool(FILE, "refused_mate", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "beg",
    file: FILE,
    at_least: &[
        (BEG_WAIT, 4),
        (BEG_BY_PM, 8),
        (BEG_HOUSE_BROKE, 8),
        (BEG_ROBBED, 8),
        (BEG_MOCKED, 8),
        (BEG_GIVEN_NOTHING, 3),
        (BEG_GIVEN_STRANGER, 5),
        (BEG_GIVEN_FAMILIAR, 5),
        (BEG_GIVEN_REGULAR, 5),
        (BEG_GIVEN_MATE, 5),
        (BEG_REFUSED_STRANGER, 5),
        (BEG_REFUSED_FAMILIAR, 5),
        (BEG_REFUSED_REGULAR, 5),
        (BEG_REFUSED_MATE, 5),
    ],
};
