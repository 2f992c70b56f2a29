//! What holds whatever is typed where.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::store::{counters, ledger, wallet};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::traffic::Line;
use super::{EVERYWHERE, PLACES, SILENT};
use crate::chat::{fraktur, invocation, pools};
use crate::commands::{Cause, Command, Done, TABLE};
use crate::reactions::Note;
use crate::stories::{Rig, Sent, is_from};

/// As long as somebody may rest after a contest, and longer: the contest itself takes a while.
const RESTS_FOR: Duration = Duration::from_mins(7);

/// What has happened so far, as far as the laws ask for it.
#[derive(Debug, Default)]
pub(super) struct Laws {
    /// When a wait for an earning command began, by its name and the player.
    earned: BTreeMap<(&'static str, String), Timestamp>,
    /// When a command was last typed, by room, name and player.
    typed: BTreeMap<(usize, &'static str, String), Timestamp>,
    /// The commands of this burst, each with when it was typed before.
    burst: Vec<(usize, &'static Command, String, Option<Timestamp>)>,
    /// When a contest was last accepted, by room.
    contests: BTreeMap<usize, Timestamp>,
    /// Bongs that were counted, by room and day.
    bongs: BTreeMap<(usize, Date), u64>,
    /// Who has ever been in which room.
    known: BTreeSet<(usize, String)>,
    /// What everybody had at the start.
    had: BTreeMap<String, i64>,
    n_answers: usize,
    /// What has been done and told of, by the names of commands and habits.
    pub(super) told: BTreeSet<&'static str>,
}

impl Laws {
    /// That is going to be typed.
    pub(super) fn typed(&mut self, line: &Line, rig: &Rig) {
        let Some(asked) = invocation(&line.text, "!") else { return };
        let Some(command) = TABLE.iter().find(|row| row.answers_to(&asked.name)) else { return };
        let who = line.who.to_lowercase();
        let before = self.typed.insert((line.room, command.name, who.clone()), rig.now.time);
        self.burst.push((line.room, command, who, before));
    }

    pub(super) fn forget_burst(&mut self) {
        self.burst.clear();
    }

    /// No line of a room has anything of another in it, none goes to who was never there, and none is said where nobody speaks.
    pub(super) fn check_lines(&mut self, room: usize, rig: &Rig, sent: &[Sent]) {
        self.known.extend(rig.people.keys().map(|name| (room, name.clone())));
        self.n_answers += sent.len();
        assert!(room != SILENT || sent.is_empty(), "the room in which nobody speaks says {sent:?}");
        for line in sent {
            check_marks(room, line);
            if let Some(to) = &line.to {
                let is_known = self.known.iter().any(|(n, name)| *n == room && name.eq_ignore_ascii_case(to));
                assert!(is_known, "{to} has never been in room {room}: {line:?}");
            }
            self.check_wait(room, rig.now.time, line);
        }
    }

    /// Who is told to wait has used the command in this room of late, or anywhere if it earns money.
    fn check_wait(&self, room: usize, now: Timestamp, line: &Sent) {
        for (_, command, who, before) in self.burst.iter().filter(|(n, ..)| *n == room) {
            if !is_from(command.waiting.unwrap_or(pools::WAIT), &line.text) {
                continue;
            }
            let is_recent = |then: Option<&Timestamp>| then.is_some_and(|then| later(*then, command.cooldown) > now);
            let here = is_recent(before.as_ref());
            let anywhere = is_recent(self.earned.get(&(command.name, who.clone())));
            // Whoever took part in a contest rests, asked for it or not.
            let rests = self.contests.get(&room).is_some_and(|then| later(*then, RESTS_FOR) > now);
            let here = here || (rests && command.name == "pissing_contest");
            assert!(here || anywhere, "{who} never used {} in room {room}: {line:?}", command.name);
        }
    }

    /// What earns money is done once a wait over all rooms, and is refused while one runs in any.
    pub(super) fn check_deeds(&mut self, room: usize, done: &[(Timestamp, Done)]) {
        let contests = done.iter().filter(|(_, done)| done.name == "answer_contest");
        self.contests.extend(contests.map(|(at, _)| (room, *at)));
        let is_told = |done: &Done| done.result == CommandResult::Ok && !done.reply.is_silent();
        self.told.extend(done.iter().filter(|(_, done)| is_told(done)).map(|(_, done)| done.name));
        for (at, done) in done.iter().filter(|(_, done)| matches!(done.cause, Cause::Command(_))) {
            let Some(command) = TABLE.iter().find(|row| row.name == done.name) else { continue };
            let key = (command.name, done.player.key().to_owned());
            let is_done = done.result == CommandResult::Ok && !done.notes.contains(&Note::Spared);
            if command.is_earning() {
                let runs = self.earned.get(&key).is_some_and(|then| later(*then, command.cooldown) > *at);
                assert!(!(is_done && runs), "{key:?} earns in room {room} before its wait is over");
                assert!(done.wait.is_none() || runs, "{key:?} waits in room {room} for nothing");
                self.earned.extend(is_done.then_some((key, *at)));
            }
            if command.name == "bong" && is_done {
                *self.bongs.entry((room, day(*at))).or_default() += 1;
            }
        }
    }

    /// A wallet is the same from every room, and what all rooms have written into the ledger.
    pub(super) async fn check_wallets(&self, rigs: &[Rig]) {
        let mut sums = self.had.clone();
        for rig in rigs {
            let mut tx = rig.store.begin().await.unwrap();
            for line in ledger::lines_since(&mut tx, &rig.name, Timestamp::UNIX_EPOCH).await.unwrap() {
                *sums.entry(line.who).or_default() += line.amount.dollars();
            }
            tx.rollback().await.unwrap();
        }
        for name in everybody() {
            for rig in rigs {
                let sum = sums.get(&name).copied().unwrap_or_default();
                assert_eq!(balance(rig, &name).await, sum, "{name} as {} sees it", rig.name);
            }
        }
    }

    /// Takes in what everybody has.
    pub(super) async fn take_stock(&mut self, rig: &Rig) {
        for name in everybody() {
            let has = balance(rig, &name).await;
            self.had.insert(name, has);
        }
    }

    /// The same at the end, and each room has counted its own alone.
    pub(super) async fn check_end(&mut self, rigs: &mut [Rig]) {
        self.check_wallets(rigs).await;
        let days: BTreeSet<_> = self.bongs.keys().map(|(_, day)| *day).collect();
        for (room, rig) in rigs.iter().enumerate() {
            let mut tx = rig.store.begin().await.unwrap();
            for day in &days {
                let counted = counters::bongs_on(&mut tx, &rig.name, *day).await.unwrap();
                let had = self.bongs.get(&(room, *day)).copied().unwrap_or_default();
                assert_eq!(counted, had, "the bongs of {} on {day}", rig.name);
            }
            tx.rollback().await.unwrap();
        }
        assert!(self.n_answers > 100, "hardly anything is said: {} lines", self.n_answers);
        assert!(!self.earned.is_empty() && !self.bongs.is_empty());
    }
}

/// Nothing of another room is in the line.
fn check_marks(room: usize, line: &Sent) {
    let others = PLACES.iter().enumerate().filter(|(n, _)| *n != room);
    for mark in others.flat_map(|(_, (_, word, loner))| [word, loner]) {
        let has = line.frame.to_lowercase().contains(&mark.to_lowercase());
        let is_marked = has || line.text.contains(&fraktur(mark, 100));
        assert!(!is_marked, "{mark} crosses into room {room}: {line:?}");
    }
}

/// The keys of all wallets.
fn everybody() -> impl Iterator<Item = String> {
    let names = EVERYWHERE.iter().map(|(name, _)| *name);
    names.chain(PLACES.iter().map(|place| place.2)).chain(["dazza"]).map(str::to_lowercase)
}

async fn balance(rig: &Rig, who: &str) -> i64 {
    let mut tx = rig.store.begin().await.unwrap();
    let wallet = wallet::wallet_of(&mut tx, who).await.unwrap().unwrap_or_default();
    tx.rollback().await.unwrap();
    wallet.balance.dollars()
}

/// The day as the fleet counts days.
fn day(at: Timestamp) -> Date {
    TimeZone::get("Australia/Brisbane").unwrap().to_datetime(at).date()
}
