//! `goth`: words in Fraktur letters.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, MAX_UNITS, Reply, fraktur, plain};

pub(super) const COMMAND: Command = Command {
    name: "goth",
    aliases: &["gothic", "fraktur"],
    usage: "<text>",
    about: "Writes your words in Fraktur letters.",
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
    if text.is_empty() {
        return Err(Refusal::Usage);
    }
    Ok(Reply::say(cx.here(), &fraktur(&text, MAX_UNITS)))
}
