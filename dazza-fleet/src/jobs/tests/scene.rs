//! Two rooms whose people talk, and somebody who does jobs.

use std::collections::{BTreeMap, BTreeSet};

use dazza_shared::clock::Clock;
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{ChatLine, count_lines, store_lines};
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::{Access, Store, StoreError, Tx};
use dazza_shared::words::word_count;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;

use super::model::{self, Said};
use super::store::{self, access, figures};
use crate::jobs::{Bounds, Job, Outcome, ROWS, Shift};

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
pub(super) struct Pub {
    pub(super) owner: PgPool,
    pub(super) access: Access,
    pub(super) rooms: BTreeMap<&'static str, Store>,
    pub(super) zone: &'static str,
    pub(super) dice: Dice,
    pub(super) said: Vec<Said>,
}

impl Pub {
    pub(super) async fn open(owner: &PgPool, seed: u64) -> Self {
        let (access, rooms) = (access(owner), BTreeMap::new());
        let mut p =
            Self { owner: owner.clone(), access, rooms, zone: zone(), dice: Dice::seeded(seed), said: Vec::new() };
        for room in ROOMS {
            p.admit(room).await;
        }
        p
    }

    pub(super) async fn admit(&mut self, room: &'static str) {
        let access = register(&self.owner, room).await;
        self.rooms.insert(room, Store::open(&access, "test", 1).unwrap());
    }

    /// A line of the last three weeks, most of them of the last two days.
    pub(super) fn draw(&mut self) -> (Said, bool) {
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
    pub(super) async fn talk(&mut self, n: usize) {
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

    /// A line is said; what gets in the way of a job is stored again, as rooms do.
    pub(super) async fn say(&mut self, said: Said) {
        let store = async || {
            let mut tx = self.rooms[said.room].begin().await?;
            say(&mut tx, &said, self.said.len(), self.zone).await?;
            tx.commit().await.map_err(StoreError::from)
        };
        loop {
            match store().await {
                Err(StoreError::Contended(_)) => {}
                stored => break stored.unwrap(),
            }
        }
        self.said.push(said);
    }

    pub(super) async fn run(&self, jobs: &[Job]) -> Vec<Outcome> {
        self.run_within(jobs, Bounds::default()).await
    }

    pub(super) async fn run_within(&self, jobs: &[Job], bounds: Bounds) -> Vec<Outcome> {
        shift(&self.access, self.zone, jobs, bounds).await
    }

    /// Nothing differs from what a count from scratch gives.
    pub(super) async fn is_right(&self) {
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
pub(super) async fn shift(access: &Access, zone: &str, jobs: &[Job], bounds: Bounds) -> Vec<Outcome> {
    let mut shift = Shift::begin(access, zone, bounds).await.unwrap();
    let mut outcomes = Vec::new();
    for job in jobs {
        outcomes.push(shift.run(*job).await.unwrap());
    }
    shift.end().await;
    outcomes
}

async fn say(tx: &mut Tx<'static>, said: &Said, n: usize, zone: &str) -> Result<(), StoreError> {
    store_line(tx, said, n).await?;
    assert!(count_lines(tx, &said.room.parse().unwrap(), zone, &[said.who]).await?);
    Ok(())
}

/// Stores a line which nothing has counted yet.
pub(super) async fn store_line(tx: &mut Tx<'static>, said: &Said, n: usize) -> Result<(), StoreError> {
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
    assert_eq!(store_lines(tx, &room, &[&line]).await?, 1);
    Ok(())
}

/// How `room` gets in; it is registered first.
pub(super) async fn register(owner: &PgPool, room: &str) -> Access {
    let (key, name) = (RoomKey::new("the key of all tests".to_owned().into()), room.parse::<RoomName>().unwrap());
    let mut connection = owner.acquire().await.unwrap();
    let registration = Registration { room: &name, is_active: true, config: serde_json::json!({}) };
    registry::register(&mut connection, &key, &registration, Timestamp::UNIX_EPOCH).await.unwrap();
    registry::access_of(&mut connection, &key, &access(owner).url, &name).await.unwrap()
}

/// A zone in which it is not midnight soon: the day must not change while a test runs.
pub(super) fn zone() -> &'static str {
    let is_day = |zone: &&str| (4..21).contains(&TimeZone::get(zone).unwrap().to_datetime(Clock::System.now()).hour());
    ["Australia/Brisbane", "America/New_York", "Europe/Vienna"].into_iter().find(is_day).unwrap()
}

pub(super) fn all() -> Vec<Job> {
    ROWS.iter().map(|row| row.job).collect()
}
