//! What follows from figures, and what is kept: tiers, words, streaks, and the nightly clearing up.

use dazza_shared::clock::Clock;
use dazza_shared::config::Retention;
use jiff::tz::TimeZone;
use sqlx::PgPool;

use super::model::Said;
use super::scene::Pub;
use super::store;
use crate::jobs::{Bounds, Job};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_different_word_is_counted_and_twenty_thousand_are_kept(owner: PgPool) {
    let mut p = Pub::open(&owner, 14).await;
    let words: Vec<String> = (0..20_500).map(|n| format!("w{n}")).collect();
    for _twice in 0..2 {
        for part in words.chunks(500) {
            let drawn = p.draw().0;
            p.say(Said { room: "fatpizza", who: "alice", text: part.join(" "), is_own: false, ..drawn }).await;
        }
        p.run(&[Job::Content]).await;
        assert_eq!(store::one(&owner, store::WORDS_KEPT).await, 20_000);
        assert_eq!(store::one(&owner, store::WORDS_COUNTED).await, 20_500);
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn tiers_are_handed_out_once_and_the_next_one_is_told(owner: PgPool) {
    let p = Pub::open(&owner, 15).await;
    assert_eq!(store::one(&owner, store::DEFINITIONS).await, 12);
    store::meddle(&owner, store::PEOPLE_WITH_FIGURES).await;
    let first = p.run(&[Job::Achievements]).await;
    let tiers = store::told(&owner, store::TIERS).await;
    let told: Vec<_> = tiers.iter().map(|(what, of)| format!("{what} {of}")).collect();
    assert_eq!(
        told,
        [
            "alice active_days bronze,silver,gold,diamond 512 -",
            "alice message_count bronze,silver,gold 10000 -",
            "alice streak_days bronze 29 -",
            "bob early_bird bronze 60 fatpizza",
            "bob longest_msg bronze,silver,gold,diamond 320 fatpizza",
            "bob message_count bronze 100 fatpizza",
        ]
    );
    assert_eq!(first[0].records, 14);
    let progress = store::told(&owner, store::PROGRESS).await;
    for (of, wanted) in [
        ("alice message_count", "10000 diamond 50000 20.0"),
        ("alice active_days", "512 - - 100.0"),
        ("alice streak_days", "29 silver 30 96.7"),
        ("bob message_count", "100 silver 1000 10.0"),
        ("bob early_bird", "60 silver 250 24.0"),
    ] {
        assert_eq!(progress.get(of).map(String::as_str), Some(wanted), "{of}");
    }
    // 500 lines by night, but of too many: no owl, and nothing to be told of it.
    assert!(!progress.contains_key("bob night_owl"), "{progress:?}");
    // What was handed out stays, also when the figures fall; and is handed out once.
    store::meddle(&owner, store::FIGURES_FALL).await;
    assert_eq!(p.run(&[Job::Achievements]).await[0].records, 0);
    assert_eq!(store::told(&owner, store::TIERS).await.len(), tiers.len());
    let progress = store::told(&owner, store::PROGRESS).await;
    assert_eq!(progress.get("bob early_bird").map(String::as_str), Some("0 silver 250 0.0"));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_not_kept_goes_and_the_rest_stays(owner: PgPool) {
    let p = Pub::open(&owner, 16).await;
    store::meddle(&owner, store::LEFTOVERS).await;
    let outcomes = p.run(&[Job::Housekeeping]).await;
    assert_eq!(outcomes[0].error, None);
    let left = store::told(&owner, store::LEFT).await;
    let wrong: Vec<_> = left.iter().filter(|(_, n)| *n != "1").collect();
    assert!(wrong.is_empty() && left.len() == 10, "one of two is kept of each: {left:#?}");
    assert_eq!(
        store::one(&owner, store::OPEN).await,
        3,
        "a session, a watcher and a person of the room that is served"
    );
    assert_eq!(p.run(&[Job::Housekeeping]).await[0].records, 0);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn lines_go_only_where_the_fleet_says_so(owner: PgPool) {
    let p = Pub::open(&owner, 17).await;
    store::meddle(&owner, store::OLD_LINES).await;
    let n_lines = store::one(&owner, store::LINES).await;
    p.run(&[Job::Housekeeping]).await;
    assert_eq!(store::one(&owner, store::LINES).await, n_lines);
    let kept = |days| Bounds { retention: Retention { message_days: Some(days) }, ..Bounds::default() };
    p.run_within(&[Job::Housekeeping], kept(30)).await;
    assert_eq!(store::one(&owner, store::LINES).await * 3, n_lines * 2);
    p.run_within(&[Job::Housekeeping], kept(7)).await;
    assert_eq!(store::one(&owner, store::LINES).await * 3, n_lines);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_streak_of_bongs_ends_when_a_local_day_is_missed(owner: PgPool) {
    let p = Pub::open(&owner, 17).await;
    let today = TimeZone::get(p.zone).unwrap().to_datetime(Clock::System.now()).date();
    store::meddle(&owner, &store::bongs(&today.to_string())).await;
    assert_eq!(p.run(&[Job::Bongs]).await[0].records, 1);
    let streaks = store::told(&owner, store::BONG_STREAKS).await;
    let told: Vec<_> = streaks.iter().map(|(who, of)| format!("{who} {of}")).collect();
    assert_eq!(told, ["alice 3 5 true", "bob 3 5 true", "carol 0 5 false"]);
    assert_eq!(p.run(&[Job::Bongs]).await[0].records, 0);
}
