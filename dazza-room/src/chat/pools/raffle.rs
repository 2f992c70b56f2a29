//! What is said about raffles. The pools of `raffle.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/raffle.toml");

pub(crate) const RAFFLE_OPENED: Pool = pool(FILE, "opened", &["title", "amount"]);
pub(crate) const RAFFLE_SHOWN: Pool = pool(FILE, "shown", &["title", "amount", "count", "pot"]);
pub(crate) const RAFFLE_DRAWN: Pool = pool(FILE, "drawn", &["winner", "title", "pot"]);
pub(crate) const RAFFLE_CANCELLED: Pool = pool(FILE, "cancelled", &["title"]);
pub(crate) const RAFFLE_NONE: Pool = pool(FILE, "none", &[]);
pub(crate) const RAFFLE_OPEN_ALREADY: Pool = pool(FILE, "open_already", &[]);
pub(crate) const RAFFLE_NO_TICKETS: Pool = pool(FILE, "no_tickets", &[]);
pub(crate) const RAFFLE_TOO_DEAR: Pool = pool(FILE, "too_dear", &["amount"]);
pub(crate) const RAFFLE_TICKETS: Pool = pool(FILE, "tickets", &["count", "title"]);
pub(crate) const RAFFLE_BAD_NUMBER: Pool = pool(FILE, "bad_number", &["typed"]);
pub(crate) const RAFFLE_TOO_MANY: Pool = pool(FILE, "too_many", &["count"]);
pub(crate) const RAFFLE_TOO_POOR: Pool = pool(FILE, "too_poor", &["balance"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "raffle",
    file: FILE,
    at_least: &[
        (RAFFLE_OPENED, 4),
        (RAFFLE_SHOWN, 3),
        (RAFFLE_DRAWN, 5),
        (RAFFLE_CANCELLED, 3),
        (RAFFLE_NONE, 3),
        (RAFFLE_OPEN_ALREADY, 3),
        (RAFFLE_NO_TICKETS, 3),
        (RAFFLE_TOO_DEAR, 3),
        (RAFFLE_TICKETS, 4),
        (RAFFLE_BAD_NUMBER, 3),
        (RAFFLE_TOO_MANY, 3),
        (RAFFLE_TOO_POOR, 3),
    ],
};
