//! A duel is asked for: its row first, then the stake of who asks, both in the same transaction.

use dazza_shared::clock::later;
use dazza_shared::money::Money;
use dazza_shared::names::PlayerName;
use dazza_shared::store::duel::{self, Challenge, Opening};
use dazza_shared::store::wallet::{self, Entry};
use serde_json::json;

use super::{KIND, Over, give_back, over};
use crate::chat::{Pool, Reply, Word, plain, pools};
use crate::commands::stored::TYPED_LIMIT;
use crate::commands::{Halt, StoredCx};
use crate::games::coin_flip::CHALLENGE_STANDS;
use crate::reactions::{Note, OpenDuel};

/// Asks whom `word` names for a duel.
pub(super) async fn run(deed: &mut StoredCx<'_>, stake: Money, word: &str) -> Result<Reply, Halt> {
    let rival = rival(deed, word)?;
    let mut overdue = duel::take_overdue(&mut deed.tx, deed.room, deed.cx.now).await?;
    overdue.sort_by(|a, b| a.challenger.cmp(&b.challenger));
    let (id, until) = open(deed, stake, &rival).await?;
    // Wallets are locked in the order of their names, the stake's in its place among those that get one back.
    let (before, behind) = overdue.split_at(overdue.partition_point(|duel| *duel.challenger <= *deed.caller_key()));
    give_back(deed, before, Over::Expired).await?;
    take_stake(deed, id, stake, &rival).await?;
    give_back(deed, behind, Over::Expired).await?;
    let theirs = wallet::wallet_of(&mut deed.tx, rival.key()).await?.unwrap_or_default();
    if theirs.balance < stake {
        return Err(refused(deed, &pools::DUEL_TARGET_POOR, &rival));
    }
    deed.notes.push(Note::DuelsOver(deed.cx.now));
    deed.notes.push(Note::DuelOpen(OpenDuel { id, challenged: rival.key().to_owned(), until }));
    let (amount, seconds) = (stake.to_string(), CHALLENGE_STANDS.as_secs().to_string());
    let words =
        [("target", Word::Name(rival.as_str())), ("amount", Word::Text(&amount)), ("seconds", Word::Text(&seconds))];
    Ok(over(deed, &overdue, Over::Expired).await?.and(deed.cx.answer(&pools::DUEL_CHALLENGE, &words)))
}

/// Who is asked: somebody else, a player, and here.
fn rival(deed: &mut StoredCx<'_>, word: &str) -> Result<PlayerName, Halt> {
    let named = plain(word.trim_start_matches('@'), TYPED_LIMIT);
    if word.starts_with('[') || deed.cx.view.is_bot(&named) {
        return Err(deed.halt(&pools::DUEL_BOT, &[]));
    }
    match deed.whom_here(word) {
        Some(whom) if whom.name == *deed.cx.heard.player => Err(deed.halt(&pools::DUEL_SELF, &[])),
        Some(whom) if whom.is_bot || whom.is_system() => Err(deed.halt(&pools::DUEL_BOT, &[])),
        Some(whom) => Ok(whom.name),
        None => Err(deed.halt(&pools::DUEL_NOT_HERE, &[("target", Word::Text(&named))])),
    }
}

async fn open(deed: &mut StoredCx<'_>, stake: Money, rival: &PlayerName) -> Result<(i64, jiff::Timestamp), Halt> {
    let (caller, at) = (deed.caller_key().to_owned(), deed.cx.now);
    let until = later(at, CHALLENGE_STANDS);
    let (room, cause, challenged) = (deed.room, deed.line, rival.key());
    let asked = Challenge { room, cause, challenger: &caller, challenged, stake, at, until };
    match duel::open(&mut deed.tx, &asked).await? {
        Opening::Open(id) => Ok((id, until)),
        Opening::ChallengerIsTaken => Err(deed.halt(&pools::DUEL_OPEN, &[])),
        Opening::ChallengedIsTaken => Err(refused(deed, &pools::DUEL_TARGET_OPEN, rival)),
    }
}

async fn take_stake(deed: &mut StoredCx<'_>, id: i64, stake: Money, rival: &PlayerName) -> Result<(), Halt> {
    let caller = deed.caller_key().to_owned();
    let staked = Entry {
        who: &caller,
        amount: stake.negated(),
        kind: KIND,
        counterparty: Some(rival.key()),
        details: Some(deed.with_seed(json!({ "duel": id }))),
        ..Entry::default()
    };
    deed.settle_or_halt(&[staked], &pools::FLIP_TOO_POOR).await?;
    Ok(())
}

fn refused(deed: &mut StoredCx<'_>, pool: &Pool, rival: &PlayerName) -> Halt {
    deed.halt(pool, &[("target", Word::Name(rival.as_str()))])
}
