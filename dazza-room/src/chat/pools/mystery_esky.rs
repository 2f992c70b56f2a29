//! A closed esky, sold as it stands. The pools of `mystery_esky.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/mystery_esky.toml");

pub(crate) const ESKY_ACK: Pool = pool(FILE, "ack", &["stake"]);
pub(crate) const ESKY_TOO_POOR: Pool = pool(FILE, "too_poor", &["stake", "balance"]);
pub(crate) const ESKY_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const ESKY_OPENING: Pool = pool(FILE, "opening", &[]);
pub(crate) const ESKY_NOTHING: Pool = pool(FILE, "nothing", &[]);
pub(crate) const ESKY_SMALL: Pool = pool(FILE, "small", &["pay"]);
pub(crate) const ESKY_MEDIUM: Pool = pool(FILE, "medium", &["pay"]);
pub(crate) const ESKY_GOOD: Pool = pool(FILE, "good", &["pay"]);
pub(crate) const ESKY_JACKPOT: Pool = pool(FILE, "jackpot", &["pay"]);
pub(crate) const ESKY_TRAP: Pool = pool(FILE, "trap", &["cost"]);
pub(crate) const ESKY_TRAP_FREE: Pool = pool(FILE, "trap_free", &[]);
pub(crate) const ESKY_SLIP: Pool = pool(FILE, "slip", &["balance", "net"]);
pub(crate) const ESKY_PUBLIC_JACKPOT: Pool = pool(FILE, "public_jackpot", &["pay"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "mystery_esky",
    file: FILE,
    at_least: &[
        (ESKY_ACK, 4),
        (ESKY_TOO_POOR, 3),
        (ESKY_WAIT, 3),
        (ESKY_OPENING, 5),
        (ESKY_NOTHING, 5),
        (ESKY_SMALL, 5),
        (ESKY_MEDIUM, 5),
        (ESKY_GOOD, 5),
        (ESKY_JACKPOT, 5),
        (ESKY_TRAP, 5),
        (ESKY_TRAP_FREE, 3),
        (ESKY_SLIP, 3),
        (ESKY_PUBLIC_JACKPOT, 3),
    ],
};
