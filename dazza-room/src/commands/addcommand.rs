//! `addcommand`: a text command of the room's own.

use std::time::Duration;

use dazza_shared::store::custom::{self, Setting};
use serde_json::json;

use super::customs::{CustomNote, MAX_CUSTOMS, is_built_in};
use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "addcommand",
    aliases: &["addcmd", "addcom"],
    usage: "<name> [-rank=2] [-wait=30s] <text>",
    about: "Adds a text command. Blanks: {user} {target} {args} {count} {random:a|b} {uptime} {media}.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 2,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (name, typed) = deed.custom_name()?;
    let typed = typed.to_owned();
    let wanted = deed.custom_wanted(&typed)?;
    let Some(text) = wanted.text else { return Err(Refusal::Usage.into()) };
    let named = [("command", Word::Text(&name))];
    if is_built_in(&name) {
        return Err(deed.halt(&pools::CUSTOM_TAKEN, &named));
    }
    let (room, at, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let n_customs = custom::all(&mut deed.tx, room, MAX_CUSTOMS).await?.len();
    if i64::try_from(n_customs).is_ok_and(|n| n >= MAX_CUSTOMS) {
        let most = MAX_CUSTOMS.to_string();
        return Err(deed.halt(&pools::CUSTOM_FULL, &[("count", Word::Text(&most))]));
    }
    let setting = Setting { text: Some(text), min_rank: wanted.min_rank, cooldown: wanted.cooldown, by: &by, at };
    let Some(added) = custom::add(&mut deed.tx, room, &name, setting).await? else {
        return Err(deed.halt(&pools::CUSTOM_EXISTS, &named));
    };
    deed.audit("command.add", &name, (None, Some(json!({ "text": text })))).await?;
    deed.notes.push(Note::Custom(CustomNote::Set(added)));
    Ok(deed.cx.answer(&pools::CUSTOM_ADDED, &named))
}
