//! `pissing_contest`: dares somebody to a contest in the backyard, for money or for the glory.

mod ask;
mod challenge;
mod escrow;
mod hold;
mod pay;
mod programme;
mod showing;

use std::time::Duration;

pub(crate) use escrow::{NotOn, call_off, called_off, hand_back};
pub(crate) use hold::hold;

use super::{Access, Category, Command, Pm, Run};
use crate::chat::pools;

pub(super) const COMMAND: Command = Command {
    name: NAME,
    aliases: &["piss"],
    usage: "[amount] <user>",
    about: "Dares somebody to a backyard contest; both rest 5 minutes after one.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: Some(pools::CONTEST_WAIT),
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(ask::run(deed))),
};

/// What it is called, in the table and where cooldowns are kept.
const NAME: &str = "pissing_contest";

/// What contests are called in the ledger: stakes, what they pay, and fines.
const KIND: &str = NAME;

/// What a stake that goes back is called in the ledger: no win, so not of the kind of those.
const REFUND: &str = "pissing_contest_refund";
