//! `unban`: lets somebody in again.

use std::time::Duration;

use super::act::{reason, word_and_rest};
use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, typed_name};
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "unban",
    aliases: &[],
    usage: "<user> [reason]",
    about: "Lets somebody in again.",
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
    deed.need_power(Power::Ban, "unban")?;
    let Some(who) = typed_name(word) else { return Err(Refusal::Usage.into()) };
    deed.moderate(What::Unban { who }, &why).await?;
    Ok(Reply::default())
}
