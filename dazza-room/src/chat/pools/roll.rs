//! What is said of a throw of dice. The pools of `roll.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/roll.toml");

pub(crate) const ONE_DIE_LOW: Pool = pool(FILE, "one_die_low", &["dice", "roll"]);
pub(crate) const ONE_DIE_MIDDLING: Pool = pool(FILE, "one_die_middling", &["dice", "roll"]);
pub(crate) const ONE_DIE_HIGH: Pool = pool(FILE, "one_die_high", &["dice", "roll"]);
pub(crate) const FOUR_TWENTY: Pool = pool(FILE, "four_twenty", &["dice", "roll"]);
pub(crate) const SNAKE_EYES: Pool = pool(FILE, "snake_eyes", &["dice", "roll"]);
pub(crate) const ALL_EQUAL: Pool = pool(FILE, "all_equal", &["dice", "roll"]);
pub(crate) const DICE_LOW: Pool = pool(FILE, "dice_low", &["dice", "roll"]);
pub(crate) const DICE_MIDDLING: Pool = pool(FILE, "dice_middling", &["dice", "roll"]);
pub(crate) const DICE_HIGH: Pool = pool(FILE, "dice_high", &["dice", "roll"]);
pub(crate) const TOO_MANY_DICE: Pool = pool(FILE, "too_many_dice", &[]);
pub(crate) const NO_DICE: Pool = pool(FILE, "no_dice", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "roll",
    file: FILE,
    at_least: &[
        (ONE_DIE_LOW, 10),
        (ONE_DIE_MIDDLING, 10),
        (ONE_DIE_HIGH, 10),
        (FOUR_TWENTY, 3),
        (SNAKE_EYES, 3),
        (ALL_EQUAL, 3),
        (DICE_LOW, 10),
        (DICE_MIDDLING, 10),
        (DICE_HIGH, 10),
        (TOO_MANY_DICE, 3),
        (NO_DICE, 3),
    ],
};
