//! `kick`: throws somebody out.

use std::time::Duration;

use super::act::{reason, word_and_rest};
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::Reply;
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "kick",
    aliases: &["boot"],
    usage: "<user> [reason]",
    about: "Throws somebody out of the room.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    let why = reason(rest);
    deed.need_power(Power::Kick, "kick")?;
    let who = deed.victim(word, true)?;
    deed.moderate(What::Kick { who, reason: why.clone() }, &why).await?;
    Ok(Reply::default())
}
