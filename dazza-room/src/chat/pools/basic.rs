//! What the bot says about itself. The pools of `basic.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/basic.toml");

pub(crate) const PING: Pool = pool(FILE, "ping", &[]);
pub(crate) const UPTIME: Pool = pool(FILE, "uptime", &["span"]);
pub(crate) const HELP_NUDGE: Pool = pool(FILE, "help_nudge", &[]);
pub(crate) const MANUAL: Pool = pool(FILE, "manual", &["url"]);
pub(crate) const COMMAND_NAMES: Pool = pool(FILE, "command_names", &["names"]);
pub(crate) const NO_SUCH_COMMAND: Pool = pool(FILE, "no_such_command", &["command"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "basic",
    file: FILE,
    at_least: &[(PING, 6), (UPTIME, 14), (HELP_NUDGE, 5), (MANUAL, 3), (COMMAND_NAMES, 3), (NO_SUCH_COMMAND, 3)],
};
