//! What jobs make of what was said, in whatever order things happen.

use std::collections::{BTreeMap, BTreeSet};

use dazza_shared::clock::Clock;
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{ChatLine, store_lines};
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::{Access, Store, Tx};
use dazza_shared::words::word_count;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;

use super::model::{self, Said};
use super::store::{self, access, figures};
use crate::jobs::{Bounds, Job, Outcome, ROWS, Shift, ShiftError};

const ROOMS: [&str; 2] = ["fatpizza", "thepub"];

const PEOPLE: [&str; 5] = ["alice", "bob", "carol", "dazza", "[server]"];

const TEXTS: [&str; 10] = [
    "g'day all, who is up for a snag?",
    "WHO ATE MY LAST PIE",
    "@bob see https://a.example/x?y=1 and www.b.example",
    "beers 🍺🍺 all round 🎉",
    "i b c a",
    "yeah nah",
    "!!!",
    "ring 02-9999-1234 after 5, it can't wait!",
    "über straße O'Brien’s",
    "🤠",
];

/// A room's people, their lines, and the way in.
struct Pub {
    owner: PgPool,
    access: Access,
    rooms: BTreeMap<&'static str, Store>,
    zone: &'static str,
    dice: Dice,
    said: Vec<Said>,
}

impl Pub {
    async fn open(owner: &PgPool, seed: u64) -> Self {
        let (access, rooms) = (access(owner), BTreeMap::new());
        let mut p =
            Self { owner: owner.clone(), access, rooms, zone: zone(), dice: Dice::seeded(seed), said: Vec::new() };
        for room in ROOMS {
            p.admit(room).await;
        }
        p
    }

    async fn admit(&mut self, room: &'static str) {
        let access = register(&self.owner, room).await;
        self.rooms.insert(room, Store::open(&access, "test", 1).unwrap());
    }

    /// A line of the last three weeks, most of them of the last two days.
    fn draw(&mut self) -> (Said, bool) {
        let hours = if self.dice.below(3) == 0 { 500 } else { 40 };
        let ago = i64::try_from(self.dice.below(hours * 3600)).unwrap();
        let at = Clock::System.now().saturating_sub(SignedDuration::from_secs(ago)).unwrap();
        let pick = |dice: &mut Dice, n: usize| usize::try_from(dice.below(n as u64)).unwrap();
        let who = PEOPLE[pick(&mut self.dice, PEOPLE.len())];
        let text = TEXTS[pick(&mut self.dice, TEXTS.len())].to_owned();
        let room = ROOMS[pick(&mut self.dice, ROOMS.len())];
        let is_counted = self.dice.below(8) > 0;
        (Said { room, who, text, at, is_own: who == "dazza" }, is_counted)
    }

    /// Some lines are said; a few come without a count of their words.
    async fn talk(&mut self, n: usize) {
        for _ in 0..n {
            let (said, is_counted) = self.draw();
            if is_counted {
                self.say(said).await;
            } else {
                store::say_uncounted(&self.owner, &said).await;
                self.said.push(said);
            }
        }
    }

    /// A line is said.
    async fn say(&mut self, said: Said) {
        let mut tx = self.rooms[said.room].begin().await.unwrap();
        say(&mut tx, &said, self.said.len(), self.zone).await;
        tx.commit().await.unwrap();
        self.said.push(said);
    }

    async fn run(&self, jobs: &[Job]) -> Vec<Outcome> {
        self.run_within(jobs, Bounds::default()).await
    }

    async fn run_within(&self, jobs: &[Job], bounds: Bounds) -> Vec<Outcome> {
        shift(&self.access, self.zone, jobs, bounds).await
    }

    /// Nothing differs from what a count from scratch gives.
    async fn is_right(&self) {
        let zone = TimeZone::get(self.zone).unwrap();
        let today = zone.to_datetime(Clock::System.now()).date();
        let wanted = model::figures(&self.said, &zone, today);
        let found = figures(&self.owner).await;
        let keys: BTreeSet<_> = wanted.keys().chain(found.keys()).collect();
        let differ: Vec<_> = keys
            .into_iter()
            .filter(|key| wanted.get(*key) != found.get(*key))
            .map(|key| format!("{key}: is {:?}, should be {:?}", found.get(key), wanted.get(key)))
            .collect();
        assert!(differ.is_empty(), "{} of {} differ:\n{}", differ.len(), wanted.len(), differ.join("\n"));
        assert_eq!(store::wrong_words(&self.owner).await, 0);
    }
}

/// Does these jobs.
async fn shift(access: &Access, zone: &str, jobs: &[Job], bounds: Bounds) -> Vec<Outcome> {
    let mut shift = Shift::begin(access, zone, bounds).await.unwrap();
    let mut outcomes = Vec::new();
    for job in jobs {
        outcomes.push(shift.run(*job).await.unwrap());
    }
    shift.end().await;
    outcomes
}

async fn say(tx: &mut Tx<'static>, said: &Said, n: usize, zone: &str) {
    let room: RoomName = said.room.parse().unwrap();
    let line = ChatLine {
        key: LineKey::of_timer(&room, "said", i64::try_from(n).unwrap()),
        name: said.who.into(),
        text: said.text.as_str().into(),
        sent_at: said.at,
        n_words: u16::try_from(word_count(&said.text)).unwrap(),
        is_command: false,
        is_own: said.is_own,
        links: Vec::new(),
    };
    assert_eq!(store_lines(tx, &room, zone, &[&line]).await.unwrap(), 1);
}

/// How `room` gets in; it is registered first.
async fn register(owner: &PgPool, room: &str) -> Access {
    let (key, name) = (RoomKey::new("the key of all tests".to_owned().into()), room.parse::<RoomName>().unwrap());
    let mut connection = owner.acquire().await.unwrap();
    let registration = Registration { room: &name, is_active: true, config: serde_json::json!({}) };
    registry::register(&mut connection, &key, &registration, Timestamp::UNIX_EPOCH).await.unwrap();
    registry::access_of(&mut connection, &key, &access(owner).url, &name).await.unwrap()
}

/// A zone in which it is not midnight soon: the day must not change while a test runs.
fn zone() -> &'static str {
    let is_day = |zone: &&str| (4..21).contains(&TimeZone::get(zone).unwrap().to_datetime(Clock::System.now()).hour());
    ["Australia/Brisbane", "America/New_York", "Europe/Vienna"].into_iter().find(is_day).unwrap()
}

fn all() -> Vec<Job> {
    ROWS.iter().map(|row| row.job).collect()
}

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
    say(&mut open, &slow, 99, p.zone).await;
    p.say(quick).await;
    // It holds up its own room, and no other.
    let only = |room: &str| Bounds { room: Some(room.parse().unwrap()), ..Bounds::default() };
    let outcomes = p.run_within(&[Job::Hours, Job::Content], only("fatpizza")).await;
    assert!(outcomes.iter().all(|outcome| outcome.error.is_none() && outcome.records > 0), "{outcomes:#?}");
    p.rooms.insert("thepub", Store::open(&register(&owner, "thepub").await, "test", 1).unwrap());
    p.say(third).await;
    p.run_within(&[Job::Hours], only("thepub")).await;
    assert!(!figures(&owner).await.keys().any(|key| key.starts_with("clock thepub")));
    open.commit().await.unwrap();
    p.said.push(slow);
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
