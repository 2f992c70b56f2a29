//! Carries one deed out: a transaction around it, tried again when others were in the way, answered whatever comes of it.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dazza_shared::clock;
use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::answer::{self as kept, Part};
use dazza_shared::store::cooldown::Cooldown;
use dazza_shared::store::{Store, StoreError, cooldown, handled};
use futures_util::FutureExt;
use tokio::time::timeout;

use super::health::Health;
use crate::chat::{Pool, Reply, ReplyLine, Route, To, Word, pools};
use crate::commands::{Category, Cause, Command, Cx, Deed, Done, Halt, Refusal, StoredCx, TABLE};
use crate::reactions::Note;

/// How often a deed is tried when others were in the way, or the connection had died.
const TRIES: usize = 4;

/// How long one try may take before the database counts as away.
const WITHIN: Duration = Duration::from_secs(5);

/// What became of a deed.
#[derive(Debug)]
pub(crate) enum Performed {
    /// It is over.
    Over(Box<Done>),
    /// It may have happened: the database went away while it was asked to. To be tried again, which does nothing twice.
    Unsure(Box<Deed>),
}

/// How a deed came out.
enum Outcome {
    /// It happened.
    Done(Reply, Vec<Note>),
    /// It had happened already, and this was the answer.
    Again(Reply),
    /// The player may not.
    Refused(Refusal),
    /// The player has to wait.
    Wait(Duration),
    /// We could not.
    Failed(StoreError),
    /// We cannot tell whether it happened.
    Unsure(StoreError),
    /// It panicked.
    Panicked,
}

/// Carries `deed` out; `was_unsure` says that an earlier try of it ended without a word from the database.
pub(crate) async fn perform(
    room: &RoomName,
    store: &Store,
    health: &Health,
    deed: Box<Deed>,
    was_unsure: bool,
) -> Performed {
    let (mut outcome, mut is_unsure) = (Outcome::Panicked, was_unsure);
    for _ in 0..TRIES {
        outcome = try_once(room, store, &deed, is_unsure).await;
        is_unsure |= matches!(outcome, Outcome::Unsure(_));
        match &outcome {
            Outcome::Failed(error) | Outcome::Unsure(error) if error.is_worth_a_retry() && !error.is_timeout() => {}
            _ => break,
        }
    }
    match &outcome {
        Outcome::Failed(error @ StoreError::Away(_)) | Outcome::Unsure(error) => health.is_away(error),
        _ => health.is_up(),
    }
    match outcome {
        // What time alone calls for is looked up anew; a line is answered once, and has to know.
        Outcome::Unsure(_) | Outcome::Failed(StoreError::Away(_) | StoreError::Contended(_))
            if is_unsure && deed.cause.line().is_some() =>
        {
            Performed::Unsure(deed)
        }
        outcome => Performed::Over(Box::new(answer(*deed, outcome))),
    }
}

/// What becomes of a deed of which we shall not learn in time whether it happened.
pub(super) fn given_up(deed: Deed) -> Done {
    let what = format!("the database was away for too long to tell whether {} was done", deed.name);
    let reply = match deed.cause {
        Cause::Command(_) | Cause::Reading(_) => say(&deed, &phrase(&deed, &pools::UNSURE, &[])),
        Cause::Line(_) | Cause::Timer => Reply::default(),
    };
    let error = Some((ErrorKind::StoreAway, what));
    Done { error, notes: vec![Note::Unsure], ..done(deed, reply, CommandResult::Failed) }
}

async fn try_once(room: &RoomName, store: &Store, deed: &Deed, was_unsure: bool) -> Outcome {
    // Whether the database has been asked to make it so: from then on silence is no proof that it did not.
    let is_asked = AtomicBool::new(false);
    let tried = AssertUnwindSafe(timeout(WITHIN, attempt(room, store, deed, &is_asked))).catch_unwind().await;
    let failure = match tried {
        Ok(Ok(Ok(outcome))) => return outcome,
        Ok(Ok(Err(failure))) => failure,
        Ok(Err(_elapsed)) => StoreError::too_slow(),
        Err(_) => return Outcome::Panicked,
    };
    match failure {
        StoreError::Away(_) if is_asked.load(Ordering::Relaxed) => Outcome::Unsure(failure),
        StoreError::AlreadyDone => said_then(room, store, deed, was_unsure).await.unwrap_or_else(Outcome::Failed),
        failure => Outcome::Failed(failure),
    }
}

/// What was answered when the deed happened. A private line is said again only by who knows that it was not said.
async fn said_then(room: &RoomName, store: &Store, deed: &Deed, was_unsure: bool) -> Result<Outcome, StoreError> {
    let Some(line) = deed.cause.line() else { return Err(StoreError::AlreadyDone) };
    let mut tx = store.begin().await?;
    let parts = kept::of(&mut tx, room, line).await?;
    tx.rollback().await?;
    let lines = parts.into_iter().filter_map(|part| {
        let to = match part.to {
            None => To::Room,
            Some(name) => To::Player(name.parse().ok().filter(|_| was_unsure)?),
        };
        Some(ReplyLine {
            to,
            text: part.text,
            after: clock::since(deed.now, part.due_at),
            receipt: None,
            because: None,
            fresh: None,
        })
    });
    Ok(Outcome::Again(Reply::of_lines(lines.collect())))
}

/// What is kept of a reply with the effect that it tells of.
fn parts_of(room: &RoomName, deed: &Deed, reply: &Reply) -> Vec<Part> {
    let parts = reply.numbered().filter_map(|(n, line)| {
        let (key, n) = match line.receipt {
            Some(receipt) => (receipt.key(room), 0),
            None => (line.because.or(deed.cause.line())?, n),
        };
        let to = match &line.to {
            To::Room => None,
            To::Player(name) => Some(name.key().to_owned()),
        };
        Some(Part { key, n, to, text: line.text.clone(), due_at: clock::later(deed.now, line.after) })
    });
    parts.collect()
}

async fn attempt(room: &RoomName, store: &Store, deed: &Deed, is_asked: &AtomicBool) -> Result<Outcome, StoreError> {
    let mut tx = store.begin().await?;
    if let Some(line) = deed.cause.line() {
        handled::claim(&mut tx, room, line, (deed.name, deed.player.key()), deed.now).await?;
    }
    if let Some(lasting) = deed.lasting {
        let wait = Cooldown { room, is_shared: lasting.is_shared, command: deed.name, who: deed.player.key() };
        if let Some(left) = cooldown::take(&mut tx, wait, lasting.length, deed.now).await? {
            return Ok(Outcome::Wait(left));
        }
    }
    let (view, heard, cooldowns) = (deed.snapshot.view(), deed.heard(), &deed.cooldowns);
    let mut dice = deed.dice.clone();
    let cx = Cx { heard: &heard, view: &view, now: deed.now, dice: &mut dice, cooldowns, table: TABLE };
    let line = deed.cause.line().unwrap_or_else(|| LineKey::of_timer(room, deed.name, 0));
    let found = deed.found.as_ref();
    let mut stored = StoredCx { cx, args: &deed.args, tx, room, line, found, notes: Vec::new() };
    match (deed.run)(&mut stored).await {
        Ok(reply) => {
            let StoredCx { mut tx, notes, .. } = stored;
            let reply = if keeps_to_itself(deed) { reply.in_private() } else { reply };
            kept::keep(&mut tx, room, &parts_of(room, deed, &reply)).await?;
            is_asked.store(true, Ordering::Relaxed);
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

/// Whether the room hears nothing of a game, since it is played by private message.
fn keeps_to_itself(deed: &Deed) -> bool {
    let is_game = |row: &Command| matches!(row.category, Category::Economy | Category::Fun);
    deed.route == Route::Pm
        && !deed.snapshot.settings.commands.pm_announce
        && TABLE.iter().any(|row| row.name == deed.name && is_game(row))
}

/// What is said and counted.
fn answer(deed: Deed, outcome: Outcome) -> Done {
    match outcome {
        Outcome::Done(reply, notes) => Done { notes, ..done(deed, reply, CommandResult::Ok) },
        // Its notes were lost with the process, or the word, that brought them.
        Outcome::Again(reply) => Done { notes: vec![Note::Unsure], ..done(deed, reply, CommandResult::Ok) },
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
            let pool = deed.lasting.map_or(pools::WAIT, |lasting| lasting.waiting);
            let text = with_cx(&deed, |cx| cx.waiting(&pool, deed.name, left));
            Done { wait: Some(left), ..refused(deed, &text) }
        }
        Outcome::Failed(StoreError::AlreadyDone) => {
            Done { notes: vec![Note::Unsure], ..done(deed, Reply::default(), CommandResult::Refused) }
        }
        Outcome::Failed(error @ (StoreError::Away(_) | StoreError::Contended(_))) | Outcome::Unsure(error) => {
            away(deed, error.chain())
        }
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
        Cause::Command(_) | Cause::Reading(_) => {
            let text = phrase(&deed, &pools::STORE_BUSY, &[]);
            refused(deed, &text)
        }
        Cause::Line(_) | Cause::Timer => done(deed, Reply::default(), CommandResult::Refused),
    }
}

fn failed(deed: Deed, pool: &Pool, error: (ErrorKind, String)) -> Done {
    // Nobody asked a reaction for anything, so nobody is told that it failed.
    let reply = match deed.cause {
        Cause::Command(_) | Cause::Reading(_) => say(&deed, &phrase(&deed, pool, &[])),
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
    let (view, heard, cooldowns) = (deed.snapshot.view(), deed.heard(), &deed.cooldowns);
    let mut dice = deed.dice.clone();
    say(&mut Cx { heard: &heard, view: &view, now: deed.now, dice: &mut dice, cooldowns, table: TABLE })
}
