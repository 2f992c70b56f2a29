//! How the bot feels. The pools of `mood.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/mood.toml");

pub(crate) const MOOD_FRAME: Pool = pool(FILE, "frame", &["mood"]);
pub(crate) const ROUGH: Pool = pool(FILE, "rough", &[]);
pub(crate) const GETTING_THERE: Pool = pool(FILE, "getting_there", &[]);
pub(crate) const GOOD: Pool = pool(FILE, "good", &[]);
pub(crate) const DUSTY: Pool = pool(FILE, "dusty", &[]);
pub(crate) const CRUISING: Pool = pool(FILE, "cruising", &[]);
pub(crate) const COOKED: Pool = pool(FILE, "cooked", &[]);
pub(crate) const ANTSY: Pool = pool(FILE, "antsy", &[]);
pub(crate) const MELLOW: Pool = pool(FILE, "mellow", &[]);
pub(crate) const WRECKED: Pool = pool(FILE, "wrecked", &[]);
pub(crate) const WIRED_BUT_TIRED: Pool = pool(FILE, "wired_but_tired", &[]);
pub(crate) const SIDEWAYS: Pool = pool(FILE, "sideways", &[]);
pub(crate) const BEST_LIFE: Pool = pool(FILE, "best_life", &[]);
pub(crate) const CHATTY: Pool = pool(FILE, "chatty", &[]);
pub(crate) const QUIET: Pool = pool(FILE, "quiet", &[]);
pub(crate) const ENLIGHTENED: Pool = pool(FILE, "enlightened", &[]);
pub(crate) const TRANSCENDED: Pool = pool(FILE, "transcended", &[]);
pub(crate) const PARANOID: Pool = pool(FILE, "paranoid", &[]);
pub(crate) const HUNGRY: Pool = pool(FILE, "hungry", &[]);
pub(crate) const PHILOSOPHICAL: Pool = pool(FILE, "philosophical", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "mood",
    file: FILE,
    at_least: &[
        (MOOD_FRAME, 7),
        (ROUGH, 4),
        (GETTING_THERE, 4),
        (GOOD, 4),
        (DUSTY, 4),
        (CRUISING, 4),
        (COOKED, 4),
        (ANTSY, 4),
        (MELLOW, 4),
        (WRECKED, 4),
        (WIRED_BUT_TIRED, 4),
        (SIDEWAYS, 4),
        (BEST_LIFE, 4),
        (CHATTY, 4),
        (QUIET, 4),
        (ENLIGHTENED, 4),
        (TRANSCENDED, 4),
        (PARANOID, 4),
        (HUNGRY, 4),
        (PHILOSOPHICAL, 4),
    ],
};
