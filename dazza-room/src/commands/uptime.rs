//! `uptime`: for how long the bot has been at it.

use std::time::Duration;

use dazza_shared::clock::since;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, Word, pools, span};

pub(super) const COMMAND: Command = Command {
    name: "uptime",
    aliases: &[],
    usage: "",
    about: "Says for how long the bot has been up.",
    category: Category::Basic,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    let up = span(since(cx.view.started, cx.now));
    cx.answer(&pools::UPTIME, &[("span", Word::Text(&up))])
}
