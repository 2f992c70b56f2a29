//! Greetings, farewells, and remarks about links. The pools of `social.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/social.toml");

/// Longest title of a page that is said. Unit: UTF-16 code units, of which a character takes one or two.
///
/// Source: `platform.md`, 3.7.
pub(crate) const TITLE_LIMIT: usize = 100;

pub(crate) const GREET_NEWCOMER: Pool = pool(FILE, "greet_newcomer", &[]);
pub(crate) const GREET_REGULAR: Pool = pool(FILE, "greet_regular", &[]);
pub(crate) const FAREWELL: Pool = pool(FILE, "farewell", &[]);

pub(crate) const URL_TITLE: Pool = pool(FILE, "url_title", &["title"]);
pub(crate) const URL_COMPILATION: Pool = pool(FILE, "url_compilation", &["title"]);
pub(crate) const URL_REACT: Pool = pool(FILE, "url_react", &["title"]);
pub(crate) const URL_TIKTOK: Pool = pool(FILE, "url_tiktok", &["title"]);
pub(crate) const URL_SONG: Pool = pool(FILE, "url_song", &["title"]);
pub(crate) const URL_TRAILER: Pool = pool(FILE, "url_trailer", &["title"]);
pub(crate) const URL_SPLIT: Pool = pool(FILE, "url_split", &["left", "right"]);
pub(crate) const URL_PLAIN: Pool = pool(FILE, "url_plain", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "social",
    file: FILE,
    at_least: &[
        (GREET_NEWCOMER, 23),
        (GREET_REGULAR, 28),
        (FAREWELL, 7),
        (URL_TITLE, 30),
        (URL_COMPILATION, 2),
        (URL_REACT, 2),
        (URL_TIKTOK, 2),
        (URL_SONG, 2),
        (URL_TRAILER, 2),
        (URL_SPLIT, 2),
        (URL_PLAIN, 5),
    ],
};
