//! `8ball`: an oracle.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "8ball",
    aliases: &["eightball"],
    usage: "<question>",
    about: "Answers any question, with no warranty.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    cx.answer_to_caller(&pools::EIGHT_BALL, &[])
}
