//! Carries one deed out: a transaction around it, tried again when others were in the way, answered whatever comes of it.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::cooldown::Cooldown;
use dazza_shared::store::{Store, StoreError, cooldown, handled};
use futures_util::FutureExt;
use tokio::time::timeout;

use super::health::Health;
use crate::chat::{Pool, Reply, Word, pools};
use crate::commands::{Cause, Cooldowns, Cx, Deed, Done, Halt, Refusal, StoredCx, TABLE};
use crate::reactions::Note;

/// How often a deed is tried when others were in the way, or the connection had died.
const TRIES: usize = 4;

/// How long one try may take before the database counts as away.
const WITHIN: Duration = Duration::from_secs(5);

/// How a deed came out.
enum Outcome {
    /// It happened.
    Done(Reply, Vec<Note>),
    /// The player may not.
    Refused(Refusal),
    /// The player has to wait.
    Wait(Duration),
    /// We could not.
    Failed(StoreError),
    /// It panicked.
    Panicked,
}

/// Carries `deed` out.
pub(crate) async fn perform(room: &RoomName, store: &Store, health: &Health, deed: Deed) -> Done {
    let mut outcome = Outcome::Panicked;
    for _ in 0..TRIES {
        let tried = AssertUnwindSafe(timeout(WITHIN, try_once(room, store, &deed))).catch_unwind().await;
        outcome = match tried {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_elapsed)) => Outcome::Failed(StoreError::too_slow()),
            Err(_) => Outcome::Panicked,
        };
        match &outcome {
            Outcome::Failed(error) if error.is_worth_a_retry() && !error.is_timeout() => {}
            _ => break,
        }
    }
    match &outcome {
        Outcome::Failed(error @ StoreError::Away(_)) => health.is_away(error),
        _ => health.is_up(),
    }
    answer(deed, outcome)
}

async fn try_once(room: &RoomName, store: &Store, deed: &Deed) -> Outcome {
    match attempt(room, store, deed).await {
        Ok(outcome) => outcome,
        Err(error) => Outcome::Failed(error),
    }
}

async fn attempt(room: &RoomName, store: &Store, deed: &Deed) -> Result<Outcome, StoreError> {
    let mut tx = store.begin().await?;
    if let Some(line) = deed.cause.line() {
        handled::claim(&mut tx, room, line, (deed.name, deed.player.key()), deed.now).await?;
    }
    if let Some((length, _)) = deed.lasting {
        let wait = Cooldown { room, is_shared: false, command: deed.name, who: deed.player.key() };
        if let Some(left) = cooldown::take(&mut tx, wait, length, deed.now).await? {
            return Ok(Outcome::Wait(left));
        }
    }
    let (view, heard, cooldowns) = (deed.snapshot.view(), deed.heard(), Cooldowns::default());
    let mut dice = deed.dice.clone();
    let cx = Cx { heard: &heard, view: &view, now: deed.now, dice: &mut dice, cooldowns: &cooldowns, table: TABLE };
    let line = deed.cause.line().unwrap_or_else(|| LineKey::of_timer(room, deed.name, 0));
    let mut stored = StoredCx { cx, args: &deed.args, tx, room, line, notes: Vec::new() };
    match (deed.run)(&mut stored).await {
        Ok(reply) => {
            let StoredCx { tx, notes, .. } = stored;
            tx.commit().await.map_err(StoreError::from)?;
            Ok(Outcome::Done(reply, notes))
        }
        Err(Halt::Refused(refusal)) => {
            stored.tx.rollback().await.map_err(StoreError::from)?;
            Ok(Outcome::Refused(refusal))
        }
        Err(Halt::Store(error)) => Err(error),
    }
}

/// What is said and counted.
fn answer(deed: Deed, outcome: Outcome) -> Done {
    match outcome {
        Outcome::Done(reply, notes) => Done { notes, ..done(deed, reply, CommandResult::Ok) },
        Outcome::Refused(refusal) => {
            let text = match refusal {
                Refusal::Usage => usage(&deed),
                Refusal::Because(text) => text,
            };
            refused(deed, &text)
        }
        Outcome::Wait(left) => {
            // Never "0 s": what is left of a second is a second.
            let left = Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0));
            let pool = deed.lasting.map_or(pools::WAIT, |(_, pool)| pool);
            let seconds = left.as_secs().to_string();
            let text = phrase(&deed, &pool, &[("seconds", Word::Text(&seconds)), ("command", Word::Text(deed.name))]);
            Done { wait: Some(left), ..refused(deed, &text) }
        }
        // The same line, heard again: what it asked for has happened, and was answered then.
        // It may have been this very deed, whose end we were not told of.
        Outcome::Failed(StoreError::AlreadyDone) => {
            Done { notes: vec![Note::Unsure], ..done(deed, Reply::default(), CommandResult::Refused) }
        }
        Outcome::Failed(error @ (StoreError::Away(_) | StoreError::Contended(_))) => away(deed, error.chain()),
        Outcome::Failed(error) => {
            let what = format!("the database could not do {}: {}", deed.name, error.chain());
            failed(deed, &pools::STUMBLED, (ErrorKind::StoreFailed, what))
        }
        Outcome::Panicked => {
            let what = format!("{} panicked, dice {}", deed.name, deed.dice.seed());
            failed(deed, &pools::STUMBLED, (ErrorKind::CommandPanic, what))
        }
    }
}

/// What becomes of a deed while the database is away.
pub(super) fn away(deed: Deed, why: String) -> Done {
    // A connection that broke under a commit does not say whether that was done.
    Done { notes: vec![Note::Unsure], ..failed(deed, &pools::NO_STORE, (ErrorKind::StoreAway, why)) }
}

/// What becomes of a deed while too many wait.
pub(super) fn too_busy(deed: Deed) -> Done {
    // As with failures: who asked for nothing is told nothing.
    match deed.cause {
        Cause::Command(_) => {
            let text = phrase(&deed, &pools::STORE_BUSY, &[]);
            refused(deed, &text)
        }
        Cause::Line(_) | Cause::Timer => done(deed, Reply::default(), CommandResult::Refused),
    }
}

fn failed(deed: Deed, pool: &Pool, error: (ErrorKind, String)) -> Done {
    // Nobody asked a reaction for anything, so nobody is told that it failed.
    let reply = match deed.cause {
        Cause::Command(_) => say(&deed, &phrase(&deed, pool, &[])),
        Cause::Line(_) | Cause::Timer => Reply::default(),
    };
    Done { error: Some(error), ..done(deed, reply, CommandResult::Failed) }
}

fn refused(deed: Deed, text: &str) -> Done {
    let reply = say(&deed, text);
    done(deed, reply, CommandResult::Refused)
}

fn done(deed: Deed, reply: Reply, result: CommandResult) -> Done {
    Done {
        name: deed.name,
        cause: deed.cause,
        reply: reply.and(deed.aside),
        player: deed.player,
        result,
        error: None,
        notes: Vec::new(),
        wait: None,
        heard_at: deed.heard_at,
    }
}

fn usage(deed: &Deed) -> String {
    let form = TABLE.iter().find(|command| command.name == deed.name).map(crate::commands::Command::form);
    let form = format!("{}{}", deed.snapshot.settings.prefix, form.unwrap_or_default());
    phrase(deed, &pools::USAGE, &[("form", Word::Text(&form))])
}

fn phrase(deed: &Deed, pool: &Pool, words: &[(&str, Word<'_>)]) -> String {
    with_cx(deed, |cx| cx.phrase(pool, words))
}

fn say(deed: &Deed, text: &str) -> Reply {
    with_cx(deed, |cx| Reply::say(cx.here(), text))
}

fn with_cx<T>(deed: &Deed, say: impl FnOnce(&mut Cx<'_>) -> T) -> T {
    let (view, heard, cooldowns) = (deed.snapshot.view(), deed.heard(), Cooldowns::default());
    let mut dice = deed.dice.clone();
    say(&mut Cx { heard: &heard, view: &view, now: deed.now, dice: &mut dice, cooldowns: &cooldowns, table: TABLE })
}
