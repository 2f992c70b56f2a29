//! Commands that ask outside: what a use of one asks, and what is said once something has come of it.
//!
//! Nothing is kept of such a use but the line that brought it about: it is noted as about to be answered, like any other,
//! and asked anew by the next process should this one end before the answer is known.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use super::{Answer, Command, Cooldowns, Cx, Refusal, RoomView, StoredRun, TABLE};
use crate::chat::{Args, Heard, Reply, Route, pools};
use crate::outside::{Found, Question};

/// How a command that asks outside is run.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// What it asks.
    pub ask: Ask,
    /// What it makes of the answer.
    pub tell: Tell,
}

/// What is made of an answer.
#[derive(Clone, Copy, Debug)]
pub enum Tell {
    /// It is told at once.
    Now(TellNow),
    /// It is put down in the database and told then: the run finds it in [`StoredCx::found`](super::StoredCx::found).
    Stored(StoredRun),
}

/// What is said once something was found, and how that ends the use.
pub type TellNow = fn(&mut Cx<'_>, &Args<'_>, &Found) -> (Reply, CommandResult);

/// How it is known what to ask.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// At once, if it was asked in the right way itself.
    Now(fn(&mut Cx<'_>, &Args<'_>) -> Result<Question, Refusal>),
    /// From the database: the run changes nothing, and leaves the question as [`Note::Ask`](crate::reactions::Note::Ask).
    /// What it has to say is said meanwhile; without a question that was all.
    Stored(StoredRun),
}

/// The use of a command that asks outside.
#[derive(Debug)]
pub struct Asks {
    /// The command.
    pub command: &'static Command,
    /// How it is run.
    pub asking: Asking,
    /// What is asked, or how to look that up.
    pub first: First,
    /// What was typed behind its name.
    pub args: String,
    /// Chance, for this use alone.
    pub dice: Dice,
    /// What is said besides, whatever comes of it.
    pub aside: Reply,
}

/// What comes first in the use of such a command.
#[derive(Clone, Debug)]
pub enum First {
    /// This is asked.
    Ask(Question),
    /// What to ask is looked up.
    Look(StoredRun),
}

/// Such a use, with who asked for it: it waits for its answer.
#[derive(Debug)]
pub struct OpenAsk {
    /// The use.
    pub asks: Asks,
    /// The line.
    pub line: LineKey,
    /// Who said it.
    pub player: PlayerName,
    /// The rank of that player in the room.
    pub rank: f64,
    /// What was said.
    pub text: String,
    /// How it was said.
    pub route: Route,
}

impl OpenAsk {
    /// What is said once this was found; what was to be said besides is given out with it.
    pub fn tell(&self, tell: TellNow, found: &Found, view: &RoomView<'_>, now: Timestamp) -> Answer {
        let Asks { command, args, dice, aside, .. } = &self.asks;
        let heard = Heard { player: &self.player, rank: self.rank, text: &self.text, route: self.route };
        let (mut dice, cooldowns) = (dice.clone(), Cooldowns::default());
        let mut cx = Cx { heard: &heard, view, now, dice: &mut dice, cooldowns: &cooldowns, table: TABLE };
        let args = Args::from(args.as_str());
        let told = catch_unwind(AssertUnwindSafe(|| tell(&mut cx, &args, found)));
        let error = told.is_err().then_some(ErrorKind::CommandPanic);
        let (reply, result) = told.unwrap_or_else(|_| (cx.answer(&pools::STUMBLED, &[]), CommandResult::Failed));
        Answer { reply: reply.and(aside.clone()), command: Some(command.name), result, error }
    }
}
