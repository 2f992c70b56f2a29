//! `autoreply`: what is answered unasked when a line holds something.

use std::time::Duration;

use dazza_shared::store::auto_response::{self, AutoResponse};
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, duration, plain, pools, units};
use crate::reactions::{HouseNote, MAX_RESPONSES, Matcher, Note};

pub(super) const COMMAND: Command = Command {
    name: "autoreply",
    aliases: &["autoresponse", "trigger"],
    usage: "add [-chance=50] [-wait=5m] <words or /regex/> => <text> | list | remove <number>",
    about: "Has lines with certain words answered unasked.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What stands between the words and the answer.
const ARROW: &str = "=>";

/// Longest pattern. Unit: UTF-16 code units.
const MAX_PATTERN: usize = 100;

/// How long an answer may rest.
const WAIT: (Duration, Duration) = (Duration::from_secs(10), Duration::from_hours(24));

/// How long it rests if nobody says.
const USUAL_WAIT: Duration = Duration::from_mins(1);

/// Most of a pattern that is shown in a list. Unit: UTF-16 code units.
const SHOWN_LIMIT: usize = 30;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = deed.args.trim().split_once(char::is_whitespace).unwrap_or((deed.args.trim(), ""));
    match word.to_lowercase().as_str() {
        "add" => add(deed, rest).await,
        "list" => list(deed).await,
        "remove" | "rm" | "del" | "delete" => remove(deed, rest).await,
        _ => Err(Refusal::Usage.into()),
    }
}

async fn add(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let (wanted, text) = wanted(deed, typed)?;
    deed.check_template(text)?;
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let n_known = auto_response::all(&mut deed.tx, room, MAX_RESPONSES).await?.len();
    if i64::try_from(n_known).is_ok_and(|n| n >= MAX_RESPONSES) {
        let most = MAX_RESPONSES.to_string();
        return Err(deed.halt(&pools::HOUSE_FULL, &[("count", Word::Text(&most))]));
    }
    let added = auto_response::add(&mut deed.tx, room, (&wanted, text), (&by, now)).await?;
    let after = json!({ "pattern": added.pattern, "is_regex": added.is_regex, "text": text });
    deed.audit("autoreply.add", &added.id.to_string(), (None, Some(after))).await?;
    let pattern = plain(&added.pattern, SHOWN_LIMIT);
    deed.notes.push(Note::House(HouseNote::Response(added)));
    Ok(deed.cx.answer(&pools::AUTOREPLY_ADDED, &[("typed", Word::Text(&pattern))]))
}

/// What is wanted, and the text of the answer.
fn wanted<'t>(deed: &mut StoredCx<'_>, typed: &'t str) -> Result<(AutoResponse, &'t str), Halt> {
    let (mut chance, mut cooldown, mut rest) = (100, USUAL_WAIT, typed.trim());
    while let Some(option) = rest.strip_prefix('-') {
        let (word, behind) = option.split_once(char::is_whitespace).unwrap_or((option, ""));
        let is_known = match word.split_once('=') {
            Some(("chance", typed)) => {
                let typed = typed.trim_end_matches('%').parse().ok().filter(|chance| (1..=100).contains(chance));
                typed.map(|typed| chance = typed).is_some()
            }
            Some(("wait", typed)) => {
                let typed = duration(typed).filter(|wait| (WAIT.0..=WAIT.1).contains(wait));
                typed.map(|typed| cooldown = typed).is_some()
            }
            _ => false,
        };
        if !is_known {
            return Err(deed.halt_at(&pools::AUTOREPLY_BAD_OPTION, "typed", word));
        }
        rest = behind.trim_start();
    }
    let (pattern, text) = rest.split_once(ARROW).ok_or(Refusal::Usage)?;
    let (pattern, text) = (pattern.trim(), text.trim());
    if text.is_empty() || pattern.is_empty() {
        return Err(Refusal::Usage.into());
    }
    let regex = pattern.strip_prefix('/').and_then(|pattern| pattern.strip_suffix('/'));
    let (pattern, is_regex) = (regex.unwrap_or(pattern), regex.is_some());
    if units(pattern) > MAX_PATTERN || Matcher::read(pattern, is_regex).is_none() {
        return Err(deed.halt_at(&pools::AUTOREPLY_BAD_PATTERN, "typed", pattern));
    }
    Ok((AutoResponse { id: 0, pattern: pattern.to_owned(), is_regex, chance, cooldown }, text))
}

async fn remove(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let (room, number) = (deed.room, super::numbered::number(typed));
    let all = auto_response::all(&mut deed.tx, room, MAX_RESPONSES).await?;
    let chosen = number.and_then(|number| all.get(number.checked_sub(1)?));
    let Some(chosen) = chosen else { return Err(deed.halt_at(&pools::HOUSE_NO_NUMBER, "typed", typed)) };
    auto_response::remove(&mut deed.tx, room, chosen.id).await?;
    let before = json!({ "pattern": chosen.pattern, "is_regex": chosen.is_regex });
    deed.audit("autoreply.remove", &chosen.id.to_string(), (Some(before), None)).await?;
    deed.notes.push(Note::House(HouseNote::ResponseGone(chosen.id)));
    let pattern = plain(&chosen.pattern, SHOWN_LIMIT);
    Ok(deed.cx.answer(&pools::AUTOREPLY_GONE, &[("typed", Word::Text(&pattern))]))
}

async fn list(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let room = deed.room;
    let all = auto_response::all(&mut deed.tx, room, MAX_RESPONSES).await?;
    if all.is_empty() {
        return Err(deed.halt(&pools::HOUSE_EMPTY, &[]));
    }
    let shown = all.iter().zip(1..).map(|(one, number)| format!("{number}. {}", plain(&one.pattern, SHOWN_LIMIT)));
    let list = shown.collect::<Vec<_>>().join(" | ");
    Ok(deed.cx.answer(&pools::HOUSE_LIST, &[("list", Word::Text(&list))]))
}
