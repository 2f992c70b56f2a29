//! `ping`: a sign of life.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
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
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    cx.answer(&pools::PING, &[])
}
