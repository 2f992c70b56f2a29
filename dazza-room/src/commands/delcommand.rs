//! `delcommand`: away with a text command of the room's own.

use std::time::Duration;

use dazza_shared::store::custom;
use serde_json::json;

use super::customs::CustomNote;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "delcommand",
    aliases: &["delcmd", "delcom", "rmcommand"],
    usage: "<name>",
    about: "Removes a text command of the room.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (name, _) = deed.custom_name()?;
    let named = [("command", Word::Text(&name))];
    let room = deed.room;
    let Some(text) = custom::remove(&mut deed.tx, room, &name).await? else {
        return Err(deed.halt(&pools::CUSTOM_NONE, &named));
    };
    deed.audit("command.remove", &name, (Some(json!({ "text": text })), None)).await?;
    deed.notes.push(Note::Custom(CustomNote::Gone(name.clone())));
    Ok(deed.cx.answer(&pools::CUSTOM_GONE, &named))
}
