//! `when`: how long until a video plays.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Reply, Word, plain, pools, span};
use crate::room::Ahead;

pub(super) const COMMAND: Command = Command {
    name: "when",
    aliases: &["whenwill", "timeuntil"],
    usage: "<search>",
    about: "Says when a video comes up, by its title or who added it.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Now(run),
};

/// A wait from which on there is a remark about its length. Source: `commands-and-games.md`, 2.10.
const FAR: Duration = Duration::from_hours(3);

/// A wait below which there is a remark that it is short. Source: `commands-and-games.md`, 2.10.
const SOON: Duration = Duration::from_mins(5);

/// A search shorter than this is blamed when nothing is found. Unit: characters. Source: `commands-and-games.md`, 2.10.
const SHORT: usize = 3;

/// Longest title repeated. Unit: UTF-16 code units.
const TITLE_LIMIT: usize = 70;

/// Longest search repeated. Unit: UTF-16 code units.
const SEARCH_LIMIT: usize = 40;

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let playlist = cx.view.playlist;
    if playlist.is_empty() {
        return Err(cx.refusal(&pools::WHEN_EMPTY, &[]));
    }
    let search = args.rest().to_lowercase();
    let is_match =
        |item: &Ahead<'_>| [item.title, item.added_by].iter().any(|text| text.to_lowercase().contains(&search));
    match playlist.ahead().find(is_match) {
        Some(item) => Ok(found(cx, &item)),
        None if search.chars().count() < SHORT => Err(cx.refusal(&pools::WHEN_TOO_SHORT, &[])),
        None => {
            let search = plain(args.rest(), SEARCH_LIMIT);
            Err(cx.refusal(&pools::WHEN_NO_MATCH, &[("search", Word::Text(&search))]))
        }
    }
}

fn found(cx: &mut Cx<'_>, item: &Ahead<'_>) -> Reply {
    let (title, wait) = (plain(item.title, TITLE_LIMIT), span(item.wait));
    let away = if item.n_away == 1 { "1 video".to_owned() } else { format!("{} videos", item.n_away) };
    let words = [
        ("title", Word::Text(if title.is_empty() { "something without a title" } else { &title })),
        ("adder", if item.added_by.is_empty() { Word::Text("nobody") } else { Word::Name(item.added_by) }),
        ("span", Word::Text(&wait)),
        ("away", Word::Text(&away)),
    ];
    let answer = cx.phrase(&pools::WHEN_FOUND, &words);
    let remark = match item.wait {
        wait if wait >= FAR => cx.phrase(&pools::WHEN_FAR, &[]),
        wait if wait < SOON => cx.phrase(&pools::WHEN_SOON, &[]),
        _ => String::new(),
    };
    let text = format!("{answer} {remark}");
    Reply::say(cx.here(), &text)
}
