//! What is said about text commands of a room's own. The pools of `customs.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/customs.toml");

pub(crate) const CUSTOM_ADDED: Pool = pool(FILE, "added", &["command"]);
pub(crate) const CUSTOM_EDITED: Pool = pool(FILE, "edited", &["command"]);
pub(crate) const CUSTOM_GONE: Pool = pool(FILE, "gone", &["command"]);
pub(crate) const CUSTOM_TAKEN: Pool = pool(FILE, "taken", &["command"]);
pub(crate) const CUSTOM_EXISTS: Pool = pool(FILE, "exists", &["command"]);
pub(crate) const CUSTOM_NONE: Pool = pool(FILE, "none", &["command"]);
pub(crate) const CUSTOM_BAD_NAME: Pool = pool(FILE, "bad_name", &["typed"]);
pub(crate) const CUSTOM_BAD_BLANK: Pool = pool(FILE, "bad_blank", &["typed"]);
pub(crate) const CUSTOM_BAD_OPTION: Pool = pool(FILE, "bad_option", &["typed"]);
pub(crate) const CUSTOM_FULL: Pool = pool(FILE, "full", &["count"]);
pub(crate) const CUSTOM_LIST: Pool = pool(FILE, "list", &["list"]);
pub(crate) const CUSTOM_LIST_EMPTY: Pool = pool(FILE, "list_empty", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "customs",
    file: FILE,
    at_least: &[
        (CUSTOM_ADDED, 4),
        (CUSTOM_EDITED, 3),
        (CUSTOM_GONE, 3),
        (CUSTOM_TAKEN, 3),
        (CUSTOM_EXISTS, 3),
        (CUSTOM_NONE, 3),
        (CUSTOM_BAD_NAME, 3),
        (CUSTOM_BAD_BLANK, 3),
        (CUSTOM_BAD_OPTION, 3),
        (CUSTOM_FULL, 3),
        (CUSTOM_LIST, 3),
        (CUSTOM_LIST_EMPTY, 3),
    ],
};
