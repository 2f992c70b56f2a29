//! `coin_flip`: against the house, or a duel between two players.

mod ask;
mod challenge;
mod escrow;
mod house;
mod tally;

use std::time::Duration;

pub(crate) use escrow::{Over, give_back, over};
pub(crate) use tally::tally;

use super::{Access, Category, Command, Pm, Run};
use crate::chat::pools;

pub(super) const COMMAND: Command = Command {
    name: "coin_flip",
    aliases: &["coinflip", "flip", "cf"],
    usage: "<amount> [heads|tails|user]",
    about: "Flips a coin against the house, or against somebody.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: Some(pools::FLIP_WAIT),
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(ask::run(deed))),
};

/// What flips are called in the ledger: stakes and what they pay.
pub(crate) const KIND: &str = "coin_flip";
