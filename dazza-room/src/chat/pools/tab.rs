//! Bets on races. The pools of `tab.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/tab.toml");

pub(crate) const TAB_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const TAB_BAD_STAKE: Pool = pool(FILE, "bad_stake", &["typed"]);
pub(crate) const TAB_TOO_MUCH: Pool = pool(FILE, "too_much", &["most"]);
pub(crate) const TAB_NO_SUCH_RACE: Pool = pool(FILE, "no_such_race", &["typed"]);
pub(crate) const TAB_TOO_POOR: Pool = pool(FILE, "too_poor", &["balance"]);
pub(crate) const TAB_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const TAB_STARTED: Pool = pool(FILE, "started", &["number", "track", "runner", "odds", "stake"]);
pub(crate) const TAB_FIELD: Pool = pool(FILE, "against", &["field"]);
pub(crate) const TAB_WIN: Pool = pool(FILE, "win", &["runner", "pay"]);
pub(crate) const TAB_PLACE: Pool = pool(FILE, "place", &["runner", "came", "pay"]);
pub(crate) const TAB_LOSS: Pool = pool(FILE, "loss", &["runner", "stake"]);
pub(crate) const TAB_PUBLIC_WIN: Pool = pool(FILE, "public_win", &["runner", "odds", "pay"]);
pub(crate) const TAB_SHARED: Pool = pool(FILE, "shared", &["each", "n", "rest"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "tab",
    file: FILE,
    at_least: &[
        (TAB_ACK, 4),
        (TAB_BAD_STAKE, 3),
        (TAB_TOO_MUCH, 3),
        (TAB_NO_SUCH_RACE, 3),
        (TAB_TOO_POOR, 4),
        (TAB_WAIT, 4),
        (TAB_STARTED, 3),
        (TAB_FIELD, 3),
        (TAB_WIN, 5),
        (TAB_PLACE, 4),
        (TAB_LOSS, 7),
        (TAB_PUBLIC_WIN, 3),
        (TAB_SHARED, 4),
    ],
};
