//! Odds and ends. The pools of `utility.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/utility.toml");

pub(crate) const COOLDOWN_ACK: Pool = pool(FILE, "cooldown_ack", &[]);
pub(crate) const COOLDOWN_LIST: Pool = pool(FILE, "cooldown_list", &["list"]);
pub(crate) const COOLDOWN_NONE: Pool = pool(FILE, "cooldown_none", &[]);
pub(crate) const COOLDOWN_WAIT: Pool = pool(FILE, "cooldown_wait", &["seconds"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "utility",
    file: FILE,
    at_least: &[(COOLDOWN_ACK, 5), (COOLDOWN_LIST, 3), (COOLDOWN_NONE, 5), (COOLDOWN_WAIT, 3)],
};
