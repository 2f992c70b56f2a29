//! The coin, against the house and between two players. The pools of `coin_flip.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/coin_flip.toml");

pub(crate) const FLIP_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const FLIP_TOO_POOR: Pool = pool(FILE, "too_poor", &["balance"]);
pub(crate) const FLIP_OVER_CAP: Pool = pool(FILE, "over_cap", &["most"]);
pub(crate) const FLIP_BAD_AMOUNT: Pool = pool(FILE, "bad_amount", &["typed"]);
pub(crate) const FLIP_WAIT: Pool = pool(FILE, "wait", &["seconds"]);
pub(crate) const FLIP_WIN: Pool = pool(FILE, "win", &["call", "side", "amount", "balance"]);
pub(crate) const FLIP_LOSE: Pool = pool(FILE, "lose", &["call", "side", "amount", "balance"]);
pub(crate) const FLIP_PUBLIC_WIN: Pool = pool(FILE, "public_win", &["side", "amount"]);
pub(crate) const FLIP_TAUNT: Pool = pool(FILE, "taunt", &[]);

pub(crate) const DUEL_CHALLENGE: Pool = pool(FILE, "challenge", &["target", "amount", "seconds"]);
pub(crate) const DUEL_SELF: Pool = pool(FILE, "duel_self", &[]);
pub(crate) const DUEL_BOT: Pool = pool(FILE, "duel_bot", &[]);
pub(crate) const DUEL_OPEN: Pool = pool(FILE, "duel_open", &[]);
pub(crate) const DUEL_TARGET_OPEN: Pool = pool(FILE, "duel_target_open", &["target"]);
pub(crate) const DUEL_TARGET_POOR: Pool = pool(FILE, "duel_target_poor", &["target"]);
pub(crate) const DUEL_NOT_HERE: Pool = pool(FILE, "duel_not_here", &["target"]);
pub(crate) const DUEL_NOT_BY_PM: Pool = pool(FILE, "duel_not_by_pm", &[]);
pub(crate) const DUEL_REFUNDED: Pool = pool(FILE, "duel_refunded", &["challenger", "target", "amount"]);
pub(crate) const DUEL_RESULT: Pool = pool(FILE, "duel_result", &["side", "winner", "loser", "pot"]);
pub(crate) const DUEL_REMARK: Pool = pool(FILE, "duel_remark", &["winner", "loser"]);
pub(crate) const DUEL_EXPIRED: Pool = pool(FILE, "duel_expired", &["challenger", "target", "amount"]);
pub(crate) const DUEL_INTERRUPTED: Pool = pool(FILE, "duel_interrupted", &["challenger", "target", "amount"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "coin_flip",
    file: FILE,
    at_least: &[
        (FLIP_ACK, 4),
        (FLIP_TOO_POOR, 3),
        (FLIP_OVER_CAP, 3),
        (FLIP_BAD_AMOUNT, 3),
        (FLIP_WAIT, 3),
        (FLIP_WIN, 3),
        (FLIP_LOSE, 3),
        (FLIP_PUBLIC_WIN, 3),
        (FLIP_TAUNT, 5),
        (DUEL_CHALLENGE, 4),
        (DUEL_SELF, 3),
        (DUEL_BOT, 3),
        (DUEL_OPEN, 3),
        (DUEL_TARGET_OPEN, 3),
        (DUEL_TARGET_POOR, 3),
        (DUEL_NOT_HERE, 3),
        (DUEL_NOT_BY_PM, 3),
        (DUEL_REFUNDED, 3),
        (DUEL_RESULT, 4),
        (DUEL_REMARK, 5),
        (DUEL_EXPIRED, 4),
        (DUEL_INTERRUPTED, 3),
    ],
};
