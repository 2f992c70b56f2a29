//! From a command and its arguments to what becomes of it: the checks in their order, then the run.
//!
//! Source of the order: `commands-and-games.md`, 7.1. The rate limit comes before all of this, in the desk.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::offered::is_offered;
use super::{Ask, Asking, Command, Cx, First, Pm, Refusal, Run, StoredRun};
use crate::chat::{Args, Pool, Reply, Word, pools};

/// What became of a command.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It did what was asked.
    Done(Reply),
    /// The player may not, or did not ask in the right way.
    Refused(Reply),
    /// The player has to wait, and was told so unless the reply is silent.
    Waiting(Reply),
    /// It panicked.
    Panicked(Reply),
    /// The worker is to run it.
    Deferred(StoredRun),
    /// That is to be asked outside.
    Asks(Asking, First),
}

/// Checks whether `command` may run, and runs it.
pub(super) fn dispatch(command: &Command, args: &Args<'_>, cx: &mut Cx<'_>) -> Outcome {
    if command.pm == Pm::Only && !cx.is_pm() {
        return Outcome::Refused(Reply::default());
    }
    if let Some(pool) = barred(command, cx) {
        return Outcome::Refused(cx.answer(&pool, &[("command", Word::Text(command.name))]));
    }
    if args.words().count() < command.min_words {
        return refused(Refusal::Usage, command, cx);
    }
    if let Some(reply) = wait(command, cx) {
        return Outcome::Waiting(reply);
    }
    let ran = match command.run {
        Run::Always(run) => catch_unwind(AssertUnwindSafe(|| Ok(Outcome::Done(run(cx, args))))),
        Run::Now(run) => catch_unwind(AssertUnwindSafe(|| run(cx, args).map(Outcome::Done))),
        Run::Stored(run) => return Outcome::Deferred(run),
        Run::Asked(asking) => {
            let ask = match asking.ask {
                Ask::Now(ask) => ask,
                Ask::Stored(run) => return Outcome::Asks(asking, First::Look(run)),
            };
            let asked = |question| Outcome::Asks(asking, First::Ask(question));
            catch_unwind(AssertUnwindSafe(|| ask(cx, args).map(asked)))
        }
    };
    match ran {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(refusal)) => refused(refusal, command, cx),
        Err(_) => {
            let seed = cx.dice.seed();
            tracing::error!(command.name = command.name, dice.seed = seed, "command {} panicked", command.name);
            Outcome::Panicked(cx.answer(&pools::STUMBLED, &[]))
        }
    }
}

/// What is said when the room, the player or the route bars the command.
fn barred(command: &Command, cx: &Cx<'_>) -> Option<Pool> {
    if cx.is_off(command) {
        return Some(pools::SWITCHED_OFF);
    }
    if !cx.may_use(command) {
        return Some(pools::NOT_ALLOWED);
    }
    if !is_offered(command, cx.view.settings) {
        return Some(pools::NOT_AVAILABLE);
    }
    match command.pm {
        Pm::Refused if cx.is_pm() => Some(pools::NOT_BY_PM),
        Pm::Scorned(pool) if cx.is_pm() => Some(pool),
        _ => None,
    }
}

/// What is said to a player who has to wait: once a cooldown, then nothing.
fn wait(command: &Command, cx: &mut Cx<'_>) -> Option<Reply> {
    let wait = cx.cooldowns.wait(command.name, cx.heard.player.key(), cx.now)?;
    if wait.is_told {
        return Some(Reply::default());
    }
    let text = cx.waiting(&command.waiting.unwrap_or(pools::WAIT), command.name, wait.left);
    Some(Reply::say(cx.here(), &text))
}

fn refused(refusal: Refusal, command: &Command, cx: &mut Cx<'_>) -> Outcome {
    let text = match refusal {
        Refusal::Usage => {
            let form = format!("{}{}", cx.view.settings.prefix, command.form());
            cx.phrase(&pools::USAGE, &[("form", Word::Text(&form))])
        }
        Refusal::Because(text) => text,
    };
    Outcome::Refused(Reply::say(cx.here(), &text))
}
