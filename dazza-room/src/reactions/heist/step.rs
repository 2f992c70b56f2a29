//! `move_heist`: the time of a phase is over, and the heist goes on.

use dazza_shared::clock::since;
use dazza_shared::store::heist;

use super::words::{self, hour};
use super::{HeistNow, begin, key, pay};
use crate::chat::{Reply, Route, To, Word};
use crate::commands::{Halt, StoredCx};
use crate::games::heist::{Phase, outcome, winner};
use crate::journal::NEWS;
use crate::reactions::{Note, Reaction};

pub(in crate::reactions) const REACTION: Reaction = Reaction { name: "move_heist", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (heist, _) = HeistNow::read(deed).await?;
    if heist.until.is_some_and(|until| until > deed.cx.now) {
        deed.notes.push(Note::Heist(heist));
        return Ok(Reply::default());
    }
    match heist.phase {
        Phase::Idle => consider(deed, heist).await,
        Phase::Announcing => announce(deed, heist).await,
        Phase::Voting => depart(deed, heist).await,
        Phase::InProgress => come_back(deed, heist).await,
        Phase::Distributing => pay::share_out(deed, heist).await,
        Phase::Cooldown => put_off(deed, heist).await,
    }
}

/// Begins a heist if the room is lively enough, or plans the next try.
async fn consider(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    let settings = &deed.cx.view.settings.heists;
    let since = deed.cx.now.checked_sub(settings.activity).unwrap_or(deed.cx.now);
    let activity = heist::activity_since(&mut deed.tx, deed.room, since).await?;
    let is_lively =
        activity.n_people >= i64::from(settings.min_users) && activity.n_lines >= i64::from(settings.min_messages);
    if heist.until.is_none() || !settings.enabled || !is_lively {
        return put_off(deed, heist).await;
    }
    begin(deed).await?;
    Ok(Reply::default())
}

async fn put_off(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    heist.put_off(deed).keep(deed).await?;
    Ok(Reply::default())
}

/// What is known of the heist is not enough to go on with it.
pub(super) async fn call_off(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    tracing::warn!("called a heist off: it is not known what was offered, or which it is");
    heist::cancel_open(&mut deed.tx, deed.room, deed.cx.now).await?;
    put_off(deed, heist).await
}

async fn announce(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    let (Some(id), false) = (heist.id, heist.offered.is_empty()) else { return call_off(deed, heist).await };
    let (room, now) = (deed.room, deed.cx.now);
    heist::announce(&mut deed.tx, room, id, now).await?;
    let pool = words::announcement(hour(deed), deed.cx.dice);
    let crimes = words::listed(&heist.offered);
    let text = deed.cx.phrase_for(Route::Public, &pool, &[("crimes", Word::Text(&crimes))]);
    let heist = heist.enter(Phase::Voting, deed);
    // Nobody is called to a vote that is over.
    let fresh = heist.until.map(|until| since(now, until)).unwrap_or_default();
    heist.keep(deed).await?;
    Ok(Reply::say(To::Room, &text).because_of(key(room, "heist announced", id)).fresh_for(fresh))
}

async fn depart(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    let Some(id) = heist.id else { return call_off(deed, heist).await };
    let (room, now) = (deed.room, deed.cx.now);
    let votes = heist::votes(&mut deed.tx, room, id).await?;
    let ids: Vec<_> = votes.iter().map(|vote| vote.crime.clone()).collect();
    let Some(crime) = winner(&heist.offered, &ids, deed.cx.dice) else { return call_off(deed, heist).await };
    heist::depart(&mut deed.tx, room, id, (crime.id, votes.len()), now).await?;
    let pool = words::departure(votes.len(), hour(deed), deed.cx.dice);
    let count = votes.len().to_string();
    let blanks = [("crime", Word::Text(crime.name)), ("count", Word::Text(&count))];
    let text = format!("{} {}", deed.cx.phrase_for(Route::Public, &pool, &blanks), words::story(crime));
    let heist = HeistNow { crime: Some(crime), ..heist };
    heist.enter(Phase::InProgress, deed).keep(deed).await?;
    Ok(Reply::say(To::Room, text.trim_end()).because_of(key(room, "heist departed", id)).fresh_for(NEWS))
}

/// The crew comes back: how it went is drawn now, and shared out with the next step.
async fn come_back(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    let (Some(id), Some(crime)) = (heist.id, heist.crime) else { return call_off(deed, heist).await };
    let (room, now) = (deed.room, deed.cx.now);
    let is_solo = heist::votes(&mut deed.tx, room, id).await?.is_empty();
    let outcome = outcome(crime, deed.cx.dice);
    heist::come_back(&mut deed.tx, room, id, (outcome.is_success, outcome.haul), now).await?;
    let pool = words::outcome(outcome, is_solo, deed.cx.dice);
    let haul = outcome.haul.to_string();
    let blanks = [("crime", Word::Text(crime.name)), ("haul", Word::Text(&haul))];
    let text = deed.cx.phrase_for(Route::Public, &pool, &blanks);
    heist.enter(Phase::Distributing, deed).keep(deed).await?;
    Ok(Reply::say(To::Room, &text).because_of(key(room, "heist returned", id)).fresh_for(NEWS))
}
