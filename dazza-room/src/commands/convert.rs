//! `convert`: metric units and the others.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Pool, Reply, Word, plain, pools};
use crate::games::calc;
use crate::games::convert::{BadWish, Dimension, Unit, Wish, convert, partner, printed, read};

pub(super) const COMMAND: Command = Command {
    name: "convert",
    aliases: &["conv"],
    usage: "<n> <unit> to <unit>",
    about: "Converts lengths, weights, volumes and temperatures.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Now(run),
};

/// Longest piece of a wish that is repeated. Unit: UTF-16 code units.
const TYPED_LIMIT: usize = 25;

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let wish = read(args.rest()).map_err(|bad| not_read(cx, bad))?;
    let Some((amount, dimension)) = convert(&wish) else {
        return Err(no_pair(cx, &wish));
    };
    let pool = match dimension {
        Dimension::Length => pools::LENGTH,
        Dimension::Weight => pools::WEIGHT,
        Dimension::Temperature => pools::TEMPERATURE,
        Dimension::Volume => pools::VOLUME,
    };
    let from = format!("{} {}", calc::printed(wish.amount), wish.from.sign);
    let to = format!("{} {}", printed(amount), wish.to.sign);
    Ok(cx.answer(&pool, &[("from", Word::Text(&from)), ("to", Word::Text(&to))]))
}

fn not_read(cx: &mut Cx<'_>, bad: BadWish) -> Refusal {
    let mut about = |pool: &Pool, typed: &str| {
        let typed = plain(typed, TYPED_LIMIT);
        cx.refusal(pool, &[("typed", Word::Text(&typed))])
    };
    match bad {
        BadWish::Unreadable => Refusal::Usage,
        BadWish::NotANumber(typed) => about(&pools::NO_NUMBER, &typed),
        BadWish::NoSuchUnit(typed) => about(&pools::NO_UNIT, &typed),
    }
}

/// What is said of two units that do not go together: what each of them does go with.
fn no_pair(cx: &mut Cx<'_>, wish: &Wish) -> Refusal {
    let pair = |unit: Unit| partner(unit).map(|other| format!("{} to {}", unit.sign, other.sign));
    let mut pairs: Vec<_> = [wish.from, wish.to].into_iter().filter_map(pair).collect();
    pairs.dedup();
    let pairs = pairs.join(" or ");
    let words = [("from", Word::Text(wish.from.sign)), ("to", Word::Text(wish.to.sign)), ("pairs", Word::Text(&pairs))];
    cx.refusal(&pools::NO_PAIR, &words)
}
