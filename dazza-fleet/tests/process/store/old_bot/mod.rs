//! Files as the original bot left them: made to order, the same for the same seed.

use std::path::Path;

use dazza_shared::dice::Dice;
use rusqlite::Connection;

/// The schema of its main file.
pub(crate) const SCHEMA: &str = include_str!("schema.sql");

/// A handful of rows in each of its tables, with everything odd in them.
const ODD: &str = include_str!("odd.sql");

/// The first moment of chat. Unit: milliseconds since 1970.
const BEGIN: i64 = 1_735_689_600_000;

/// Who talks: some under several spellings.
const NAMES: [&str; 12] = [
    "Shazza",
    "shazza",
    "SHAZZA",
    "ExtraCheese",
    "PopcornPete",
    "TomatoTess",
    "BackRowBev",
    "backrowbev",
    "Nan",
    "Hemi_42",
    "dazza",
    "[object Object]",
];

/// What is said; `#` becomes a number.
const LINES: [&str; 10] = [
    "g'day, is anybody # here?",
    "that was the # best bit &amp;amp; you know it",
    "<a href=\"https://a.example/?n=#&amp;x=1\" target=\"_blank\">https://a.example/?n=#&amp;x=1</a>",
    "nice <img class=\"emote\" src=\"https://a.example/e.png\" title=\":pie:\"> number #",
    "WHO ATE MY # PIES?! 🍕",
    "!roll #d6",
    "@Nan what is on at #?",
    "yeah nah, # was too many for one esky",
    "&lt;3 # &gt;_&gt;",
    "the tuckshop shuts at # sharp, so get in before the second half begins or go without until interval",
];

/// Comings and goings, by turns.
const COMINGS: [&str; 2] = ["join", "leave"];

/// Makes an empty main file.
pub(crate) fn empty(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;").unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    connection
}

/// Makes a main file with everything odd in it.
pub(crate) fn odd(path: &Path) -> Connection {
    let connection = empty(path);
    connection.execute_batch(ODD).unwrap();
    connection
}

/// Makes a file of videos.
pub(crate) fn videos(path: &Path) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(include_str!("media.sql")).unwrap();
    connection.execute_batch(include_str!("videos.sql")).unwrap();
}

/// Adds `n` lines of chat, with comings and goings, bongs and money to go with them.
pub(crate) fn chat(connection: &mut Connection, seed: u64, n: u64) {
    let mut dice = Dice::seeded(seed);
    let tx = connection.transaction().unwrap();
    let first: i64 = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM messages", [], |row| row.get(0)).unwrap();
    {
        let mut line = tx
            .prepare("INSERT INTO messages (id, username, message, timestamp, room_id) VALUES (?, ?, ?, ?, ?)")
            .unwrap();
        let mut event = tx
            .prepare("INSERT INTO user_events (username, event_type, timestamp, room_id) VALUES (?, ?, ?, ?)")
            .unwrap();
        let mut bong =
            tx.prepare("INSERT INTO user_bongs (username, timestamp, hour, room_id) VALUES (?, ?, ?, ?)").unwrap();
        let mut money = tx
            .prepare("INSERT INTO economy_transactions (username, amount, transaction_type, created_at, room_id) VALUES (?, ?, 'pokies', ?, ?)")
            .unwrap();
        for nth in 0..n {
            let who = NAMES[usize::try_from(dice.below(NAMES.len() as u64)).unwrap()];
            let text = LINES[usize::try_from(dice.below(LINES.len() as u64)).unwrap()];
            let text = text.replace('#', &dice.below(5_000).to_string());
            let room = ["fatpizza", "fatpizza", "default", "ThePub"][usize::try_from(dice.below(4)).unwrap()];
            let at = BEGIN + i64::try_from(nth).unwrap() * 15_000;
            line.execute((first + i64::try_from(nth).unwrap(), who, text, at, room)).unwrap();
            if nth % 20 == 0 {
                event.execute((who, COMINGS[usize::try_from(nth / 20 % 2).unwrap()], at, room)).unwrap();
            }
            if nth % 200 == 0 && !who.starts_with('[') {
                bong.execute((who, at, 5, room)).unwrap();
                money.execute((who, i64::try_from(dice.below(100)).unwrap() - 50, at, room)).unwrap();
            }
        }
        tx.execute(
            "INSERT OR IGNORE INTO user_economy (username, balance, created_at, updated_at) \
             SELECT username, abs(sum(amount)), min(created_at), max(created_at) FROM economy_transactions GROUP BY username",
            [],
        )
        .unwrap();
    }
    tx.commit().unwrap();
}
