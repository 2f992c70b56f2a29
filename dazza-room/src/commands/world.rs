//! `world`: where the map of the town is.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, Route, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "world",
    aliases: &["map"],
    usage: "",
    about: "Sends you the map of the town.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _args: &Args<'_>) -> Reply {
    let url = cx.view.settings.links.map.as_str();
    let map = cx.phrase_for(Route::Pm, &pools::WORLD_LINK, &[("url", Word::Text(url))]);
    Reply::say(cx.caller(), &map)
}
