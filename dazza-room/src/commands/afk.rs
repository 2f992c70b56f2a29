//! `afk`: who is away.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Reply, Word, pools};
use crate::room::Person;

pub(super) const COMMAND: Command = Command {
    name: "afk",
    aliases: &["afklist", "whoafk"],
    usage: "",
    about: "Says who is away.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

/// Most names that are read out. Source: `commands-and-games.md`, 2.10.
const MOST_NAMED: usize = 5;

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    let view = cx.view;
    let is_away = |person: &&Person| person.is_afk && !view.is_bot(&person.name);
    let away: Vec<&str> = view.roster.iter().filter(is_away).map(|person| &*person.name).collect();
    match away.as_slice() {
        [] => cx.answer(&pools::AFK_NONE, &[]),
        [name] => cx.answer(&pools::AFK_ONE, &[("name", Word::Name(name))]),
        names if names.len() <= MOST_NAMED => {
            let names: Vec<_> = names.iter().map(|name| cx.rendered(Word::Name(name))).collect();
            cx.answer(&pools::AFK_FEW, &[("names", Word::Text(&names.join(", ")))])
        }
        names => cx.answer(&pools::AFK_MANY, &[("count", Word::Text(&names.len().to_string()))]),
    }
}
