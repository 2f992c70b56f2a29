//! `mood`: how the bot feels.

use std::time::Duration;

use jiff::civil::Weekday;

use super::{Access, Category, Command, Cx, Pm, Run};
use crate::chat::{Args, Pool, Reply, Word, pools};
use crate::games::mood::{Day, Mood, mood, whim};

pub(super) const COMMAND: Command = Command {
    name: "mood",
    aliases: &["vibe", "feeling"],
    usage: "",
    about: "Tells how the bot feels today.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(30),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Always(run),
};

fn run(cx: &mut Cx<'_>, _: &Args<'_>) -> Reply {
    let whim = whim(cx.dice);
    let text = cx.phrase(&words(mood(&day(cx), whim)), &[]);
    cx.answer(&pools::MOOD_FRAME, &[("mood", Word::Text(&text))])
}

fn day(cx: &Cx<'_>) -> Day {
    let now = cx.now.to_zoned_datetime(cx.view.zone.clone());
    Day {
        hour: now.hour().unsigned_abs(),
        is_weekend: matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday),
        bongs: cx.view.bongs_today,
        own_lines: cx.view.own_lines_last_hour,
    }
}

fn words(mood: Mood) -> Pool {
    match mood {
        Mood::Rough => pools::ROUGH,
        Mood::GettingThere => pools::GETTING_THERE,
        Mood::Good => pools::GOOD,
        Mood::Dusty => pools::DUSTY,
        Mood::Cruising => pools::CRUISING,
        Mood::Cooked => pools::COOKED,
        Mood::Antsy => pools::ANTSY,
        Mood::Mellow => pools::MELLOW,
        Mood::Wrecked => pools::WRECKED,
        Mood::WiredButTired => pools::WIRED_BUT_TIRED,
        Mood::Sideways => pools::SIDEWAYS,
        Mood::BestLife => pools::BEST_LIFE,
        Mood::Chatty => pools::CHATTY,
        Mood::Quiet => pools::QUIET,
        Mood::Enlightened => pools::ENLIGHTENED,
        Mood::Transcended => pools::TRANSCENDED,
        Mood::Paranoid => pools::PARANOID,
        Mood::Hungry => pools::HUNGRY,
        Mood::Philosophical => pools::PHILOSOPHICAL,
    }
}
