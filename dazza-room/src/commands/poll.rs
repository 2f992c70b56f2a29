//! `poll`: asks the room.

use std::time::Duration;

use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::acts::What;
use crate::chat::{Reply, plain, pools};
use crate::room::Power;

pub(super) const COMMAND: Command = Command {
    name: "poll",
    aliases: &["newpoll"],
    usage: "<question> | <answer> | <answer>",
    about: "Opens a poll with two to ten answers.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// Most answers.
const MAX_OPTIONS: usize = 10;

/// Longest question, and longest answer. Unit: UTF-16 code units.
const QUESTION_LIMIT: usize = 150;
const OPTION_LIMIT: usize = 80;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let mut parts = deed.args.split('|').map(str::trim);
    let title = plain(parts.next().unwrap_or_default(), QUESTION_LIMIT);
    let options: Vec<_> = parts.map(|part| plain(part, OPTION_LIMIT)).filter(|part| !part.is_empty()).collect();
    if title.is_empty() || options.len() < 2 {
        return Err(Refusal::Usage.into());
    }
    if options.len() > MAX_OPTIONS {
        return Err(deed.halt(&pools::POLL_TOO_MANY, &[]));
    }
    deed.need_power(Power::Poll, "poll")?;
    if deed.cx.view.has_poll {
        return Err(deed.halt(&pools::POLL_OPEN_ALREADY, &[]));
    }
    let after = json!({ "options": options });
    deed.arrange(What::OpenPoll { title: title.clone(), options }, &title, Some(after)).await?;
    Ok(Reply::default())
}
