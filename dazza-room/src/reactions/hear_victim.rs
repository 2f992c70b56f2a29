//! `hear_victim`: somebody who is being mugged has said something, whatever it was.

use dazza_shared::line_key::LineKey;
use dazza_shared::store::mugging;

use super::{Note, Reaction};
use crate::chat::{Reply, Route, To, Word, pools};
use crate::commands::mug::shown;
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "hear_victim", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let victim = deed.caller_key().to_owned();
    let mugging = mugging::answer(&mut deed.tx, deed.room, &victim, deed.cx.now).await?;
    deed.notes.push(Note::MugAnswered(victim));
    let Some(mugging) = mugging else { return Ok(Reply::default()) };
    let [who, target] = shown(deed, &mugging).await?;
    let words = [("who", Word::Name(&who)), ("target", Word::Name(&target))];
    let text = deed.cx.phrase_for(Route::Public, &pools::MUG_ALERT, &words);
    Ok(Reply::say(To::Room, &text).because_of(LineKey::of_timer(deed.room, "mug alert", mugging.id)))
}
