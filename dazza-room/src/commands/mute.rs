//! `mute`: keeps somebody from speaking, for a time or for good.

use std::time::Duration;

use dazza_shared::clock::later;

use super::act::{reason, word_and_rest};
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, leading_duration, pools};
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "mute",
    aliases: &[],
    usage: "<user> [time] [reason]",
    about: "Keeps somebody from speaking, for a time or for good.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// Longest time that a mute may be set for.
const LONGEST: Duration = Duration::from_hours(30 * 24);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    let (span, rest) = leading_duration(rest).map_or((None, rest), |(span, rest)| (Some(span), rest));
    if span.is_some_and(|span| span > LONGEST) {
        return Err(deed.halt(&pools::MUTE_TOO_LONG, &[]));
    }
    let why = reason(rest);
    deed.need_power(Power::Mute, "mute")?;
    let who = deed.victim(word, true)?;
    let until = span.map(|span| later(deed.cx.now, span));
    deed.moderate(What::Mute { who, until }, &why).await?;
    Ok(Reply::default())
}
