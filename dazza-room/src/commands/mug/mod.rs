//! `mug`: somebody's wallet, or the house's. Who is mugged has a minute to say something.

mod house;
mod outcome;

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::store::mugging::{self, Attack, Mugging};
use dazza_shared::store::wallet;
pub(crate) use outcome::settle;

use super::stored::TYPED_LIMIT;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Word, plain, pools};
use crate::games::mug::WINDOW;
use crate::reactions::{Note, OpenMug};

pub(super) const COMMAND: Command = Command {
    name: NAME,
    aliases: &["rob", "steal", "jumped"],
    usage: "<user>",
    about: "Mugs somebody who is here, or the house. Who says something within a minute may fight back.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(2),
    waiting: Some(pools::MUG_WAIT),
    pm: Pm::Scorned(pools::MUG_BY_PM),
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What it is called.
pub(crate) const NAME: &str = "mug";

/// What its lines are called in the ledger.
const KIND: &str = "mug";

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let typed = deed.args.split_whitespace().next().unwrap_or_default();
    let named = plain(typed.trim_start_matches('@'), TYPED_LIMIT);
    if named.is_empty() {
        return Err(deed.halt(&pools::MUG_NO_TARGET, &[]));
    }
    match deed.whom_here(typed) {
        _ if deed.cx.view.is_bot(&named) => house::run(deed).await,
        _ if typed.starts_with('[') => Err(deed.halt(&pools::MUG_NOT_A_PERSON, &[])),
        Some(whom) if whom.name == *deed.cx.heard.player => Err(deed.halt(&pools::MUG_SELF, &[])),
        Some(whom) if whom.is_bot => house::run(deed).await,
        Some(whom) if whom.is_system() => Err(deed.halt(&pools::MUG_NOT_A_PERSON, &[])),
        Some(whom) => begin(deed, whom.name.as_str(), whom.is_afk).await,
        None => Err(deed.halt(&pools::MUG_NOT_HERE, &[("target", Word::Text(&named))])),
    }
}

/// Begins the minute: how it ends is decided when it is over, by what is true then.
async fn begin(deed: &mut StoredCx<'_>, target: &str, was_away: bool) -> Result<Reply, Halt> {
    let (attacker, victim) = (deed.caller_key().to_owned(), target.to_lowercase());
    let theirs = wallet::wallet_of(&mut deed.tx, &victim).await?.unwrap_or_default();
    if theirs.balance.dollars() <= 0 {
        return Err(refused(deed, &pools::MUG_TARGET_BROKE, target));
    }
    // A line from before this process began is served late: who is mugged has the whole minute all the same.
    let at = deed.cx.now.max(deed.cx.view.started);
    let until = later(at, WINDOW);
    let (room, cause) = (deed.room, deed.line);
    let attack = Attack { room, cause, attacker: &attacker, victim: &victim, was_away, at, until };
    let Some(id) = mugging::open(&mut deed.tx, &attack).await? else {
        return Err(refused(deed, &pools::MUG_TARGET_TAKEN, target));
    };
    deed.notes.push(Note::MugOpen(OpenMug { id, victim, since: at, until, is_answered: false }));
    let seconds = WINDOW.as_secs().to_string();
    let words = [("target", Word::Name(target)), ("seconds", Word::Text(&seconds))];
    Ok(deed.cx.answer(&pools::MUG_BEGINS, &words))
}

fn refused(deed: &mut StoredCx<'_>, pool: &Pool, target: &str) -> Halt {
    deed.halt(pool, &[("target", Word::Name(target))])
}

/// How attacker and victim are spelled, in that order.
pub(crate) async fn shown(deed: &mut StoredCx<'_>, mugging: &Mugging) -> Result<[String; 2], Halt> {
    Ok([deed.shown(&mugging.attacker).await?, deed.shown(&mugging.victim).await?])
}
