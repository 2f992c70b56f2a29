//! `endpoll`: closes the poll that is open.

use std::time::Duration;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, pools};
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "endpoll",
    aliases: &["closepoll"],
    usage: "",
    about: "Closes the poll and tells what came of it.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    deed.need_power(Power::Poll, "endpoll")?;
    if !deed.cx.view.has_poll {
        return Err(deed.halt(&pools::POLL_NONE, &[]));
    }
    let room = deed.room;
    deed.arrange(What::ClosePoll, room.as_str(), None).await?;
    Ok(Reply::default())
}
