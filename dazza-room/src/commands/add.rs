//! `add`: puts something on the playlist.

use std::time::Duration;

use dazza_shared::store::media_rules;
use serde_json::json;

use super::act::word_and_rest;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, pools};
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "add",
    aliases: &["queue", "request"],
    usage: "<link> [next]",
    about: "Puts a video on the playlist, at its end or next.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    let is_next = rest.eq_ignore_ascii_case("next");
    let (kind, id) = deed.media(word)?;
    deed.need_power(if is_next { Power::AddNext } else { Power::Add }, "add")?;
    let room = deed.room;
    if media_rules::is_barred(&mut deed.tx, room, (kind, &id)).await? {
        return Err(deed.halt(&pools::MEDIA_IS_BARRED, &[]));
    }
    let target = format!("{kind}:{id}");
    let what = What::Add { kind: kind.to_owned(), id, is_next };
    deed.arrange(what, &target, Some(json!({ "next": is_next }))).await?;
    Ok(Reply::default())
}
