//! Wallets, and money that changes hands. The pools of `economy.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/economy.toml");

pub(crate) const BALANCE_OWN: Pool = pool(FILE, "balance_own", &["balance", "trust", "title"]);
pub(crate) const BALANCE_OTHER: Pool = pool(FILE, "balance_other", &["target", "balance", "trust", "title"]);
pub(crate) const BALANCE_VIDEOS: Pool = pool(FILE, "balance_videos", &["earned", "videos", "lucky"]);
pub(crate) const BALANCE_UNKNOWN: Pool = pool(FILE, "balance_unknown", &["target"]);

pub(crate) const GIVE_SELF: Pool = pool(FILE, "give_self", &[]);
pub(crate) const GIVE_TOO_POOR: Pool = pool(FILE, "give_too_poor", &["balance"]);
pub(crate) const GIVE_BAD_AMOUNT: Pool = pool(FILE, "give_bad_amount", &["typed"]);
pub(crate) const GIVE_UNKNOWN: Pool = pool(FILE, "give_unknown", &["target"]);
pub(crate) const GIVE_GENEROUS: Pool = pool(FILE, "give_generous", &["target", "amount"]);
pub(crate) const GIVE_FAIR: Pool = pool(FILE, "give_fair", &["target", "amount"]);
pub(crate) const GIVE_SMALL: Pool = pool(FILE, "give_small", &["target", "amount"]);
pub(crate) const GIVE_BALANCES: Pool = pool(FILE, "give_balances", &["target", "balance", "theirs"]);
pub(crate) const THANKS_GENEROUS: Pool = pool(FILE, "thanks_generous", &["amount", "balance"]);
pub(crate) const THANKS_GOOD: Pool = pool(FILE, "thanks_good", &["amount", "balance"]);
pub(crate) const THANKS_FAIR: Pool = pool(FILE, "thanks_fair", &["amount", "balance"]);
pub(crate) const THANKS_SMALL: Pool = pool(FILE, "thanks_small", &["amount", "balance"]);
pub(crate) const GIVE_RECEIVED: Pool = pool(FILE, "give_received", &["sender", "amount", "balance"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "economy",
    file: FILE,
    at_least: &[
        (BALANCE_OWN, 3),
        (BALANCE_OTHER, 3),
        (BALANCE_VIDEOS, 3),
        (BALANCE_UNKNOWN, 3),
        (GIVE_SELF, 4),
        (GIVE_TOO_POOR, 4),
        (GIVE_BAD_AMOUNT, 3),
        (GIVE_UNKNOWN, 3),
        (GIVE_GENEROUS, 4),
        (GIVE_FAIR, 4),
        (GIVE_SMALL, 4),
        (GIVE_BALANCES, 3),
        (THANKS_GENEROUS, 5),
        (THANKS_GOOD, 5),
        (THANKS_FAIR, 5),
        (THANKS_SMALL, 6),
        (GIVE_RECEIVED, 3),
    ],
};
