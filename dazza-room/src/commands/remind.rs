//! `remind`: says something to the asking player, or to somebody else, after a while.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::names::PlayerName;
use dazza_shared::store::reminder::{self, NewReminder, Scheduled};

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{self, BadReminder, Reply, Word, pools, round_span};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "remind",
    aliases: &["reminder", "remindme"],
    usage: "[user] <time> <text>",
    about: "Reminds you, or somebody else, after a while: 10m, 1h30m, a day at most.",
    category: Category::Communication,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 2,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// The longest wait. Source: `commands-and-games.md`, 2.1.
const LONGEST: Duration = Duration::from_hours(24);

/// How long after its time a reminder waits for its person. Source: `platform.md`, 3.6.
const KEPT_FOR: Duration = Duration::from_hours(7 * 24);

/// Most open reminders of one author in a room. Source: `commands-and-games.md`, 2.1.
const MAX_OF_AUTHOR: i64 = 10;

/// Most of them for one other person. Source: as above.
const MAX_OF_PAIR: i64 = 5;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let asked = match chat::reminder(deed.args) {
        Ok(asked) => asked,
        Err(BadReminder::Short) => return Err(Refusal::Usage.into()),
        Err(BadReminder::Time(typed)) => {
            return Err(deed.halt_at(&pools::REMIND_BAD_TIME, "typed", typed));
        }
    };
    if asked.wait > LONGEST {
        return Err(deed.halt(&pools::REMIND_TOO_LONG, &[]));
    }
    let caller = deed.cx.heard.player.clone();
    let other = match asked.of_whom {
        Some(word) => other_than(deed, word, &caller).await?,
        None => None,
    };
    let text = deed.carried(asked.text)?;
    check_room_for(deed, other.as_ref()).await?;
    let (room, at) = (deed.room, deed.cx.now);
    let remind_at = later(at, asked.wait);
    let expires_at = later(remind_at, KEPT_FOR);
    let to = other.as_ref().map(PlayerName::key);
    let new = NewReminder { from: caller.key(), to, text: &text, at, remind_at, expires_at };
    let id = reminder::set(&mut deed.tx, room, &new).await?;
    let who = to.unwrap_or(caller.key()).to_owned();
    deed.notes.push(Note::Reminder(Scheduled { id, who, remind_at, expires_at }));
    let span = round_span(asked.wait);
    let mut words = vec![("span", Word::Text(&span))];
    words.extend(other.as_ref().map(|name| ("target", Word::Name(name.as_str()))));
    Ok(deed.cx.answer(if other.is_some() { &pools::REMIND_OTHER } else { &pools::REMIND_SELF }, &words))
}

/// Whom `word` names, unless that is the asking player himself.
async fn other_than(deed: &mut StoredCx<'_>, word: &str, caller: &PlayerName) -> Result<Option<PlayerName>, Halt> {
    let Some(whom) = deed.addressee(word).await? else { return Err(Refusal::Usage.into()) };
    if whom.is_bot {
        return Err(deed.halt(&pools::REMIND_BOT, &[]));
    }
    Ok(Some(whom.name).filter(|name| name.key() != caller.key()))
}

/// So many reminders an author, and not all of them for the same other person.
async fn check_room_for(deed: &mut StoredCx<'_>, other: Option<&PlayerName>) -> Result<(), Halt> {
    let (room, now, caller) = (deed.room, deed.cx.now, deed.cx.heard.player.clone());
    let to = other.map(PlayerName::key);
    let open = reminder::open_reminders(&mut deed.tx, room, (caller.key(), to), now).await?;
    if open.of_author >= MAX_OF_AUTHOR {
        return Err(deed.halt(&pools::REMIND_TOO_MANY, &[("count", Word::Text(&open.of_author.to_string()))]));
    }
    match other {
        Some(name) if open.of_pair >= MAX_OF_PAIR => {
            Err(deed.halt(&pools::REMIND_TARGET_FULL, &[("target", Word::Name(name.as_str()))]))
        }
        _ => Ok(()),
    }
}
