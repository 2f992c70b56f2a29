//! `tell`: leaves a message for somebody who is away, delivered when they turn up.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::store::tell::{self, NewTell};

use super::whom::Whom;
use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "tell",
    aliases: &[],
    usage: "<user> <text>",
    about: "Leaves a message for somebody who is away; by PM it stays between you two.",
    category: Category::Communication,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 2,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// Most open tells for one person. Source: `commands-and-games.md`, 2.1.
const MAX_TO_PERSON: i64 = 5;

/// Most open tells of one author in a room. Source: `decisions.md`, 20.
const MAX_OF_AUTHOR: i64 = 10;

/// How long a tell waits for whom it is for. Source: `commands-and-games.md`, 2.1.
const KEPT_FOR: Duration = Duration::from_hours(30 * 24);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, text) = deed.args.trim().split_once(char::is_whitespace).ok_or(Refusal::Usage)?;
    let caller = deed.cx.heard.player.clone();
    if caller.is(word) || deed.cx.view.person(word).is_some_and(|person| caller.is(&person.name)) {
        return Err(deed.halt(&pools::TELL_SELF, &[]));
    }
    let Some(whom) = deed.addressee(word).await? else { return Err(Refusal::Usage.into()) };
    let target = [("target", Word::Name(whom.name.as_str()))];
    if whom.is_bot {
        return Err(deed.halt(&pools::TELL_BOT, &[]));
    }
    if whom.is_here && !whom.is_afk {
        return Err(deed.halt(&pools::TELL_HERE, &target));
    }
    let text = deed.carried(text)?;
    check_room_for(deed, &whom).await?;
    let (room, at, is_private) = (deed.room, deed.cx.now, deed.cx.is_pm());
    let expires_at = later(at, KEPT_FOR);
    let new = NewTell { from: caller.key(), to: whom.name.key(), text: &text, is_private, at, expires_at };
    tell::leave(&mut deed.tx, room, &new).await?;
    deed.notes.push(Note::TellLeft(whom.name.key().to_owned()));
    let pool = match (is_private, whom.is_here) {
        (true, _) => &pools::TELL_BY_PM,
        (false, true) => &pools::TELL_AFK,
        (false, false) => &pools::TELL_OFFLINE,
    };
    Ok(deed.cx.answer(pool, &target))
}

/// One tell an author and person, a few a person, some more an author.
async fn check_room_for(deed: &mut StoredCx<'_>, whom: &Whom) -> Result<(), Halt> {
    let (room, now, caller) = (deed.room, deed.cx.now, deed.cx.heard.player.clone());
    let open = tell::open_tells(&mut deed.tx, room, (caller.key(), whom.name.key()), now).await?;
    let target = [("target", Word::Name(whom.name.as_str()))];
    if open.of_pair > 0 {
        return Err(deed.halt(&pools::TELL_PENDING, &target));
    }
    if open.to_person >= MAX_TO_PERSON {
        return Err(deed.halt(&pools::TELL_TARGET_FULL, &target));
    }
    if open.of_author >= MAX_OF_AUTHOR {
        return Err(deed.halt(&pools::TELL_TOO_MANY, &[("count", Word::Text(&open.of_author.to_string()))]));
    }
    Ok(())
}
