//! `shuffle`: shuffles the playlist.

use std::time::Duration;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, pools};
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "shuffle",
    aliases: &["mix"],
    usage: "",
    about: "Shuffles the playlist.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    deed.need_power(Power::Shuffle, "shuffle")?;
    if deed.cx.view.playlist.is_empty() {
        return Err(deed.halt(&pools::MEDIA_EMPTY, &[]));
    }
    let target = deed.cx.view.playlist.current().map(|item| item.title.to_string()).unwrap_or_default();
    deed.arrange(What::Shuffle, &target, None).await?;
    Ok(Reply::default())
}
