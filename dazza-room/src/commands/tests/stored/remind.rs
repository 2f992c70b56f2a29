//! `remind`.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::is_from;
use crate::chat::{To, pools};
use crate::commands::tests::till::{Till, only};
use crate::reactions::Note;

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_reminder_is_set_for_oneself_or_another(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (line, who, seconds, span) in [
        ("!remind 1h30m the pies", "alice", 5_400, "1h 30m"),
        ("!remindme 10 min the bins", "alice", 600, "10m"),
        ("!remind me 24h tomorrow", "alice", 86_400, "1d"),
        ("!reminder alice 5s quick", "alice", 5, "5s"),
    ] {
        let done = till.say(line).await;
        let [Note::Reminder(set)] = done.notes.as_slice() else { panic!("{done:?}") };
        assert_eq!((set.who.as_str(), set.remind_at), (who, later(till.now(), Duration::from_secs(seconds))), "{line}");
        let told = only(done);
        assert_eq!(told.to, To::Room);
        assert!(is_from(pools::REMIND_SELF, &told.text) && told.text.contains(span), "{}", told.text);
    }
    let done = till.say("!remind bigbadwolf 2h howl").await;
    assert!(matches!(done.notes.as_slice(), [Note::Reminder(set)] if set.who == "big_bad_wolf"), "{done:?}");
    let told = only(done).text;
    assert!(is_from(pools::REMIND_OTHER, &told) && told.contains("-Big_Bad_Wolf"), "{told}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_makes_no_sense_is_refused(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let long = format!("!remind 5m {}", "x".repeat(161));
    for (line, pool) in [
        ("!remind", pools::USAGE),
        ("!remind 10m", pools::USAGE),
        ("!remind shaz 10m", pools::USAGE),
        ("!remind 10m <>", pools::USAGE),
        ("!remind [server] 10m hi", pools::USAGE),
        ("!remind shaz tomorrow hi", pools::REMIND_BAD_TIME),
        ("!remind 24h1s hi", pools::REMIND_TOO_LONG),
        ("!remind 2days hi", pools::REMIND_TOO_LONG),
        ("!remind Dazza 10m hi", pools::REMIND_BOT),
        (long.as_str(), pools::TEXT_TOO_LONG),
    ] {
        let done = till.say(line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        let told = only(done).text;
        assert!(is_from(pool, &told), "{line}: {told}");
    }
    let done = till.pm("alice", "!remind 10m hi").await;
    assert!(is_from(pools::NOT_BY_PM, &only(done).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn there_are_so_many_and_no_more(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for n in 0..5 {
        assert_eq!(till.say(&format!("!remind shaz 1h {n}")).await.result, CommandResult::Ok);
    }
    assert!(is_from(pools::REMIND_TARGET_FULL, &only(till.say("!remind SHAZ 1h six").await).text));
    for n in 5..10 {
        assert_eq!(till.say(&format!("!remind 1h {n}")).await.result, CommandResult::Ok);
    }
    let told = only(till.say("!remind 1h eleven").await).text;
    assert!(is_from(pools::REMIND_TOO_MANY, &told) && told.contains("10"), "{told}");
    assert_eq!(till.say_as("gaz", "!remind shaz 1h hi").await.result, CommandResult::Ok);
    // What nobody came for in seven days makes room again.
    till.seconds += 8 * 86_400;
    assert_eq!(till.say("!remind shaz 1h hi").await.result, CommandResult::Ok);
}
