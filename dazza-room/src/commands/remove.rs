//! `remove`: takes an item off the playlist.

use std::time::Duration;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::Reply;
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "remove",
    aliases: &["unqueue", "rmvideo"],
    usage: "<number | title | last>",
    about: "Takes an item off the playlist: by number or by words of its title.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    deed.need_power(Power::Delete, "remove")?;
    let (uid, title) = deed.item(deed.args)?;
    deed.arrange(What::Remove { uid, title: title.clone() }, &title, None).await?;
    Ok(Reply::default())
}
