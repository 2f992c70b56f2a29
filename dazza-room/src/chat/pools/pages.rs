//! What is said with the addresses of pages. The pools of `pages.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/pages.toml");

pub(crate) const WORLD_LINK: Pool = pool(FILE, "world_link", &["url"]);
pub(crate) const TOP_ACK: Pool = pool(FILE, "top_ack", &[]);
pub(crate) const TOP_LINK: Pool = pool(FILE, "top_link", &["url"]);
pub(crate) const GALLERY_LINK: Pool = pool(FILE, "gallery_link", &["url"]);
pub(crate) const GALLERY_NOWHERE: Pool = pool(FILE, "gallery_nowhere", &[]);
pub(crate) const GALLERY_GUEST: Pool = pool(FILE, "gallery_guest", &[]);
pub(crate) const GALLERY_LOCKED: Pool = pool(FILE, "gallery_locked", &[]);
pub(crate) const GALLERY_UNLOCKED: Pool = pool(FILE, "gallery_unlocked", &[]);
pub(crate) const GALLERY_LOCKED_ALREADY: Pool = pool(FILE, "gallery_locked_already", &[]);
pub(crate) const GALLERY_UNLOCKED_ALREADY: Pool = pool(FILE, "gallery_unlocked_already", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "pages",
    file: FILE,
    at_least: &[
        (WORLD_LINK, 5),
        (TOP_ACK, 8),
        (TOP_LINK, 10),
        (GALLERY_LINK, 5),
        (GALLERY_NOWHERE, 3),
        (GALLERY_GUEST, 3),
        (GALLERY_LOCKED, 3),
        (GALLERY_UNLOCKED, 3),
        (GALLERY_LOCKED_ALREADY, 3),
        (GALLERY_UNLOCKED_ALREADY, 3),
    ],
};
