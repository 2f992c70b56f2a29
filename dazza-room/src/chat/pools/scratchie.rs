//! Scratch tickets. The pools of `scratchie.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/scratchie.toml");

pub(crate) const SCRATCHIE_BOUGHT: Pool = pool(FILE, "bought", &["ticket", "stake"]);
pub(crate) const SCRATCHIE_NO_TICKET: Pool = pool(FILE, "no_ticket", &["typed"]);
pub(crate) const SCRATCHIE_TOO_POOR: Pool = pool(FILE, "too_poor", &["balance"]);
pub(crate) const SCRATCHIE_WAIT: Pool = pool(FILE, "wait", &["seconds"]);
pub(crate) const SCRATCHIE_NOTHING: Pool = pool(FILE, "nothing", &["ticket", "stake", "balance"]);
pub(crate) const SCRATCHIE_SMALL: Pool = pool(FILE, "small", &["ticket", "payout", "balance"]);
pub(crate) const SCRATCHIE_MEDIUM: Pool = pool(FILE, "medium", &["ticket", "payout", "balance"]);
pub(crate) const SCRATCHIE_BIG: Pool = pool(FILE, "big", &["ticket", "payout", "balance"]);
pub(crate) const SCRATCHIE_JACKPOT: Pool = pool(FILE, "jackpot", &["ticket", "payout", "balance"]);
pub(crate) const SCRATCHIE_PUBLIC_WIN: Pool = pool(FILE, "public_win", &["ticket", "payout"]);
pub(crate) const SCRATCHIE_PUBLIC_JACKPOT: Pool = pool(FILE, "public_jackpot", &["ticket", "payout"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "scratchie",
    file: FILE,
    at_least: &[
        (SCRATCHIE_BOUGHT, 4),
        (SCRATCHIE_NO_TICKET, 3),
        (SCRATCHIE_TOO_POOR, 3),
        (SCRATCHIE_WAIT, 3),
        (SCRATCHIE_NOTHING, 5),
        (SCRATCHIE_SMALL, 3),
        (SCRATCHIE_MEDIUM, 3),
        (SCRATCHIE_BIG, 3),
        (SCRATCHIE_JACKPOT, 3),
        (SCRATCHIE_PUBLIC_WIN, 3),
        (SCRATCHIE_PUBLIC_JACKPOT, 3),
    ],
};
