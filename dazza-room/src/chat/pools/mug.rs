//! Mugging, of the house or of somebody else. The pools of `mug.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/mug.toml");

pub(crate) const MUG_BY_PM: Pool = pool(FILE, "by_pm", &[]);
pub(crate) const MUG_NO_TARGET: Pool = pool(FILE, "no_target", &[]);
pub(crate) const MUG_SELF: Pool = pool(FILE, "self", &[]);
pub(crate) const MUG_NOT_HERE: Pool = pool(FILE, "not_here", &["target"]);
pub(crate) const MUG_NOT_A_PERSON: Pool = pool(FILE, "not_a_person", &[]);
pub(crate) const MUG_TARGET_BROKE: Pool = pool(FILE, "target_broke", &["target"]);
pub(crate) const MUG_TARGET_TAKEN: Pool = pool(FILE, "target_taken", &["target"]);
pub(crate) const MUG_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const MUG_HOUSE_ASLEEP: Pool = pool(FILE, "house_asleep", &["pay"]);
pub(crate) const MUG_HOUSE_BROKE: Pool = pool(FILE, "house_broke", &[]);
pub(crate) const MUG_HOUSE_REVERSAL: Pool = pool(FILE, "house_reversal", &["pay"]);
pub(crate) const MUG_HOUSE_REVERSAL_BROKE: Pool = pool(FILE, "house_reversal_broke", &[]);
pub(crate) const MUG_BEGINS: Pool = pool(FILE, "begins", &["target", "seconds"]);
pub(crate) const MUG_ALERT: Pool = pool(FILE, "alert", &["who", "target"]);
pub(crate) const MUG_SUCCESS_NOTHING: Pool = pool(FILE, "success_nothing", &["who", "target"]);
pub(crate) const MUG_SUCCESS_SMALL: Pool = pool(FILE, "success_small", &["who", "target", "payout"]);
pub(crate) const MUG_SUCCESS_FAIR: Pool = pool(FILE, "success_fair", &["who", "target", "payout"]);
pub(crate) const MUG_SUCCESS_BIG: Pool = pool(FILE, "success_big", &["who", "target", "payout"]);
pub(crate) const MUG_TAUNT: Pool = pool(FILE, "taunt", &["target"]);
pub(crate) const MUG_FAILED_BELOW: Pool = pool(FILE, "failed_below", &["who", "target"]);
pub(crate) const MUG_FAILED_ABOVE: Pool = pool(FILE, "failed_above", &["who", "target"]);
pub(crate) const MUG_FAILED_EVEN: Pool = pool(FILE, "failed_even", &["who", "target"]);
pub(crate) const MUG_DEFENDED: Pool = pool(FILE, "defended", &["who", "target"]);
pub(crate) const MUG_FINED: Pool = pool(FILE, "fined", &["cost"]);
pub(crate) const MUG_FINED_NOTHING: Pool = pool(FILE, "fined_nothing", &[]);
pub(crate) const MUG_CALLED_OFF: Pool = pool(FILE, "called_off", &["who", "target"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "mug",
    file: FILE,
    at_least: &[
        (MUG_BY_PM, 7),
        (MUG_NO_TARGET, 3),
        (MUG_SELF, 3),
        (MUG_NOT_HERE, 3),
        (MUG_NOT_A_PERSON, 3),
        (MUG_TARGET_BROKE, 3),
        (MUG_TARGET_TAKEN, 3),
        (MUG_WAIT, 3),
        (MUG_HOUSE_ASLEEP, 5),
        (MUG_HOUSE_BROKE, 3),
        (MUG_HOUSE_REVERSAL, 5),
        (MUG_HOUSE_REVERSAL_BROKE, 3),
        (MUG_BEGINS, 5),
        (MUG_ALERT, 4),
        (MUG_SUCCESS_NOTHING, 4),
        (MUG_SUCCESS_SMALL, 4),
        (MUG_SUCCESS_FAIR, 4),
        (MUG_SUCCESS_BIG, 4),
        (MUG_TAUNT, 5),
        (MUG_FAILED_BELOW, 4),
        (MUG_FAILED_ABOVE, 4),
        (MUG_FAILED_EVEN, 4),
        (MUG_DEFENDED, 5),
        (MUG_FINED, 4),
        (MUG_FINED_NOTHING, 3),
        (MUG_CALLED_OFF, 3),
    ],
};
