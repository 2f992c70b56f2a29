//! `bump`: plays an item next.

use std::time::Duration;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::Reply;
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "bump",
    aliases: &["playafter"],
    usage: "<number | title | last>",
    about: "Plays an item next: by number or by words of its title.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    deed.need_power(Power::Move, "bump")?;
    let (uid, title) = deed.item(deed.args)?;
    let after = deed.cx.view.playlist.current().map(|item| item.uid);
    deed.arrange(What::Bump { uid, after, title: title.clone() }, &title, None).await?;
    Ok(Reply::default())
}
