//! `yeah`: yes and no.

use std::time::Duration;

use super::target::{Target, target};
use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "yeah",
    aliases: &["yea", "yeahnah", "nahyeah"],
    usage: "[user]",
    about: "Says yes, or no, or both.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Reply {
    let target = target(args, cx.view);
    let babble = cx.phrase(&pools::YEAH, &[]);
    let text = match target {
        Target::Nobody => babble,
        target => format!("{}: {babble}", cx.rendered(target.word())),
    };
    Reply::say(cx.here(), &text)
}
