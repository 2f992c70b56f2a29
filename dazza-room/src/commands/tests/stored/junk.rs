//! Junk behind the name of every stored command.

use sqlx::PgPool;

use crate::chat::Route;
use crate::commands::tests::till::Till;
use crate::commands::{Run, TABLE};

/// Words that mean something to somebody, and things that mean nothing to anybody.
const WORDS: [&str; 40] = [
    "",
    "alice",
    "@alice,",
    "Dazza",
    "nobody",
    "[server]",
    "*",
    "0",
    "-1",
    "1",
    "50",
    "1000000000",
    "9999999999999999999999",
    "10m",
    "24h",
    "18446744073709551615s",
    "me",
    "stats",
    "domain",
    "all",
    "heads",
    "tails",
    "yes",
    "no",
    "accept",
    "%",
    "_",
    "'; --",
    "\\",
    "\0",
    "a\0b",
    "\u{202e}rtl",
    "ß",
    "İ",
    "ΑΣ",
    "🍕",
    "𝔄",
    "https://bad.example/x",
    "<b>&amp;</b>",
    "{user} {0}",
];

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_stored_command_fails_on_junk(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("alice", "g'day, this is a line", 60), ("Shaz", "https://a.example/x", 50)]).await;
    till.fund("alice", 1_000_000).await;
    let long = ["x".repeat(300), "🍕".repeat(200), "word ".repeat(80)];
    let mut junk: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).chain(long).collect();
    for _ in 0..60 {
        let words: Vec<_> = (0..3).filter_map(|_| till.dice.pick(&WORDS).copied()).collect();
        junk.push(words.join(" "));
    }
    assert!(junk.len() >= 100);
    for command in TABLE.iter().filter(|command| matches!(command.run, Run::Stored(_))) {
        for (args, n) in junk.iter().zip(0_u64..) {
            // Everybody asks once a day, so that nobody has to wait and no limit is met.
            till.seconds += 86_400;
            let name = if n % 3 == 0 { "alice".to_owned() } else { format!("asker{}", n % 7) };
            let route = if n % 5 == 0 { Route::Pm } else { Route::Public };
            let done = till.hear(&name, route, &format!("!{} {args}", command.name)).await;
            assert!(done.error.is_none(), "!{} {args:?}: {:?}", command.name, done.error);
        }
    }
    assert!(till.balance("alice").await >= 0);
    till.adds_up().await;
}
