//! What the next process does with the heist of the one before it.

use dazza_shared::clock::since;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::{StoreError, answer, heist};

use super::{HeistNow, key, words};
use crate::chat::{Pool, Reply, Route, To, Word, pools, round_span};
use crate::commands::StoredCx;
use crate::games::heist::Phase;
use crate::reactions::Note;

/// Looks up where the heist stands, and tells the room if it goes on after a break. One that was about to be announced is
/// put off: nobody knows of it.
pub(in crate::reactions) async fn resume(deed: &mut StoredCx<'_>) -> Result<Reply, StoreError> {
    let (heist, entered) = HeistNow::read(deed).await?;
    let started = deed.cx.view.started;
    let is_earlier = entered.is_some_and(|entered| entered < started);
    if is_earlier && heist.phase == Phase::Announcing {
        heist::cancel_open(&mut deed.tx, deed.room, deed.cx.now).await?;
        heist.put_off(deed).keep(deed).await?;
        return Ok(Reply::default());
    }
    let reply = if is_earlier { told(deed, &heist).await? } else { Reply::default() };
    deed.notes.push(Note::Heist(heist));
    Ok(reply)
}

/// That it goes on, once a process.
async fn told(deed: &mut StoredCx<'_>, heist: &HeistNow) -> Result<Reply, StoreError> {
    let Some(left) = heist.until.map(|until| since(deed.cx.now, until)).filter(|left| !left.is_zero()) else {
        return Ok(Reply::default());
    };
    let key = key(deed.room, "heist resumed", deed.cx.view.started.as_millisecond());
    let is_told = !answer::of(&mut deed.tx, deed.room, key).await?.is_empty();
    let (span, crimes) = (round_span(left), words::listed(&heist.offered));
    let crime = heist.crime.map_or("", |crime| crime.name);
    let words = [("span", Word::Text(&span)), ("crimes", Word::Text(&crimes)), ("crime", Word::Text(crime))];
    let Some(pool) = pool(heist.phase).filter(|_| !is_told) else { return Ok(Reply::default()) };
    let text = deed.cx.phrase_for(Route::Public, &pool, &words);
    Ok(Reply::say(To::Room, &text).because_of(key).fresh_for(left))
}

const fn pool(phase: Phase) -> Option<Pool> {
    match phase {
        Phase::Voting => Some(pools::HEIST_RESUME_VOTING),
        Phase::InProgress => Some(pools::HEIST_RESUME_RUN),
        Phase::Idle | Phase::Announcing | Phase::Distributing | Phase::Cooldown => None,
    }
}

/// Whether something was to be said of the room's last heist that is worth to be said for long.
pub(in crate::reactions) fn is_news(room: &RoomName, heist: Option<i64>, said: LineKey) -> bool {
    let steps = ["heist departed", "heist returned", "heist paid"];
    heist.is_some_and(|id| steps.iter().any(|step| key(room, step, id) == said))
}
