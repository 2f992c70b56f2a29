//! A contest is asked for: its row first, then the stake of who asks, both in the same transaction.

use dazza_shared::clock::later;
use dazza_shared::money::Money;
use dazza_shared::names::PlayerName;
use dazza_shared::store::contest::{self, Asked, Opened};
use dazza_shared::store::cooldown::{self, Cooldown};
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::{KIND, NAME, NotOn, called_off, hand_back};
use crate::chat::{Reply, Word, plain, pools};
use crate::commands::stored::TYPED_LIMIT;
use crate::commands::{Halt, Refusal, StoredCx};
use crate::games::contest::CHALLENGE_STANDS;
use crate::reactions::{Note, OpenDuel};

/// Dares whom `word` names.
pub(super) async fn run(deed: &mut StoredCx<'_>, stake: Money, word: &str) -> Result<Reply, Halt> {
    let rival = rival(deed, word)?;
    let mut overdue = contest::take_overdue(&mut deed.tx, deed.room, deed.cx.now).await?;
    overdue.sort_by(|a, b| a.challenger.cmp(&b.challenger));
    let (id, until) = open(deed, stake, &rival).await?;
    is_rested(deed).await?;
    // Wallets are locked in the order of their names, the stake's in its place among those that get one back.
    let (before, behind) =
        overdue.split_at(overdue.partition_point(|contest| *contest.challenger <= *deed.caller_key()));
    hand_back(deed, before, NotOn::Expired).await?;
    take_stake(deed, id, stake, &rival).await?;
    hand_back(deed, behind, NotOn::Expired).await?;
    deed.notes.push(Note::ContestsOver(deed.cx.now));
    deed.notes.push(Note::ContestOpen(OpenDuel { id, challenged: rival.key().to_owned(), until }));
    let over = called_off(deed, &overdue, NotOn::Expired).await?;
    Ok(over.and(announced(deed, stake, &rival)))
}

fn announced(deed: &mut StoredCx<'_>, stake: Money, rival: &PlayerName) -> Reply {
    let (amount, seconds) = (stake.to_string(), CHALLENGE_STANDS.as_secs().to_string());
    let words =
        [("target", Word::Name(rival.as_str())), ("amount", Word::Text(&amount)), ("seconds", Word::Text(&seconds))];
    let pool = if stake > Money::ZERO { pools::CONTEST_CHALLENGE } else { pools::CONTEST_CHALLENGE_FREE };
    deed.cx.answer(&pool, &words)
}

/// Who is dared: somebody else, a player, and here.
fn rival(deed: &mut StoredCx<'_>, word: &str) -> Result<PlayerName, Halt> {
    let named = plain(word.trim_start_matches('@'), TYPED_LIMIT);
    if word.starts_with('[') || deed.cx.view.is_bot(&named) {
        return Err(deed.halt(&pools::CONTEST_BOT, &[]));
    }
    match deed.whom_here(word) {
        Some(whom) if whom.name == *deed.cx.heard.player => Err(deed.halt(&pools::CONTEST_SELF, &[])),
        Some(whom) if whom.is_bot || whom.is_system() => Err(deed.halt(&pools::CONTEST_BOT, &[])),
        Some(whom) => Ok(whom.name),
        None => Err(deed.halt(&pools::CONTEST_NOT_HERE, &[("target", Word::Text(&named))])),
    }
}

/// Halts while who asks has to rest from an earlier contest. The desk knows of that too, but a moment later.
async fn is_rested(deed: &mut StoredCx<'_>) -> Result<(), Halt> {
    let caller = deed.caller_key().to_owned();
    let rest = Cooldown { room: deed.room, is_shared: false, command: NAME, who: &caller };
    match cooldown::left(&mut deed.tx, rest, deed.cx.now).await? {
        None => Ok(()),
        Some(left) => Err(Halt::Refused(Refusal::Because(deed.cx.waiting(&pools::CONTEST_WAIT, NAME, left)))),
    }
}

async fn open(deed: &mut StoredCx<'_>, stake: Money, rival: &PlayerName) -> Result<(i64, jiff::Timestamp), Halt> {
    let (caller, at) = (deed.caller_key().to_owned(), deed.cx.now);
    let until = later(at, CHALLENGE_STANDS);
    let (room, cause, challenged) = (deed.room, deed.line, rival.key());
    let asked = Asked { room, cause, challenger: &caller, challenged, stake, at, until };
    match contest::open(&mut deed.tx, &asked).await? {
        Opened::Open(id) => Ok((id, until)),
        Opened::ChallengerIsTaken => Err(deed.halt(&pools::CONTEST_OPEN, &[])),
        Opened::ChallengedIsTaken => {
            Err(deed.halt(&pools::CONTEST_TARGET_OPEN, &[("target", Word::Name(rival.as_str()))]))
        }
    }
}

async fn take_stake(deed: &mut StoredCx<'_>, id: i64, stake: Money, rival: &PlayerName) -> Result<(), Halt> {
    if stake == Money::ZERO {
        return Ok(());
    }
    let caller = deed.caller_key().to_owned();
    let staked = Entry {
        who: &caller,
        amount: stake.negated(),
        kind: KIND,
        counterparty: Some(rival.key()),
        details: Some(json!({ "contest": id })),
        ..Entry::default()
    };
    deed.settle_or_halt(&[staked], &pools::CONTEST_TOO_POOR).await?;
    Ok(())
}
