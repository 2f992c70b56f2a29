//! What the desk says: refusals, waits, and answers to what is no command. The pools of `desk.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/desk.toml");

pub(crate) const USAGE: Pool = pool(FILE, "usage", &["form"]);
pub(crate) const WAIT: Pool = pool(FILE, "wait", &["seconds", "command"]);
pub(crate) const SWITCHED_OFF: Pool = pool(FILE, "switched_off", &["command"]);
pub(crate) const NOT_ALLOWED: Pool = pool(FILE, "not_allowed", &["command"]);
pub(crate) const NOT_BY_PM: Pool = pool(FILE, "not_by_pm", &["command"]);
pub(crate) const STUMBLED: Pool = pool(FILE, "stumbled", &[]);
pub(crate) const SLOW_DOWN: Pool = pool(FILE, "slow_down", &["count"]);
pub(crate) const TOO_MANY: Pool = pool(FILE, "too_many", &["seconds"]);
pub(crate) const ROOM_FULL: Pool = pool(FILE, "room_full", &["seconds"]);
pub(crate) const NOT_KNOWN: Pool = pool(FILE, "not_known", &[]);
pub(crate) const BRUSH_OFF: Pool = pool(FILE, "brush_off", &[]);

pub(crate) const NO_STORE: Pool = pool(FILE, "no_store", &[]);
pub(crate) const UNSURE: Pool = pool(FILE, "unsure", &[]);
pub(crate) const STORE_BUSY: Pool = pool(FILE, "store_busy", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "desk",
    file: FILE,
    at_least: &[
        (USAGE, 5),
        (WAIT, 25),
        (SWITCHED_OFF, 3),
        (NOT_ALLOWED, 3),
        (NOT_BY_PM, 3),
        (STUMBLED, 1),
        (SLOW_DOWN, 3),
        (TOO_MANY, 3),
        (ROOM_FULL, 3),
        (NOT_KNOWN, 3),
        (BRUSH_OFF, 6),
        (NO_STORE, 5),
        (UNSURE, 5),
        (STORE_BUSY, 3),
    ],
};
