//! `quote`: something that somebody once said in this room, in letters that ping nobody.

use std::time::Duration;

use dazza_shared::store::curated;
use dazza_shared::store::quote::{self, Said};
use dazza_shared::zones;
use jiff::tz::TimeZone;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{self, Reply, Word, moment, pools};

pub(super) const COMMAND: Command = Command {
    name: "quote",
    aliases: &["q"],
    usage: "<user> | #[number]",
    about: "Quotes something that somebody once said in here, or a quote that was kept.",
    category: Category::Communication,
    access: Access::Everyone,
    cooldown: Duration::from_mins(10),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// By which clock a quote is dated. Source: `commands-and-games.md`, 2.1.
const ZONE: &str = "Australia/Sydney";

/// Most quotes that one is drawn from.
const MAX_KEPT: i64 = 10_000;

/// How many lines are drawn until one is found of which something is left in a quote.
const DRAWS: usize = 5;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let word = deed.args.split_whitespace().next().unwrap_or_default();
    if let Some(number) = word.strip_prefix('#') {
        return kept(deed, number).await;
    }
    if let Some(whom) = deed.whom(word).await?
        && let Some(reply) = drawn(deed, Some(whom.name.key())).await?
    {
        return Ok(reply);
    }
    Err(deed.halt_at(&pools::QUOTE_NONE, "target", word))
}

/// The quote that was kept under `number`, or any of them if none is named.
async fn kept(deed: &mut StoredCx<'_>, number: &str) -> Result<Reply, Halt> {
    let room = deed.room;
    let number = if number.is_empty() {
        let numbers = curated::numbers(&mut deed.tx, room, MAX_KEPT).await?;
        deed.cx.dice.pick(&numbers).copied()
    } else {
        number.parse().ok()
    };
    let found = match number {
        Some(number) => curated::of_number(&mut deed.tx, room, number).await?,
        None => None,
    };
    let Some(found) = found else { return Err(deed.halt_at(&pools::CURATED_NONE, "typed", deed.args.trim())) };
    let (who, quoted, number) = (deed.shown(&found.who).await?, chat::quote(&found.text), found.number.to_string());
    let words = [("count", Word::Text(&number)), ("quote", Word::Text(&quoted)), ("who", Word::Name(&who))];
    Ok(deed.cx.answer(&pools::CURATED_FRAME, &words))
}

/// A quote of `who`, or of anybody.
pub(super) async fn drawn(deed: &mut StoredCx<'_>, who: Option<&str>) -> Result<Option<Reply>, Halt> {
    let room = deed.room;
    let Some((first, last)) = quote::span(&mut deed.tx, room, who).await? else { return Ok(None) };
    for _ in 0..DRAWS {
        let id = between(deed, first, last);
        let Some(said) = quote::next_from(&mut deed.tx, room, who, id).await? else { continue };
        let quoted = chat::quote(&said.text);
        if !quoted.is_empty() {
            return Ok(Some(framed(deed, &said, &quoted)));
        }
    }
    Ok(None)
}

fn between(deed: &mut StoredCx<'_>, first: i64, last: i64) -> i64 {
    let n_more = u64::try_from(last.saturating_sub(first)).unwrap_or(0);
    first.saturating_add(i64::try_from(deed.cx.dice.between(0, n_more)).unwrap_or(0))
}

fn framed(deed: &mut StoredCx<'_>, said: &Said, quoted: &str) -> Reply {
    let zone = zones::named(ZONE).unwrap_or(TimeZone::UTC);
    let when = moment(said.at, &zone);
    let words = [("quote", Word::Text(quoted)), ("who", Word::Name(&said.name)), ("when", Word::Text(&when))];
    deed.cx.answer(&pools::QUOTE_FRAME, &words)
}
