//! `announce`: lines that are said again and again.

use std::time::Duration;

use dazza_shared::store::announcement;
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, leading_duration, plain, pools, round_span};
use crate::reactions::{HouseNote, MAX_ANNOUNCEMENTS, Note};

pub(super) const COMMAND: Command = Command {
    name: "announce",
    aliases: &["announcement", "announcements"],
    usage: "every <time> <text> | list | remove <number>",
    about: "Has a line said again and again, while people are here and talk.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// How often a line may be said.
const EVERY: (Duration, Duration) = (Duration::from_mins(5), Duration::from_hours(7 * 24));

/// Lines that others must have said since the last time.
const MIN_LINES: u32 = 5;

/// Most of a text that is shown in a list. Unit: UTF-16 code units.
const SHOWN_LIMIT: usize = 40;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = deed.args.trim().split_once(char::is_whitespace).unwrap_or((deed.args.trim(), ""));
    match word.to_lowercase().as_str() {
        "list" => list(deed).await,
        "remove" | "rm" | "del" | "delete" => remove(deed, rest).await,
        "every" => add(deed, rest).await,
        _ => add(deed, deed.args).await,
    }
}

async fn add(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let (every, text) = leading_duration(typed.trim()).ok_or(Refusal::Usage)?;
    if text.is_empty() {
        return Err(Refusal::Usage.into());
    }
    if every < EVERY.0 || every > EVERY.1 {
        return Err(deed.halt(&pools::ANNOUNCE_BAD_TIME, &[]));
    }
    deed.check_template(text)?;
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let n_known = announcement::all(&mut deed.tx, room, MAX_ANNOUNCEMENTS).await?.len();
    if i64::try_from(n_known).is_ok_and(|n| n >= MAX_ANNOUNCEMENTS) {
        let most = MAX_ANNOUNCEMENTS.to_string();
        return Err(deed.halt(&pools::HOUSE_FULL, &[("count", Word::Text(&most))]));
    }
    let added = announcement::add(&mut deed.tx, room, (text, every, MIN_LINES), (&by, now)).await?;
    let after = json!({ "text": text, "every_s": every.as_secs() });
    deed.audit("announcement.add", &added.id.to_string(), (None, Some(after))).await?;
    deed.notes.push(Note::House(HouseNote::Announcement(added)));
    let span = round_span(every);
    Ok(deed.cx.answer(&pools::ANNOUNCE_ADDED, &[("span", Word::Text(&span))]))
}

async fn remove(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let (room, number) = (deed.room, super::numbered::number(typed));
    let all = announcement::all(&mut deed.tx, room, MAX_ANNOUNCEMENTS).await?;
    let chosen = number.and_then(|number| all.get(number.checked_sub(1)?));
    let Some(chosen) = chosen else { return Err(deed.halt_at(&pools::HOUSE_NO_NUMBER, "typed", typed)) };
    announcement::remove(&mut deed.tx, room, chosen.id).await?;
    let before = json!({ "text": chosen.text, "every_s": chosen.every.as_secs() });
    deed.audit("announcement.remove", &chosen.id.to_string(), (Some(before), None)).await?;
    deed.notes.push(Note::House(HouseNote::AnnouncementGone(chosen.id)));
    Ok(deed.cx.answer(&pools::ANNOUNCE_GONE, &[]))
}

async fn list(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let room = deed.room;
    let all = announcement::all(&mut deed.tx, room, MAX_ANNOUNCEMENTS).await?;
    if all.is_empty() {
        return Err(deed.halt(&pools::HOUSE_EMPTY, &[]));
    }
    let shown = all
        .iter()
        .zip(1..)
        .map(|(one, number)| format!("{number}. every {}: {}", round_span(one.every), plain(&one.text, SHOWN_LIMIT)));
    let list = shown.collect::<Vec<_>>().join(" | ");
    Ok(deed.cx.answer(&pools::HOUSE_LIST, &[("list", Word::Text(&list))]))
}
