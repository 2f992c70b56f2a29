//! `editcommand`: another text, rank or wait for a text command of the room's own.

use std::time::Duration;

use dazza_shared::store::custom::{self, Setting};
use serde_json::json;

use super::customs::CustomNote;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "editcommand",
    aliases: &["editcmd", "editcom"],
    usage: "<name> [-rank=2] [-wait=30s] [text]",
    about: "Changes a text command of the room.",
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
    let named = [("command", Word::Text(&name))];
    let (room, at, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let setting = Setting { text: wanted.text, min_rank: wanted.min_rank, cooldown: wanted.cooldown, by: &by, at };
    let Some((edited, before)) = custom::edit(&mut deed.tx, room, &name, setting).await? else {
        return Err(deed.halt(&pools::CUSTOM_NONE, &named));
    };
    let after = json!({
        "text": wanted.text.unwrap_or(&before),
        "min_rank": edited.min_rank,
        "wait_s": edited.cooldown.as_secs(),
    });
    deed.audit("command.edit", &name, (Some(json!({ "text": before })), Some(after))).await?;
    deed.notes.push(Note::Custom(CustomNote::Set(edited)));
    Ok(deed.cx.answer(&pools::CUSTOM_EDITED, &named))
}
