//! The list of all commands as JSON, written from the table: what the fleet serves on the web, which does not know the table.

use serde::Serialize;

use super::manual::{EARNINGS, GAMES};
use super::{Access, Category, Command, Pm, TABLE};

/// The list. Its form is a promise to users of the API.
#[derive(Debug, Serialize)]
struct Catalogue {
    commands: Vec<Entry>,
    games: Vec<Game>,
    earnings: Vec<Earning>,
}

/// One command.
#[derive(Debug, Serialize)]
struct Entry {
    name: &'static str,
    aliases: &'static [&'static str],
    /// How it is written, without the prefix.
    usage: String,
    about: &'static str,
    category: &'static str,
    access: &'static str,
    wait_seconds: u64,
    /// Whether that wait holds in all rooms together.
    is_wait_shared: bool,
    pm: &'static str,
}

/// What a game gives back of a stake.
#[derive(Debug, Serialize)]
struct Game {
    command: &'static str,
    stake: i64,
    returned_per_mille: u64,
    returned_exactly: String,
    hits_per_mille: u64,
}

/// What a use of an earning command brings on average.
#[derive(Debug, Serialize)]
struct Earning {
    command: &'static str,
    when: &'static str,
    brings: String,
    brings_exactly: String,
}

/// The list, as JSON for people's eyes too.
///
/// # Errors
///
/// None that can happen: all in it is text and numbers.
pub fn catalogue() -> serde_json::Result<String> {
    let games = GAMES.iter().map(|(command, stake, odds)| {
        let odds = odds(*stake);
        Game {
            command,
            stake: stake.dollars(),
            returned_per_mille: odds.returned(),
            returned_exactly: odds.exactly(),
            hits_per_mille: odds.hit_rate(),
        }
    });
    let earnings = EARNINGS.iter().map(|(command, when, chances)| {
        let mean = chances().mean();
        Earning { command, when, brings: mean.to_string(), brings_exactly: mean.exactly() }
    });
    let list =
        Catalogue { commands: TABLE.iter().map(entry).collect(), games: games.collect(), earnings: earnings.collect() };
    serde_json::to_string_pretty(&list).map(|text| text + "\n")
}

fn entry(command: &Command) -> Entry {
    Entry {
        name: command.name,
        aliases: command.aliases,
        usage: command.form(),
        about: command.about,
        category: category(command.category),
        access: match command.access {
            Access::Everyone => "everyone",
            Access::Moderator => "moderator",
            Access::Admin => "admin",
        },
        wait_seconds: command.cooldown.as_secs(),
        is_wait_shared: command.is_earning(),
        pm: match command.pm {
            Pm::Accepted => "accepted",
            Pm::Refused | Pm::Scorned(_) => "refused",
            Pm::Only => "only",
        },
    }
}

const fn category(category: Category) -> &'static str {
    match category {
        Category::Basic => "basic",
        Category::Communication => "communication",
        Category::Economy => "economy",
        Category::Fun => "fun",
        Category::Stats => "stats",
        Category::Utility => "utility",
        Category::Moderation => "moderation",
        Category::Admin => "admin",
    }
}
