//! Rooms of one fleet stay apart: random traffic of the same few people in several rooms, with the laws held against every line
//! that goes out and every deed that is done.
//!
//! Each room has a word of its own that is in all that is said, left, kept or set up there, and a person who is nowhere else: a
//! line with either in another room has crossed. One room is never spoken in; it has to stay silent, whatever the others do.
//! `DAZZA_APART_SEEDS=0..500` tries more seeds than the gate does, `DAZZA_APART_SEEDS=17..18` one of them again.

mod clauses;
mod laws;
mod traffic;

use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::config::Environment;
use dazza_shared::dice::Dice;
use futures_util::FutureExt;
use jiff::Timestamp;
use sqlx::PgPool;
use tokio::time::Instant;

use super::rig::{NOON, Rig, adds_up};
use crate::host::Now;
use laws::Laws;
use traffic::Line;

/// The rooms, each with its word and the person who is nowhere else. Nobody ever speaks in the last.
const PLACES: [(&str, &str, &str); 4] = [
    ("fatpizza", "qwumbat", "Xanquib"),
    ("shedcinema", "zyklotron", "Xorflib"),
    ("thepub", "vexillum", "Xumbrel"),
    ("theattic", "jabberfex", "Xyntax"),
];

/// The room that nobody speaks in.
const SILENT: usize = 3;

/// Who is in all rooms: people, a moderator of each, a bot admin.
const EVERYWHERE: [(&str, f64); 5] = [("Gazza", 1.0), ("Shazza", 1.0), ("Bev", 1.0), ("Sarge", 2.0), ("Boss", 1.0)];

const FLEET: &str = r#"
    [fleet]
    admins = ["Boss"]
    [cytube]
    url = "http://127.0.0.1:1"
    [accounts.main]
    username = "dazza"
    [defaults]
    greetings = { enabled = true, percent = 100 }
    url_comments = { enabled = true, percent = 100, titles = false }
    [rooms.fatpizza]
    [rooms.shedcinema]
    [rooms.thepub]
    [rooms.theattic]
    greetings = { enabled = false }
"#;

/// Seeds that the gate tries.
const SEEDS: Range<u64> = 0..3;

/// What has to come of these seeds, or they would show little: commands and habits by whose lines something could cross.
const MUST_BE_TOLD: [&str; 16] = [
    "tell",
    "deliver_tells",
    "remind",
    "give_reminders",
    "quote",
    "rq",
    "addquote",
    "custom",
    "respond",
    "say_announcement",
    "raffle",
    "ticket",
    "answer_duel",
    "answer_contest",
    "vote_heist",
    "move_heist",
];

/// Bursts of lines that one seed leads to.
const N_BURSTS: usize = 120;

/// Most lines of a burst: all said at the same time, in rooms of their own.
const MAX_BURST: u64 = 3;

/// From seed to seed: rooms go and come anew, and people have waited for everything. Their money stays.
const BETWEEN_SEEDS: Duration = Duration::from_hours(24 * 200);

/// A fleet's rooms, at the same time.
struct Rooms {
    rigs: Vec<Rig>,
    dice: Dice,
    laws: Laws,
    /// What is to be said to what was said.
    replies: Vec<Line>,
    /// What has happened, for whoever looks into a failure.
    story: Vec<String>,
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn nothing_crosses_rooms_and_what_is_shared_is_the_same_everywhere(owner: PgPool) {
    let mut told = BTreeSet::new();
    for (n, seed) in seeds().enumerate() {
        let mut rooms = Rooms::open(&owner, seed, later(NOON, BETWEEN_SEEDS * u32::try_from(n).unwrap())).await;
        let played = AssertUnwindSafe(rooms.play(&owner)).catch_unwind().await;
        let last = rooms.story.len().saturating_sub(12);
        assert!(played.is_ok(), "seed {seed} fails after:\n{}", rooms.story[last..].join("\n"));
        told.extend(rooms.laws.told);
        for rig in rooms.rigs {
            rig.close(&owner).await;
        }
    }
    let untold: Vec<_> = MUST_BE_TOLD.iter().filter(|name| !told.contains(*name)).collect();
    assert!(seeds() != SEEDS || untold.is_empty(), "{untold:?} never came of anything; all there was: {told:?}");
}

/// The seeds that are asked for.
fn seeds() -> Range<u64> {
    let Some(asked) = Environment::System.get("DAZZA_APART_SEEDS") else { return SEEDS };
    let (first, end) = asked.split_once("..").expect("seeds are given as 0..500");
    first.parse().unwrap()..end.parse().unwrap()
}

impl Rooms {
    /// The rooms, empty of all but people and what these own.
    async fn open(owner: &PgPool, seed: u64, time: Timestamp) -> Self {
        let mut dice = Dice::seeded(seed);
        let now = Now { instant: Instant::now(), time };
        let mut rigs = Vec::new();
        for (room, _, loner) in PLACES {
            let people: Vec<_> = EVERYWHERE.into_iter().chain([(loner, 1.0)]).collect();
            rigs.push(Rig::open(owner, (FLEET, room), &people, dice.child(), now).await);
        }
        let mut laws = Laws::default();
        laws.take_stock(&rigs[0]).await;
        Self { rigs, dice, laws, replies: Vec::new(), story: Vec::new() }
    }

    async fn play(&mut self, owner: &PgPool) {
        self.give_everybody_something().await;
        for n in 0..N_BURSTS {
            self.burst().await;
            self.pass_time().await;
            if n % 20 == 0 {
                self.laws.check_wallets(&self.rigs).await;
            }
        }
        self.laws.check_end(&mut self.rigs).await;
        adds_up(owner).await;
    }

    /// The admin makes money out of nothing, in one room, for people who are in all.
    async fn give_everybody_something(&mut self) {
        for who in ["Gazza", "Shazza", "Bev", "Dazza", PLACES[0].2] {
            self.say(&Line { room: 0, who: "Boss".to_owned(), text: format!("!award {who} 2000"), is_pm: true }).await;
            self.pass(Duration::from_secs(5)).await;
        }
    }

    /// A few lines at once, each in a room of its own, and what comes of them in any order.
    async fn burst(&mut self) {
        for line in std::mem::take(&mut self.replies) {
            self.say(&line).await;
        }
        let mut rooms: Vec<_> = (0..SILENT).collect();
        for _ in 0..self.dice.between(1, MAX_BURST) {
            let room = rooms.remove(usize::try_from(self.dice.below(rooms.len() as u64)).unwrap());
            if let Some(line) = traffic::line(room, &self.rigs[room], &mut self.dice) {
                self.replies.extend(traffic::reply(&line, &mut self.dice));
                self.hear(&line);
            }
        }
        self.settle().await;
        self.check();
    }

    async fn say(&mut self, line: &Line) {
        self.hear(line);
        self.settle().await;
        self.check();
    }

    fn hear(&mut self, line: &Line) {
        self.story.push(format!("{line:?}"));
        self.laws.typed(line, &self.rigs[line.room]);
        let rig = &mut self.rigs[line.room];
        if line.is_pm { rig.pm(&line.who, &line.text) } else { rig.say(&line.who, &line.text) }
    }

    /// Carries out what waits: in order within a room, and in any order between rooms.
    async fn settle(&mut self) {
        loop {
            let busy: Vec<_> = (0..self.rigs.len()).filter(|room| self.rigs[*room].has_deeds()).collect();
            let Some(room) = self.dice.pick(&busy).copied() else { break };
            self.rigs[room].carry_out_one().await;
        }
    }

    /// Holds the laws against what has come of it all since.
    fn check(&mut self) {
        for (room, rig) in self.rigs.iter_mut().enumerate() {
            let (sent, done) = (rig.look(), std::mem::take(&mut rig.done));
            self.story.extend(sent.iter().map(|sent| format!("    {room}: {:?} {}", sent.to, sent.text)));
            self.replies.extend(sent.iter().filter_map(|sent| traffic::vote(room, &sent.text, &mut self.dice)));
            self.laws.check_lines(room, rig, &sent);
            self.laws.check_deeds(room, &done);
        }
        self.laws.forget_burst();
    }

    /// A while passes; now and then somebody comes or goes, or a process is killed.
    async fn pass_time(&mut self) {
        let spans = [(5_u64, 50_u32), (30, 15), (130, 12), (700, 8), (3_700, 5), (13 * 3_600, 3), (49 * 3_600, 1)];
        let span = *self.dice.weighted(&spans).unwrap();
        if self.dice.percent(8.0) {
            let room = usize::try_from(self.dice.below(self.rigs.len() as u64)).unwrap();
            self.story.push(format!("{room} is killed"));
            self.rigs[room].restart().await;
            self.settle().await;
            self.check();
        }
        if self.dice.percent(50.0) {
            let room = usize::try_from(self.dice.below(self.rigs.len() as u64)).unwrap();
            let told = traffic::move_somebody(&mut self.rigs[room], &mut self.dice);
            self.story.push(format!("{room}: {told}"));
            self.settle().await;
            self.check();
        }
        self.story.push(format!("{span} s pass"));
        self.pass(Duration::from_secs(span)).await;
    }

    /// Lets time pass in all rooms: what is due first comes first, wherever that is.
    async fn pass(&mut self, span: Duration) {
        let end = self.rigs[0].now.instant + span;
        loop {
            let due = |rig: &Rig| rig.wake_at().filter(|at| *at <= end);
            let next = (0..self.rigs.len()).filter_map(|room| Some((due(&self.rigs[room])?, room))).min();
            let Some((at, room)) = next else { break };
            self.rigs[room].step_until(at).await;
            self.check();
        }
        for rig in &mut self.rigs {
            rig.step_until(end).await;
        }
        self.check();
    }
}
