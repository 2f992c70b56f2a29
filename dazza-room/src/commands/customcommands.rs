//! `customcommands`: which text commands the room has made for itself.

use std::time::Duration;

use dazza_shared::store::custom;

use super::customs::MAX_CUSTOMS;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "customcommands",
    aliases: &["customs", "cmds", "roomcommands"],
    usage: "",
    about: "Lists the text commands that this room made for itself.",
    category: Category::Basic,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let room = deed.room;
    let prefix = &deed.cx.view.settings.prefix;
    let all = custom::all(&mut deed.tx, room, MAX_CUSTOMS).await?;
    if all.is_empty() {
        return Err(deed.halt(&pools::CUSTOM_LIST_EMPTY, &[]));
    }
    let names: Vec<_> = all.iter().map(|custom| format!("{prefix}{}", custom.name)).collect();
    Ok(deed.cx.answer(&pools::CUSTOM_LIST, &[("list", Word::Text(&names.join(" ")))]))
}
