//! Fishing. The pools of `fish.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/fish.toml");

pub(crate) const FISH_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const FISH_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const FISH_UNKNOWN_BAIT: Pool = pool(FILE, "unknown_bait", &["typed"]);
pub(crate) const FISH_TOO_POOR: Pool = pool(FILE, "too_poor", &["cost", "balance"]);
pub(crate) const FISH_CAST: Pool = pool(FILE, "cast", &["spot", "bait"]);
pub(crate) const FISH_BAIT_COST: Pool = pool(FILE, "bait_cost", &["cost"]);
pub(crate) const FISH_NOTHING: Pool = pool(FILE, "nothing", &[]);
pub(crate) const FISH_CATCH: Pool = pool(FILE, "catch", &["species", "weight"]);
pub(crate) const FISH_EPIC: Pool = pool(FILE, "epic", &["species", "weight"]);
pub(crate) const FISH_RARE: Pool = pool(FILE, "rare", &["species", "weight"]);
pub(crate) const FISH_LEGENDARY: Pool = pool(FILE, "legendary", &["species", "weight"]);
pub(crate) const FISH_TRASH: Pool = pool(FILE, "trash", &["item"]);
pub(crate) const FISH_TRASH_MONEY: Pool = pool(FILE, "trash_money", &["pay"]);
pub(crate) const FISH_MULTI: Pool = pool(FILE, "multi", &["count", "species"]);
pub(crate) const FISH_TREASURE_CASH: Pool = pool(FILE, "treasure_cash", &[]);
pub(crate) const FISH_TREASURE_WATCH: Pool = pool(FILE, "treasure_watch", &[]);
pub(crate) const FISH_TREASURE_BOTTLES: Pool = pool(FILE, "treasure_bottles", &[]);
pub(crate) const FISH_TREASURE_MACHINE: Pool = pool(FILE, "treasure_machine", &[]);
pub(crate) const FISH_TREASURE_CONTRABAND: Pool = pool(FILE, "treasure_contraband", &[]);
pub(crate) const FISH_TALE: Pool = pool(FILE, "tale", &[]);
pub(crate) const FISH_PUBLIC_RARE: Pool = pool(FILE, "public_rare", &["species", "weight", "spot"]);
pub(crate) const FISH_PUBLIC_LEGENDARY: Pool = pool(FILE, "public_legendary", &["species", "weight", "spot"]);
pub(crate) const FISH_PUBLIC_TREASURE: Pool = pool(FILE, "public_treasure", &["pay", "spot"]);
pub(crate) const FISH_SHARED: Pool = pool(FILE, "shared", &["each", "n", "rest"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "fish",
    file: FILE,
    at_least: &[
        (FISH_ACK, 4),
        (FISH_WAIT, 5),
        (FISH_UNKNOWN_BAIT, 3),
        (FISH_TOO_POOR, 3),
        (FISH_CAST, 3),
        (FISH_BAIT_COST, 3),
        (FISH_NOTHING, 5),
        (FISH_CATCH, 4),
        (FISH_EPIC, 3),
        (FISH_RARE, 3),
        (FISH_LEGENDARY, 3),
        (FISH_TRASH, 4),
        (FISH_TRASH_MONEY, 3),
        (FISH_MULTI, 3),
        (FISH_TREASURE_CASH, 3),
        (FISH_TREASURE_WATCH, 3),
        (FISH_TREASURE_BOTTLES, 3),
        (FISH_TREASURE_MACHINE, 3),
        (FISH_TREASURE_CONTRABAND, 3),
        (FISH_TALE, 7),
        (FISH_PUBLIC_RARE, 3),
        (FISH_PUBLIC_LEGENDARY, 3),
        (FISH_PUBLIC_TREASURE, 3),
        (FISH_SHARED, 4),
    ],
};
