//! The pokies. The pools of `pokies.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/pokies.toml");

pub(crate) const POKIES_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const POKIES_BAD_STAKE: Pool = pool(FILE, "bad_stake", &["typed"]);
pub(crate) const POKIES_TOO_MUCH: Pool = pool(FILE, "too_much", &["most"]);
pub(crate) const POKIES_TOO_POOR: Pool = pool(FILE, "too_poor", &["balance"]);
pub(crate) const POKIES_WAIT: Pool = pool(FILE, "wait", &["seconds"]);
pub(crate) const POKIES_MEGA_JACKPOT: Pool = pool(FILE, "mega_jackpot", &["reels", "payout", "balance"]);
pub(crate) const POKIES_JACKPOT: Pool = pool(FILE, "jackpot", &["reels", "payout", "balance"]);
pub(crate) const POKIES_TRIPLE: Pool = pool(FILE, "triple", &["reels", "payout", "balance"]);
pub(crate) const POKIES_SMALL_WIN: Pool = pool(FILE, "small_win", &["reels", "payout", "balance"]);
pub(crate) const POKIES_PAIR: Pool = pool(FILE, "pair", &["reels", "balance"]);
pub(crate) const POKIES_LOSS: Pool = pool(FILE, "loss", &["reels", "stake", "balance"]);
pub(crate) const POKIES_PUBLIC_JACKPOT: Pool = pool(FILE, "public_jackpot", &["amount", "stake"]);
pub(crate) const POKIES_PUBLIC_WIN: Pool = pool(FILE, "public_win", &["amount", "stake"]);
pub(crate) const POKIES_LOSS_REMARK: Pool = pool(FILE, "loss_remark", &[]);
pub(crate) const POKIES_BIG_STAKE_REMARK: Pool = pool(FILE, "big_stake_remark", &["stake"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "pokies",
    file: FILE,
    at_least: &[
        (POKIES_ACK, 5),
        (POKIES_BAD_STAKE, 3),
        (POKIES_TOO_MUCH, 3),
        (POKIES_TOO_POOR, 3),
        (POKIES_WAIT, 3),
        (POKIES_MEGA_JACKPOT, 3),
        (POKIES_JACKPOT, 3),
        (POKIES_TRIPLE, 3),
        (POKIES_SMALL_WIN, 3),
        (POKIES_PAIR, 3),
        (POKIES_LOSS, 5),
        (POKIES_PUBLIC_JACKPOT, 3),
        (POKIES_PUBLIC_WIN, 3),
        (POKIES_LOSS_REMARK, 5),
        (POKIES_BIG_STAKE_REMARK, 5),
    ],
};
