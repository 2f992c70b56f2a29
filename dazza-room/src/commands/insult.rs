//! `insult`: a mild roast.

use std::time::Duration;

use super::target::aim;
use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "insult",
    aliases: &["roast", "burn"],
    usage: "[user]",
    about: "Roasts somebody, or you, on low heat.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: Some(pools::INSULT_WAIT),
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Reply {
    aim(cx, args, &pools::INSULT, &pools::INSULT_BOT)
}
