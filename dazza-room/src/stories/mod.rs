//! Whole rooms as stories: a real host before a real database; frames go in, frames come out, and the test moves the clock.

mod apart;
mod every;
mod rig;

pub(crate) use rig::{Rig, Sent, log_in};

use crate::chat::Pool;

/// Whether `text` is a phrase of `pool`: what stands between its blanks, in that order.
pub(crate) fn is_from(pool: Pool, text: &str) -> bool {
    pool.phrases().any(|phrase| {
        let mut pieces = phrase.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after));
        pieces.try_fold(text, |rest, piece| rest.split_once(piece).map(|(_, after)| after)).is_some()
    })
}
