//! What a fleet holds over hours: a look every so often, and what the looks tell of growth.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::course::{Course, Line, slope};
use crate::measure::processes::Held;
use crate::measure::{Figure, count};

/// How long a fleet fills its stores before growth counts, if the run is long enough. Unit: minutes.
const FILLING: f64 = 60.0;

/// Growth is told by the hour. Unit: minutes.
const HOUR: f64 = 60.0;

/// One look at a fleet.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// When, since the first look. Unit: minutes.
    pub(super) minute: f64,
    /// Each room's process, and what it holds, by the room's name.
    pub(super) rooms: BTreeMap<String, (i32, Held)>,
    /// What the supervisor holds.
    pub(super) supervisor: Held,
    /// What the database server and its sessions hold.
    pub(super) postgres: Held,
    /// What the chat server holds.
    pub(super) sim: Held,
}

/// All looks so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks {
    all: Vec<Look>,
}

/// Of what a process holds: key, name, unit, and the value.
type Kind = (&'static str, &'static str, &'static str, fn(&Held) -> u64);

const KINDS: [Kind; 2] = [
    ("pss", "PSS", "KiB", |held| held.pss_kib),
    ("descriptors", "open descriptors", "descriptors", |held| held.n_descriptors),
];

/// Whom a line is of: key, name, and what it takes of a look.
type Whose = (&'static str, &'static str, fn(&Look, fn(&Held) -> u64) -> f64);

const WHOSE: [Whose; 5] = [
    ("room", "a room, the mean of all", |look, of| mean(&look.of_rooms(of))),
    ("most", "the room that has most", |look, of| look.of_rooms(of).into_iter().fold(0.0, f64::max)),
    ("supervisor", "supervisor", |look, of| count(of(&look.supervisor))),
    ("postgres", "Postgres and its sessions", |look, of| count(of(&look.postgres))),
    ("sim", "chat server", |look, of| count(of(&look.sim))),
];

impl Look {
    fn of_rooms(&self, of: fn(&Held) -> u64) -> Vec<f64> {
        self.rooms.values().map(|(_, held)| count(of(held))).collect()
    }
}

impl Looks {
    /// Takes in the next look.
    pub(super) fn add(&mut self, look: Look) {
        self.all.push(look);
    }

    /// What was seen, look by look.
    pub(super) fn course(&self) -> Course {
        let lines = KINDS.iter().flat_map(|(kind, what, unit, of)| {
            WHOSE.iter().map(move |(whose, who, take)| Line {
                key: format!("{whose}-{kind}"),
                name: format!("{what}: {who}"),
                unit: (*unit).to_owned(),
                values: self.all.iter().map(|look| rounded(take(look, *of))).collect(),
            })
        });
        Course { minutes: self.all.iter().map(|look| rounded(look.minute)).collect(), lines: lines.collect() }
    }

    /// What is told of it: how everything grows, what it holds at the end, and how many rooms were not the same process all along.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let Some(last) = self.all.last() else { return Vec::new() };
        let n_rooms = self.all.iter().map(|look| look.rooms.len()).max().unwrap_or_default();
        let run = format!("{n_rooms} rooms of the demo for {:.0} minutes", last.minute);
        let rising = format!("{run}, growth from minute {:.0} on", self.from());
        let growing = KINDS.iter().flat_map(|kind| self.growth(kind, &rising));
        let at_end = format!("{run}, at the end");
        let held = KINDS.iter().flat_map(|kind| held(last, kind, &at_end));
        let n_restarts = count(self.restarts().len() as u64);
        let restarts = Figure::of("restarts", "rooms that were started again", &run).value("restarts", n_restarts);
        growing.chain(held).chain([restarts]).collect()
    }

    /// Rooms that got another process, a sentence each: what they held before says nothing of what they hold after.
    pub(super) fn restarts(&self) -> Vec<String> {
        let mut serving = BTreeMap::<&str, i32>::new();
        let served =
            self.all.iter().flat_map(|look| look.rooms.iter().map(|(room, (pid, _))| (look.minute, room, *pid)));
        let told = served.filter_map(|(minute, room, pid)| {
            let before = serving.insert(room, pid).filter(|before| *before != pid)?;
            Some(format!("{room}: process {before} had ended, and {pid} was there, in minute {minute:.0}"))
        });
        told.collect()
    }

    /// From which minute on growth counts: after the first hour, or in the last half of a run that is not twice as long.
    fn from(&self) -> f64 {
        self.all.last().map_or(0.0, |look| FILLING.min(look.minute / 2.0))
    }

    fn growth(&self, (kind, what, unit, of): &Kind, load: &str) -> Vec<Figure> {
        let (from, unit) = (self.from(), format!("{unit} an hour"));
        let rises = |points: Vec<(f64, f64)>| slope(&points).map(|steep| steep * HOUR);
        let counted = || self.all.iter().filter(|look| look.minute >= from);
        let mut figures = Vec::new();
        for (whose, who, take) in WHOSE.iter().filter(|(whose, ..)| *whose != "most") {
            let steep = rises(counted().map(|look| (look.minute, take(look, *of))).collect());
            let figure = Figure::of(&format!("{whose}-{kind}-growth"), &format!("growth of {what}: {who}"), load);
            figures.extend(steep.map(|steep| figure.value(&unit, steep)));
        }
        let pids: BTreeSet<i32> = counted().flat_map(|look| look.rooms.values().map(|(pid, _)| *pid)).collect();
        let points = |pid: i32| {
            let seen = counted().filter_map(|look| Some((look.minute, look.rooms.values().find(|it| it.0 == pid)?.1)));
            seen.map(|(minute, held)| (minute, count(of(&held)))).collect()
        };
        let each: Vec<_> = pids.into_iter().filter_map(|pid| rises(points(pid))).collect();
        if !each.is_empty() {
            let figure = Figure::of(&format!("each-{kind}-growth"), &format!("growth of {what}: each room"), load);
            figures.push(figure.values(&unit, each));
        }
        figures
    }
}

fn held(last: &Look, (kind, what, unit, of): &Kind, load: &str) -> Vec<Figure> {
    let figure = |whose, who| Figure::of(&format!("{whose}-{kind}"), &format!("{what}: {who}"), load);
    let rooms = figure("room", "each room").values(unit, last.of_rooms(*of));
    let others = WHOSE.iter().filter(|(whose, ..)| !["room", "most"].contains(whose));
    std::iter::once(rooms)
        .chain(others.map(|(whose, who, take)| figure(whose, who).value(unit, take(last, *of))))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values.len() as u64).max(1.0)
}

/// To two digits behind the point, so that a file of hundreds of looks can be read.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
