//! `delquote`: away with a quote that was kept.

use std::time::Duration;

use dazza_shared::store::curated;
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "delquote",
    aliases: &["quotedel", "rmquote"],
    usage: "<number>",
    about: "Removes a quote that was kept; its number is not given again.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let typed = deed.args.trim();
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let number = super::numbered::number(typed).and_then(|number| i32::try_from(number).ok());
    let removed = match number {
        Some(number) => curated::remove(&mut deed.tx, room, number, (&by, now)).await?,
        None => None,
    };
    let Some(removed) = removed else { return Err(deed.halt_at(&pools::HOUSE_NO_NUMBER, "typed", typed)) };
    let before = json!({ "who": removed.who, "text": removed.text });
    deed.audit("quote.remove", &format!("#{}", removed.number), (Some(before), None)).await?;
    let number = removed.number.to_string();
    Ok(deed.cx.answer(&pools::CURATED_GONE, &[("count", Word::Text(&number))]))
}
