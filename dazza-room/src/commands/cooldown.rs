//! `cooldown`: what a player still waits for.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, Route, To, Word, pools, span};

pub(super) const COMMAND: Command = Command {
    name: "cooldown",
    aliases: &["cooldowns", "cd"],
    usage: "",
    about: "Sends you the list of what you have to wait for.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: Some(pools::COOLDOWN_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    let waits = cx.cooldowns.of(cx.heard.player.key(), cx.now);
    let list: Vec<_> = waits.iter().map(|wait| format!("{} {}", wait.command, span(wait.left))).collect();
    let text = if list.is_empty() {
        cx.phrase_for(Route::Pm, &pools::COOLDOWN_NONE, &[])
    } else {
        cx.phrase_for(Route::Pm, &pools::COOLDOWN_LIST, &[("list", Word::Text(&list.join(" | ")))])
    };
    let nudge = if cx.is_pm() { Reply::default() } else { Reply::say(To::Room, &cx.phrase(&pools::COOLDOWN_ACK, &[])) };
    nudge.and_say(cx.caller(), &text)
}
