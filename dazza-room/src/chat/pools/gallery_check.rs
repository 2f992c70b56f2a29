//! What is said of a round through somebody's gallery. The pools of `gallery_check.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/gallery_check.toml");

pub(crate) const GALLERY_CHECK_START: Pool = pool(FILE, "gallery_check_start", &["target", "count"]);
pub(crate) const GALLERY_CHECK_NONE: Pool = pool(FILE, "gallery_check_none", &["target"]);
pub(crate) const GALLERY_CHECK_ALIVE: Pool = pool(FILE, "gallery_check_alive", &["target", "count"]);
pub(crate) const GALLERY_CHECK_DOUBTFUL: Pool = pool(FILE, "gallery_check_doubtful", &["target", "count", "doubtful"]);
pub(crate) const GALLERY_CHECK_PRUNED: Pool =
    pool(FILE, "gallery_check_pruned", &["target", "count", "doubtful", "gone"]);
pub(crate) const GALLERY_CHECK_STRANGER: Pool = pool(FILE, "gallery_check_stranger", &["typed"]);
pub(crate) const GALLERY_CHECK_BUSY: Pool = pool(FILE, "gallery_check_busy", &["target"]);
pub(crate) const GALLERY_CHECK_OFFLINE: Pool = pool(FILE, "gallery_check_offline", &["target"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "gallery_check",
    file: FILE,
    at_least: &[
        (GALLERY_CHECK_START, 10),
        (GALLERY_CHECK_NONE, 8),
        (GALLERY_CHECK_ALIVE, 10),
        (GALLERY_CHECK_DOUBTFUL, 10),
        (GALLERY_CHECK_PRUNED, 10),
        (GALLERY_CHECK_STRANGER, 6),
        (GALLERY_CHECK_BUSY, 6),
        (GALLERY_CHECK_OFFLINE, 6),
    ],
};
