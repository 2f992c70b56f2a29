//! `ban`: keeps somebody out.

use std::time::Duration;

use super::act::{reason, word_and_rest};
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::Reply;
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "ban",
    aliases: &[],
    usage: "<user> [reason]",
    about: "Keeps somebody out of the room, here or not.",
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
    deed.need_power(Power::Ban, "ban")?;
    let who = deed.victim(word, false)?;
    deed.moderate(What::Ban { who, reason: why.clone() }, &why).await?;
    Ok(Reply::default())
}
