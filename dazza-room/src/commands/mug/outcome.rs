//! What comes of a mugging when its minute is over: read, drawn and settled in one transaction.

use std::time::Duration;

use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::mugging::{self, End, Mugging, Part};
use dazza_shared::store::wallet::{self, Entry, Wallet};
use serde_json::{Value, json};

use super::{KIND, shown};
use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::commands::settle::{Wallets, balance_of};
use crate::commands::{Halt, StoredCx};
use crate::games::mug::{
    self, DEFENDED_TRUST, FAILURE_TRUST, Haul, Meeting, Mugging as Outcome, SUCCESS_TRUST, Standing,
};

/// When a victim with nothing left is taunted. Source: `commands-and-games.md`, 2.5.
const TAUNT_AFTER: Duration = Duration::from_secs(2);

/// How often it is tried to settle by what both own, while others change that.
const TRIES: usize = 4;

/// Ends a mugging whose time is up, and tells the room.
pub(crate) async fn settle(deed: &mut StoredCx<'_>, mugging: &Mugging) -> Result<Reply, Halt> {
    // Under a key of its own, so that nothing of it can happen twice however often it is tried.
    deed.line = LineKey::of_timer(deed.room, KIND, mugging.id);
    let wallets = both(deed, mugging).await?;
    let meeting = Meeting {
        attacker_trust: wallets[0].trust.into(),
        victim_trust: wallets[1].trust.into(),
        was_away: mugging.was_away,
        is_on_guard: mugging.is_answered,
    };
    let drawn = mug::mug(deed.cx.dice, meeting);
    let reply = match drawn {
        Outcome::Success(parts) => succeeded(deed, mugging, meeting, parts).await?,
        Outcome::Failure(fine) => {
            let fined = fine_of(deed, mugging, fine, [FAILURE_TRUST, 0], "failed").await?;
            end(deed, mugging, End::Failed(fined)).await?;
            let story = match meeting.standing() {
                Standing::Below => pools::MUG_FAILED_BELOW,
                Standing::Even => pools::MUG_FAILED_EVEN,
                Standing::Above => pools::MUG_FAILED_ABOVE,
            };
            told_with_fine(deed, mugging, &story, fined).await?
        }
        Outcome::Defended(fine, bravery) => {
            let fined = fine_of(deed, mugging, fine, [DEFENDED_TRUST, bravery], "defended").await?;
            end(deed, mugging, End::Defended(fined)).await?;
            told_with_fine(deed, mugging, &pools::MUG_DEFENDED, fined).await?
        }
    };
    Ok(reply.because_of(deed.line))
}

/// What attacker and victim own, and how far they are trusted.
async fn both(deed: &mut StoredCx<'_>, mugging: &Mugging) -> Result<[Wallet; 2], StoreError> {
    let attacker = wallet::wallet_of(&mut deed.tx, &mugging.attacker).await?.unwrap_or_default();
    let victim = wallet::wallet_of(&mut deed.tx, &mugging.victim).await?.unwrap_or_default();
    Ok([attacker, victim])
}

async fn succeeded(deed: &mut StoredCx<'_>, mugging: &Mugging, meeting: Meeting, parts: u64) -> Result<Reply, Halt> {
    let facts =
        json!({ "mugging": mugging.id, "outcome": "succeeded", "answered": mugging.is_answered, "parts": parts });
    let (taken, wallets) = take(deed, mugging, meeting.attacker_trust, parts, &deed.with_seed(facts)).await?;
    end(deed, mugging, End::Succeeded(taken)).await?;
    let pool = match mug::haul(taken) {
        Haul::Nothing => pools::MUG_SUCCESS_NOTHING,
        Haul::Small => pools::MUG_SUCCESS_SMALL,
        Haul::Fair => pools::MUG_SUCCESS_FAIR,
        Haul::Big => pools::MUG_SUCCESS_BIG,
    };
    let ([who, target], payout) = (shown(deed, mugging).await?, taken.to_string());
    let words = [("who", Word::Name(&who)), ("target", Word::Name(&target)), ("payout", Word::Text(&payout))];
    let reply = Reply::say(To::Room, &deed.cx.phrase_for(Route::Public, &pool, &words));
    if balance_of(&wallets, &mugging.victim) > Money::ZERO {
        return Ok(reply);
    }
    let taunt = deed.cx.phrase_for(Route::Public, &pools::MUG_TAUNT, &words);
    Ok(reply.and_say_after(To::Room, &taunt, TAUNT_AFTER))
}

/// Moves the loot, by what the victim has at this moment.
async fn take(
    deed: &mut StoredCx<'_>,
    mugging: &Mugging,
    attacker_trust: i64,
    parts: u64,
    details: &Value,
) -> Result<(Money, Wallets), StoreError> {
    let entries = |taken: Money| sides(mugging, [taken, taken.negated()], [SUCCESS_TRUST.0, SUCCESS_TRUST.1], details);
    for _ in 0..TRIES {
        let [_, victim] = both(deed, mugging).await?;
        let taken = mug::loot(victim.balance, parts, attacker_trust);
        // Another room may be quicker: then there is less to take.
        if let Some(wallets) = deed.try_settle(&entries(taken)).await? {
            return Ok((taken, wallets));
        }
    }
    Ok((Money::ZERO, deed.settle(&entries(Money::ZERO)).await?))
}

/// Fines the attacker, as far as there is money; the victim has a line of it, too.
async fn fine_of(
    deed: &mut StoredCx<'_>,
    mugging: &Mugging,
    fine: Money,
    trust: [i16; 2],
    outcome: &str,
) -> Result<Money, StoreError> {
    let facts = json!({ "mugging": mugging.id, "outcome": outcome, "answered": mugging.is_answered });
    let details = deed.with_seed(facts);
    let entries = |taken: Money| sides(mugging, [taken.negated(), Money::ZERO], trust, &details);
    Ok(deed.settle_up_to((&mugging.attacker, fine), entries).await?.0)
}

/// The lines of the ledger: the attacker's, and the victim's.
fn sides<'e>(mugging: &'e Mugging, amounts: [Money; 2], trust: [i16; 2], details: &Value) -> Vec<Entry<'e>> {
    let (attacker, victim) = (mugging.attacker.as_str(), mugging.victim.as_str());
    let people = [(attacker, victim), (victim, attacker)];
    let all = people.into_iter().zip(amounts).zip(trust);
    let entry = |(((who, other), amount), trust)| Entry {
        who,
        amount,
        trust,
        kind: KIND,
        counterparty: Some(other),
        details: Some(details.clone()),
    };
    all.map(entry).collect()
}

/// Ends it, and takes it into the statistics of both, in the order of their names.
async fn end(deed: &mut StoredCx<'_>, mugging: &Mugging, end: End) -> Result<(), StoreError> {
    let (room, now) = (deed.room, deed.cx.now);
    mugging::close(&mut deed.tx, room, mugging.id, end, now).await?;
    let (attacker, victim) = (mugging.attacker.as_str(), mugging.victim.as_str());
    let mut parts = match end {
        End::Succeeded(taken) => vec![(attacker, Part::Took(taken)), (victim, Part::Lost(taken, attacker))],
        End::Failed(_) | End::Defended(_) => vec![(attacker, Part::Tried)],
    };
    parts.sort_by_key(|(who, _)| *who);
    for (who, part) in parts {
        mugging::note_part(&mut deed.tx, room, who, part, now).await?;
    }
    Ok(())
}

async fn told_with_fine(deed: &mut StoredCx<'_>, mugging: &Mugging, story: &Pool, fined: Money) -> Result<Reply, Halt> {
    let ([who, target], cost) = (shown(deed, mugging).await?, fined.to_string());
    let words = [("who", Word::Name(&who)), ("target", Word::Name(&target)), ("cost", Word::Text(&cost))];
    let fine = if fined > Money::ZERO { pools::MUG_FINED } else { pools::MUG_FINED_NOTHING };
    let text = [*story, fine].map(|pool| deed.cx.phrase_for(Route::Public, &pool, &words)).join(" ");
    Ok(Reply::say(To::Room, &text))
}
