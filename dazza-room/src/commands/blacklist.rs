//! `blacklist`: media that are taken off the playlist whenever somebody adds them.

use std::time::Duration;

use dazza_shared::store::media_rules::{self, Barred};
use serde_json::json;

use super::act::word_and_rest;
use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, Word, plain, pools};
use crate::reactions::{HouseNote, MAX_BARRED, Note};

pub(super) const COMMAND: Command = Command {
    name: "blacklist",
    aliases: &["barmedia"],
    usage: "add <link | current> | remove <link> | list",
    about: "Bars a video from the playlist; what plays now is taken off at once.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// How many are listed, and how much of each. Unit: UTF-16 code units.
const LISTED: usize = 12;
const SHOWN_LIMIT: usize = 40;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    match word.to_lowercase().as_str() {
        "add" if !rest.is_empty() => add(deed, rest).await,
        "remove" | "rm" | "del" if !rest.is_empty() => remove(deed, rest).await,
        "list" => list(deed).await,
        _ => Err(Refusal::Usage.into()),
    }
}

async fn add(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let is_current = typed.eq_ignore_ascii_case("current");
    let barred = match deed.cx.view.on_screen {
        Some((kind, id)) if is_current => {
            let title = deed.cx.view.playlist.current().map(|item| item.title.to_string());
            Barred { kind: kind.to_owned(), id: id.to_owned(), title }
        }
        None if is_current => return Err(deed.halt(&pools::MEDIA_EMPTY, &[])),
        _ => {
            let (kind, id) = deed.media(typed)?;
            Barred { kind: kind.to_owned(), id, title: None }
        }
    };
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    if !media_rules::bar(&mut deed.tx, room, &barred, (&by, now)).await? {
        return Err(deed.halt(&pools::MEDIA_IS_BARRED, &[]));
    }
    let target = format!("{}:{}", barred.kind, barred.id);
    deed.audit("blacklist.add", &target, (None, Some(json!({ "title": barred.title })))).await?;
    deed.notes.push(Note::House(HouseNote::Barred(barred)));
    if let Some(item) = deed.cx.view.playlist.current().filter(|_| is_current) {
        let (uid, title) = (item.uid, item.title.to_string());
        deed.arrange(What::Remove { uid, title: title.clone() }, &title, None).await?;
    }
    Ok(deed.cx.answer(&pools::MEDIA_BARRED, &[]))
}

async fn remove(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let (kind, id) = deed.media(typed)?;
    let room = deed.room;
    if !media_rules::unbar(&mut deed.tx, room, (kind, &id)).await? {
        return Err(deed.halt(&pools::MEDIA_NOT_BARRED, &[]));
    }
    deed.audit("blacklist.remove", &format!("{kind}:{id}"), (None, None)).await?;
    deed.notes.push(Note::House(HouseNote::Unbarred(kind.to_owned(), id)));
    Ok(deed.cx.answer(&pools::MEDIA_UNBARRED, &[]))
}

async fn list(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let room = deed.room;
    let all = media_rules::barred(&mut deed.tx, room, MAX_BARRED).await?;
    if all.is_empty() {
        return Err(deed.halt(&pools::HOUSE_EMPTY, &[]));
    }
    let name = |one: &Barred| match &one.title {
        Some(title) => plain(title, SHOWN_LIMIT),
        None => plain(&format!("{} {}", one.kind, one.id), SHOWN_LIMIT),
    };
    let list = all.iter().take(LISTED).map(name).collect::<Vec<_>>().join(" | ");
    Ok(deed.cx.answer(&pools::HOUSE_LIST, &[("list", Word::Text(&list))]))
}
