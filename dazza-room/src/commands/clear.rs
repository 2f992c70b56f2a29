//! `clear`: clears the chat of the room, after a while in which everybody can see it coming.

use std::time::Duration;

use dazza_shared::clock::later;
use serde_json::json;

use super::act::{reason, word_and_rest};
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::{Act, What};
use crate::chat::{Reply, To, Word, pools};
use crate::reactions::Note;
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "clear",
    aliases: &["cls", "clearchat"],
    usage: "[seconds] [reason]",
    about: "Clears the chat after so many seconds, 2 if you do not say, 60 at most.",
    category: Category::Admin,
    access: Access::Moderator,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// After how long, if nobody says, and at most. Source: `commands-and-games.md`, 2.12. Unit: seconds.
const USUAL: f64 = 2.0;
const MOST: f64 = 60.0;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    let seconds = if word.is_empty() { Some(USUAL) } else { word.parse().ok().filter(|n: &f64| n.is_finite()) };
    let Some(seconds) = seconds else { return Err(deed.halt_at(&pools::CLEAR_NO_TIME, "typed", word)) };
    if !(0.0..=MOST).contains(&seconds) {
        return Err(deed.halt(&pools::CLEAR_BAD_TIME, &[]));
    }
    deed.need_power(Power::Clear, "clear")?;
    let (reason, room) = (reason(rest), deed.room);
    let after = json!({ "after_s": seconds, "reason": reason });
    deed.audit("clear", room.as_str(), (None, Some(after))).await?;
    let not_before = later(deed.cx.now, Duration::from_secs_f64(seconds));
    let (by, to, what) = (deed.cx.heard.player.clone(), deed.cx.here(), What::Clear { reason: reason.clone() });
    deed.notes.push(Note::Act(Act { id: 0, what, by, to, not_before }));
    let seconds = seconds.to_string();
    let seconds = ("seconds", Word::Text(seconds.get(..4).unwrap_or(&seconds)));
    let route = crate::chat::Route::Public;
    let text = if reason.is_empty() {
        deed.cx.phrase_for(route, &pools::CLEAR_SOON, &[seconds])
    } else {
        deed.cx.phrase_for(route, &pools::CLEAR_SOON_WHY, &[seconds, ("text", Word::Text(&reason))])
    };
    Ok(Reply::say(To::Room, &text))
}
