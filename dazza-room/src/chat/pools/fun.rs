//! Oracle, babble, praise and cheek. The pools of `fun.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/fun.toml");

pub(crate) const EIGHT_BALL: Pool = pool(FILE, "eight_ball", &[]);
pub(crate) const YEAH: Pool = pool(FILE, "yeah", &[]);
pub(crate) const COMPLIMENT: Pool = pool(FILE, "compliment", &["target"]);
pub(crate) const COMPLIMENT_BOT: Pool = pool(FILE, "compliment_bot", &[]);
pub(crate) const INSULT: Pool = pool(FILE, "insult", &["target"]);
pub(crate) const INSULT_BOT: Pool = pool(FILE, "insult_bot", &[]);
pub(crate) const INSULT_WAIT: Pool = pool(FILE, "insult_wait", &["seconds"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "fun",
    file: FILE,
    at_least: &[
        (EIGHT_BALL, 41),
        (YEAH, 26),
        (COMPLIMENT, 36),
        (COMPLIMENT_BOT, 5),
        (INSULT, 33),
        (INSULT_BOT, 5),
        (INSULT_WAIT, 3),
    ],
};
