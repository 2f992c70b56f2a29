//! `settle_mug`: the minute of a mugging is over. And muggings that an earlier process left open are called off.

use dazza_shared::line_key::LineKey;
use dazza_shared::store::cooldown::{self, Cooldown};
use dazza_shared::store::mugging;

use super::{Note, OpenMug, Reaction};
use crate::chat::{Reply, Route, To, Word, pools};
use crate::commands::mug::{NAME, settle, shown};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "settle_mug", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let Ok(id) = deed.args.parse() else { return Ok(Reply::default()) };
    deed.notes.push(Note::MugOver(id));
    match mugging::hold_overdue(&mut deed.tx, deed.room, id, deed.cx.now).await? {
        Some(mugging) => settle(deed, &mugging).await,
        None => Ok(Reply::default()),
    }
}

/// Calls off the muggings of an earlier process: nobody heard what their victims said. Who began them need not wait.
pub(super) async fn call_muggings_off(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, started, now) = (deed.room, deed.cx.view.started, deed.cx.now);
    let mut reply = Reply::default();
    for left in mugging::take_left_open(&mut deed.tx, room, started, now).await? {
        let wait = Cooldown { room, is_shared: true, command: NAME, who: &left.attacker };
        cooldown::release_of(&mut deed.tx, wait, left.at).await?;
        let [who, target] = shown(deed, &left).await?;
        let words = [("who", Word::Name(&who)), ("target", Word::Name(&target))];
        let text = deed.cx.phrase_for(Route::Public, &pools::MUG_CALLED_OFF, &words);
        reply = reply.and(Reply::say(To::Room, &text).because_of(LineKey::of_timer(room, "mug over", left.id)));
    }
    for open in mugging::open_in(&mut deed.tx, room).await? {
        let (id, victim, is_answered) = (open.id, open.victim, open.is_answered);
        deed.notes.push(Note::MugOpen(OpenMug { id, victim, since: open.at, until: open.until, is_answered }));
    }
    Ok(reply)
}
