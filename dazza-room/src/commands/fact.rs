//! `fact`: something true about Australia.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "fact",
    aliases: &["randomfact", "didyouknow"],
    usage: "",
    about: "Tells you something true about Australia.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(30),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    cx.answer(&pools::FACT, &[])
}
