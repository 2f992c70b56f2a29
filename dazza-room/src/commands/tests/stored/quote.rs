//! `quote` and `rq`.

use std::collections::BTreeSet;

use dazza_shared::counters::CommandResult;
use dazza_shared::store::quote;
use sqlx::PgPool;

use super::is_from;
use crate::chat::{MAX_UNITS, Route, To, fraktur, pools, units};
use crate::commands::tests::till::{Till, only};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn somebody_is_quoted_with_a_date_and_without_a_ping(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("Shaz", "never trust a magpie", 86_400), ("Gaz", "shaz said what about magpies?", 60)]).await;
    let line = only(till.say("!quote shaz").await);
    assert_eq!(line.to, To::Room);
    assert!(is_from(pools::QUOTE_FRAME, &line.text), "{}", line.text);
    assert!(line.text.contains(&fraktur("never trust a magpie", 240)) && line.text.contains("-Shaz"), "{}", line.text);
    // Noon in Brisbane is one o'clock in Sydney, in summer; the line was said an hour after the test began.
    assert!(line.text.contains("23/11/26, 1:00 pm"), "{}", line.text);
    let line = only(till.say("!q GAZ").await);
    assert!(!line.text.contains("shaz"), "{}", line.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_line_that_is_worth_it_comes_up_and_nothing_else(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("Dazza", "I am the bot myself", 10), ("[server]", "this is the server", 9), ("gaz", "too short", 8)])
        .await;
    till.said(&[("gaz", "!quote shaz, you bot", 7), ("gaz", "first long line", 6), ("Shaz", "second long line", 5)])
        .await;
    till.said(&[("gaz", "third long line", 4), ("bob", "see https://bad.example/x, mate", 3)]).await;
    let mut quoted = BTreeSet::new();
    for n in 0..60 {
        let line = only(till.say_as(&format!("asker{n}"), "!rq").await);
        assert!(units(&line.text) <= MAX_UNITS && !line.text.contains("bad.example"), "{}", line.text);
        quoted.insert(line.text.chars().filter(|c| !c.is_ascii()).collect::<String>());
    }
    assert!(quoted.iter().filter(|text| text.contains(&fraktur("long", 240))).count() > 2, "{quoted:?}");
    for text in ["bot", "server", "short", "quote"] {
        assert!(!quoted.iter().any(|line| line.contains(&fraktur(text, 240))), "{text}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn only_a_quote_costs_the_ten_minutes(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (line, pool) in [
        ("!quote", pools::USAGE),
        ("!quote nobody", pools::QUOTE_NONE),
        ("!quote Dazza", pools::QUOTE_NONE),
        ("!rq", pools::RQ_NONE),
    ] {
        let done = till.hear("alice", Route::Public, line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        assert!(is_from(pool, &only(done).text), "{line}");
    }
    till.said(&[("Shaz", "never trust a magpie", 60)]).await;
    for line in ["!quote shaz", "!rq"] {
        assert_eq!(till.hear("alice", Route::Public, line).await.result, CommandResult::Ok, "{line}");
        till.seconds += 590;
        let mut later = till.restarted();
        later.seconds -= 60;
        let told = only(later.hear("alice", Route::Public, line).await);
        assert!(is_from(pools::WAIT, &told.text) && told.text.contains("10"), "{}", told.text);
        later.seconds += 11;
        assert_eq!(later.hear("alice", Route::Public, line).await.result, CommandResult::Ok, "{line}");
        till = later;
    }
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!rq").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_opted_out_is_not_quoted(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("Shaz", "never trust a magpie", 60), ("gaz", "nor a cassowary", 50)]).await;
    let mut tx = till.store.begin().await.unwrap();
    quote::opt_out(&mut tx, &till.room.settings.name, "shaz", till.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_from(pools::QUOTE_NONE, &only(till.say("!quote shaz").await).text));
    for n in 0..10 {
        let done = till.say_as(&format!("asker{n}"), "!rq").await;
        assert!(only(done).text.contains("-gaz"));
    }
}
