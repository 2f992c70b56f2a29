//! `ping`: a sign of life.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "ping",
    aliases: &[],
    usage: "",
    about: "Shows that the bot is awake.",
    category: Category::Basic,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Now(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Result<Reply, Refusal> {
    Ok(cx.answer(&pools::PING, &[]))
}
