//! `clap`: words with a clap between.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, MAX_UNITS, Reply, cut, plain};

pub(super) const COMMAND: Command = Command {
    name: "clap",
    aliases: &["clapback", "👏"],
    usage: "<text>",
    about: "Puts a clap between your words.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Now(run),
};

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let text = plain(args.rest(), MAX_UNITS);
    let words: Vec<_> = text.split_whitespace().collect();
    let clapped = match words.as_slice() {
        [] => return Err(Refusal::Usage),
        [word] => format!("{word} 👏"),
        words => words.join(" 👏 "),
    };
    Ok(Reply::say(cx.here(), &cut(&clapped, MAX_UNITS)))
}
