//! `compliment`: praise.

use std::time::Duration;

use super::target::aim;
use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "compliment",
    aliases: &["praise", "nice"],
    usage: "[user]",
    about: "Praises somebody, or you.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Reply {
    aim(cx, args, &pools::COMPLIMENT, &pools::COMPLIMENT_BOT)
}
