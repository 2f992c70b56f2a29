//! What jobs make of what was said, in whatever order things happen.

use dazza_shared::clock::Clock;
use dazza_shared::store::Store;
use dazza_shared::store::chat_log::count_lines;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use sqlx::PgPool;

use super::model::{self, Said};
use super::scene::{Pub, all, register, shift, store_line};
use super::store::{self, figures};
use crate::jobs::{Bounds, Job, Shift, ShiftError};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn figures_are_those_of_a_count_from_scratch_whenever_and_however_often_jobs_run(owner: PgPool) {
    let mut p = Pub::open(&owner, 7).await;
    p.run(&all()).await;
    for round in 0..12 {
        let n = usize::try_from(p.dice.between(1, 40)).unwrap();
        p.talk(n).await;
        let mut jobs = all();
        jobs.retain(|_| p.dice.below(2) == 0);
        // The order is that of chance too.
        if p.dice.below(2) == 0 {
            jobs.reverse();
        }
        for _ in 0..p.dice.between(1, 2) {
            p.run(&jobs).await;
        }
        if round == 8 {
            store::meddle(&owner, store::SPOIL).await;
        }
    }
    let outcomes = p.run(&all()).await;
    assert!(outcomes.iter().all(|outcome| outcome.error.is_none()), "{outcomes:#?}");
    p.is_right().await;
    let again = p.run(&all()).await;
    assert!(again.iter().all(|outcome| outcome.records == 0 && outcome.error.is_none()), "{again:#?}");
    p.is_right().await;
    // And from the first day on, as by the clocks of another zone.
    let from = Some("2020-01-01".parse().unwrap());
    p.run_within(&all(), Bounds { from, ..Bounds::default() }).await;
    p.is_right().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn jobs_and_rooms_that_write_at_the_same_time_do_not_spoil_each_others_figures(owner: PgPool) {
    let mut p = Pub::open(&owner, 8).await;
    p.talk(30).await;
    for _ in 0..3 {
        let (access, zone, jobs) = (p.access.clone(), p.zone, all());
        let (outcomes, ()) = tokio::join!(shift(&access, zone, &jobs, Bounds::default()), p.talk(150));
        assert!(outcomes.iter().all(|outcome| outcome.error.is_none()), "{outcomes:#?}");
    }
    p.run(&all()).await;
    p.is_right().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn clocks_of_another_zone_have_all_hours_counted_anew(owner: PgPool) {
    let mut p = Pub::open(&owner, 9).await;
    p.talk(60).await;
    p.run(&all()).await;
    p.zone = if p.zone == "Asia/Kolkata" { "UTC" } else { "Asia/Kolkata" };
    p.run_within(&[Job::Daily], Bounds { from: Some("2020-01-01".parse().unwrap()), ..Bounds::default() }).await;
    p.run(&[Job::Words, Job::Hours]).await;
    let zone = TimeZone::get(p.zone).unwrap();
    let wanted = model::figures(&p.said, &zone, zone.to_datetime(Clock::System.now()).date());
    let found = figures(&owner).await;
    for kind in ["clock ", "summary ", "day "] {
        let of = |figures: &model::Figures| {
            let kept = figures.iter().filter(|(key, _)| key.starts_with(kind));
            kept.map(|(key, told)| format!("{key} {told}")).collect::<Vec<_>>()
        };
        assert_eq!(of(&found), of(&wanted));
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_number_that_may_still_come_is_not_passed(owner: PgPool) {
    let mut p = Pub::open(&owner, 10).await;
    let mut draw = |room, who| Said { room, who, is_own: false, ..p.draw().0 };
    let (slow, quick, third) = (draw("thepub", "alice"), draw("fatpizza", "bob"), draw("thepub", "carol"));
    // The line of thepub has the lower number, and nobody can see it yet.
    let mut open = p.rooms["thepub"].begin().await.unwrap();
    store_line(&mut open, &slow, 99).await.unwrap();
    p.say(quick).await;
    // It holds up its own room, and no other.
    let only = |room: &str| Bounds { room: Some(room.parse().unwrap()), ..Bounds::default() };
    let outcomes = p.run_within(&[Job::Hours, Job::Content], only("fatpizza")).await;
    assert!(outcomes.iter().all(|outcome| outcome.error.is_none() && outcome.records > 0), "{outcomes:#?}");
    p.rooms.insert("thepub", Store::open(&register(&owner, "thepub").await, "test", 1).unwrap());
    let mut tx = p.rooms["thepub"].begin().await.unwrap();
    store_line(&mut tx, &third, 98).await.unwrap();
    tx.commit().await.unwrap();
    p.run_within(&[Job::Hours], only("thepub")).await;
    assert!(!figures(&owner).await.keys().any(|key| key.starts_with("clock thepub")));
    open.commit().await.unwrap();
    let mut tx = p.rooms["thepub"].begin().await.unwrap();
    assert!(count_lines(&mut tx, &"thepub".parse().unwrap(), p.zone, &[slow.who, third.who]).await.unwrap());
    tx.commit().await.unwrap();
    p.said.extend([third, slow]);
    p.run(&all()).await;
    p.is_right().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_fails_for_one_room_is_done_for_all_others_and_soon_tried_again(owner: PgPool) {
    let mut p = Pub::open(&owner, 11).await;
    p.talk(80).await;
    store::meddle(&owner, store::BREAK_THEPUB).await;
    let outcomes = p.run(&all()).await;
    for outcome in &outcomes {
        let is_broken = outcome.job == "hours";
        assert_eq!(outcome.error.is_some(), is_broken, "{outcome:?}");
        if let Some(error) = &outcome.error {
            assert!(error.contains("1 rooms: thepub") && error.contains("the wheels fell off"), "{error}");
            assert!(
                outcome.next_run.duration_since(Clock::System.now()) < SignedDuration::from_mins(12),
                "{outcome:?}"
            );
        }
    }
    let found = figures(&owner).await;
    assert!(found.keys().any(|key| key.starts_with("clock fatpizza")));
    assert!(!found.keys().any(|key| key.starts_with("clock thepub")));
    store::meddle(&owner, store::MEND_THEPUB).await;
    p.run(&all()).await;
    p.is_right().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn one_process_runs_jobs_and_rooms_that_come_meanwhile_are_taken_in(owner: PgPool) {
    let mut p = Pub::open(&owner, 12).await;
    let shift = Shift::begin(&p.access, p.zone, Bounds::default()).await.unwrap();
    let second = Shift::begin(&p.access, p.zone, Bounds::default()).await;
    assert!(matches!(second, Err(ShiftError::Busy)));
    shift.end().await;
    let nowhere = Bounds { room: Some("nowhere".parse().unwrap()), ..Bounds::default() };
    assert!(matches!(Shift::begin(&p.access, p.zone, nowhere).await, Err(ShiftError::NoSuchRoom(_))));
    p.talk(40).await;
    p.run(&all()).await;
    p.admit("shedcinema").await;
    p.talk(20).await;
    let drawn = p.draw().0;
    p.say(Said { room: "shedcinema", ..drawn }).await;
    p.run(&all()).await;
    p.is_right().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_figure_of_nobody_goes_and_a_run_that_never_ended_is_noted(owner: PgPool) {
    let mut p = Pub::open(&owner, 13).await;
    p.talk(20).await;
    store::meddle(&owner, store::NOBODY).await;
    store::meddle(&owner, store::NEVER_ENDED).await;
    let mut shift = Shift::begin(&p.access, p.zone, Bounds::default()).await.unwrap();
    assert!(shift.due().await.unwrap().contains(&Job::Daily));
    for job in all() {
        shift.run(job).await.unwrap();
    }
    assert_eq!(shift.due().await.unwrap(), []);
    shift.end().await;
    p.is_right().await;
    let runs = store::told(&owner, store::RUNS_OF_DAILY).await;
    assert_eq!(runs.get("error").map(String::as_str), Some("it ended before its work was done"));
    assert!(runs.contains_key("completed"), "{runs:?}");
}
