//! The manual of all commands, written from the table.

use std::fmt::Write as _;

use dazza_shared::money::Money;

use super::{Category, Command, Pm, TABLE};
use crate::chat::span;
use crate::games::bonus::Bonus;
use crate::games::chances::Chances;
use crate::games::odds::Odds;
use crate::games::{
    beg, bottles, cashie, centrelink, coin_flip, couch_coins, fish, mug, mystery_esky, pokies, scratchie,
    sign_spinning, tab,
};

const HEAD: &str = "\
# Commands

<!-- Written from the table of commands; a test holds the two together. To write it anew:
     cargo run -q -p dazza-room --example commands_md > docs/commands.md -->

The prefix `!` is the usual one; a room may have another. `<this>` has to be given, `[this]` may be. Each player waits
the time under \"wait\" between two uses of a command in a room. \"PM\" says whether a command may come by private message, or may
come in no other way. What earns money has one wait for all rooms together.
";

const ODDS_HEAD: &str = "
## Odds

What the games give back of what is staked, counted out over all that can fall; a test holds each figure. Winnings are
whole dollars, so that small stakes give back less.

| game | stake | gives back | exactly | pays in |
| --- | --- | --- | --- | --- |
";

/// A game against the house: which, for what stake, and its odds at that.
pub(super) type Game = (&'static str, Money, fn(Money) -> Odds);

/// All of them, for some stakes.
pub(super) const GAMES: [Game; 13] = [
    ("coin_flip", Money::of(1), |_| coin_flip::odds()),
    ("mystery_esky", mystery_esky::PRICE, |_| mystery_esky::odds()),
    ("pokies", Money::of(1), pokies::odds),
    ("pokies", Money::of(5), pokies::odds),
    ("pokies", Money::of(100), pokies::odds),
    ("pokies", pokies::MOST, pokies::odds),
    ("scratchie", scratchie::TICKETS[0].price, scratchie::odds),
    ("scratchie", scratchie::TICKETS[1].price, scratchie::odds),
    ("scratchie", scratchie::TICKETS[2].price, scratchie::odds),
    ("scratchie", scratchie::TICKETS[3].price, scratchie::odds),
    ("tab", Money::of(1), tab::odds),
    ("tab", Money::of(5), tab::odds),
    ("tab", tab::MOST, tab::odds),
];

const EARNINGS_HEAD: &str = "
## Earnings

What a use of the earning commands brings on average, counted out over all that can come of it; a test holds each figure.

| command | when | brings | exactly |
| --- | --- | --- | --- |
";

/// An earning command, in which case, and what can come of it.
pub(super) type Earning = (&'static str, &'static str, fn() -> Chances);

/// All of them, in the cases that differ.
pub(super) const EARNINGS: [Earning; 15] = [
    ("bottles", "on most days", || bottles::JOB.chances(Bonus::None)),
    ("bottles", "on a Monday or Tuesday: x1.5", || bottles::JOB.chances(Bonus::BinDay)),
    ("bottles", "in December, or from 22 to 28 September: x2", || bottles::JOB.chances(Bonus::FestiveSeason)),
    ("cashie", "on most days", || cashie::JOB.chances(Bonus::None)),
    ("cashie", "on a weekend, or from the 28th on: x1.5", || cashie::JOB.chances(Bonus::Weekend)),
    ("cashie", "on a weekend from the 28th on: x2.25", || cashie::JOB.chances(Bonus::WeekendAtMonthEnd)),
    ("centrelink", "before a windfall is shared", centrelink::chances),
    ("sign_spinning", "always", sign_spinning::chances),
    ("couch_coins", "with $25 or more", || couch_coins::chances(Money::of(25))),
    ("couch_coins", "with nothing", || couch_coins::chances(Money::ZERO)),
    ("fish", "with a worm, before a windfall is shared", || fish::chances(&fish::WORM)),
    ("beg", "trusted at 0, with $20 or more", || beg::chances(0)),
    ("beg", "trusted at 50, with $20 or more", || beg::chances(50)),
    ("beg", "trusted at 100, with $20 or more", || beg::chances(100)),
    ("mug", "against the house, when both have enough", mug::house_chances),
];

/// The manual, as Markdown.
pub fn manual() -> String {
    let mut page = HEAD.to_owned();
    for category in Category::ALL {
        page.extend(["\n## ", category.title(), "\n\n"]);
        page.push_str("| command | also | what it does | who | wait | PM |\n| --- | --- | --- | --- | --- | --- |\n");
        for command in TABLE.iter().filter(|command| command.category == category) {
            row(&mut page, command);
        }
    }
    page.push_str(ODDS_HEAD);
    for (game, stake, odds) in GAMES {
        let odds = odds(stake);
        let (returned, exactly, hit_rate) = (per_cent(odds.returned()), odds.exactly(), per_cent(odds.hit_rate()));
        // Writing to a String cannot fail.
        writeln!(page, "| `!{game}` | {stake} | {returned} | {exactly} | {hit_rate} of rounds |").unwrap_or_default();
    }
    page.push_str(EARNINGS_HEAD);
    for (command, when, chances) in EARNINGS {
        let mean = chances().mean();
        writeln!(page, "| `!{command}` | {when} | {mean} | {} |", mean.exactly()).unwrap_or_default();
    }
    page
}

/// Tenths of a percent, as percent.
fn per_cent(tenths: u64) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn row(page: &mut String, command: &Command) {
    let also: Vec<_> = command.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    let by_pm = match command.pm {
        Pm::Accepted => "yes",
        Pm::Refused | Pm::Scorned(_) => "no",
        Pm::Only => "only",
    };
    // Writing to a String cannot fail.
    let (form, about, who) = (command.form().replace('|', "\\|"), command.about, command.access.title());
    let wait = span(command.cooldown);
    writeln!(page, "| `!{form}` | {} | {about} | {who} | {wait} | {by_pm} |", also.join(", ")).unwrap_or_default();
}
