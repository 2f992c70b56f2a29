//! `top`: where the leaderboards are.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, Route, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "top",
    aliases: &["leaderboard"],
    usage: "",
    about: "Sends you the leaderboards.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _args: &Args<'_>) -> Reply {
    let url = cx.view.settings.links.leaderboards.as_str();
    let boards = cx.phrase_for(Route::Pm, &pools::TOP_LINK, &[("url", Word::Text(url))]);
    cx.answer(&pools::TOP_ACK, &[]).and_say(cx.caller(), &boards)
}
