//! `queueban`: what somebody adds is taken off the playlist, for a time or for good.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::store::media_rules::{self, QueueBan};
use serde_json::json;

use super::act::word_and_rest;
use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, duration, pools, typed_name};
use crate::reactions::{HouseNote, Note};

pub(super) const COMMAND: Command = Command {
    name: "queueban",
    aliases: &["noqueue"],
    usage: "<user> [time | off]",
    about: "Has what somebody adds taken off the playlist, for a time or for good.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    if rest.eq_ignore_ascii_case("off") {
        let Some(who) = typed_name(word) else { return Err(Refusal::Usage.into()) };
        if !media_rules::unban(&mut deed.tx, room, who.key()).await? {
            return Err(deed.halt(&pools::QUEUE_NOT_BANNED, &[("target", Word::Name(who.as_str()))]));
        }
        deed.audit("queueban.off", who.key(), (None, None)).await?;
        deed.notes.push(Note::House(HouseNote::QueueFree(who.key().to_owned())));
        return Ok(deed.cx.answer(&pools::QUEUE_FREE, &[("target", Word::Name(who.as_str()))]));
    }
    let span = match rest {
        "" => None,
        typed => Some(duration(typed).ok_or(Refusal::Usage)?),
    };
    let who = deed.victim(word, false)?;
    let until = span.map(|span| later(now, span));
    let ban = QueueBan { who: who.key().to_owned(), until };
    media_rules::ban(&mut deed.tx, room, &ban, (&by, now)).await?;
    deed.audit("queueban.on", who.key(), (None, Some(json!({ "until": until.map(|at| at.to_string()) })))).await?;
    deed.notes.push(Note::House(HouseNote::QueueBanned(ban)));
    Ok(deed.cx.answer(&pools::QUEUE_BANNED, &[("target", Word::Name(who.as_str()))]))
}
