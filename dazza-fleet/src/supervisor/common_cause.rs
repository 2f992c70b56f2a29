//! Common cause: when most rooms fail together they are held back, one is tried, and the rest follow in a ramp.

use std::collections::{BTreeMap, BTreeSet};

use dazza_shared::config::Supervision;
use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;

use super::child::Child;
use super::moment::Moment;
use super::restart::jitter;
use super::row::Row;
use super::table::Table;

/// Sees that most rooms fail together, and holds them back while they do.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommonCause {
    hold: Option<Hold>,
    /// When the last hold ended: what failed before is not held against anyone any more.
    ended: Option<Moment>,
}

/// A hold: rooms that failed wait until they are let on trial.
#[derive(Clone, Debug)]
struct Hold {
    /// How many rooms may be on trial at once: one, and one more for each that stood since a trial last failed.
    ///
    /// As a room that stands also makes place for another, each round of trials is twice as large as the one before.
    width: usize,
    /// No trial begins before.
    next: Moment,
    /// Trials that failed since one stood.
    n_failed: u32,
    /// Whether any trial has stood.
    has_stood: bool,
    /// Rooms on trial, with the failures they had had when it began.
    trials: BTreeMap<RoomName, u64>,
    /// When the last trial of each room failed.
    failed: BTreeMap<RoomName, Moment>,
}

/// A wanted room that needs no person, as far as a common cause is concerned.
#[derive(Debug)]
struct Seen<'t> {
    row: &'t Row,
    /// It failed, has no process, and waits by itself until then.
    waits_until: Option<Moment>,
    /// It has proved that it can be served.
    stands: bool,
}

/// All of them, by name.
type Rooms<'t> = BTreeMap<RoomName, Seen<'t>>;

impl CommonCause {
    /// Looks at all wanted rooms, and marks in the table which of them are held back and why.
    pub(crate) fn look(
        &mut self,
        wanted: &BTreeSet<RoomName>,
        table: &mut Table,
        now: Moment,
        (rules, dice): (&Supervision, &mut Dice),
    ) {
        let rooms = see(wanted, table, rules, now);
        if self.hold.is_none() && self.is_common(&rooms, rules, now) {
            self.hold = Some(Hold::begin(&rooms, now));
        }
        if let Some(hold) = &mut self.hold {
            hold.judge(&rooms, now, (rules, dice));
            hold.begin_trials(&rooms, now);
            if hold.is_over(&rooms, rules) {
                self.hold = None;
                self.ended = Some(now);
            }
        }
        let held = self.hold.as_ref().map(|hold| hold.held(&rooms)).unwrap_or_default();
        let why = self.hold.as_ref().map(|hold| hold.reason(&rooms));
        table.hold(&held, why.as_deref().unwrap_or_default());
    }

    /// When the next room may be let on trial, if one waits for that.
    pub(crate) fn due(&self, table: &Table) -> Option<Moment> {
        let hold = self.hold.as_ref().filter(|hold| hold.trials.len() < hold.width)?;
        let waits = table.rows().filter(|(_, row)| row.is_held()).filter_map(|(_, row)| row.child().next_try());
        waits.min().map(|until| until.max(hold.next))
    }

    /// Whether most rooms have failed within the window.
    fn is_common(&self, rooms: &Rooms<'_>, rules: &Supervision, now: Moment) -> bool {
        let is_recent = |failed: Moment| {
            now.since(failed) < rules.common_cause_window && self.ended.is_none_or(|ended| failed > ended)
        };
        let fails = |seen: &&Seen<'_>| !seen.stands && seen.row.last_failure().is_some_and(|(at, _)| is_recent(at));
        is_most(rooms.values().filter(fails).count(), rooms, rules)
    }
}

impl Hold {
    /// A hold that begins now; rooms that are just being started count as on trial.
    fn begin(rooms: &Rooms<'_>, now: Moment) -> Self {
        let is_coming = |seen: &Seen<'_>| seen.waits_until.is_none() && !seen.stands;
        let coming = rooms.iter().filter(|(_, seen)| is_coming(seen));
        let trials = coming.map(|(room, seen)| (room.clone(), seen.row.n_failures())).collect();
        Self { width: 1, next: now, n_failed: 0, has_stood: false, trials, failed: BTreeMap::new() }
    }

    /// What has become of the rooms on trial; those that are not wanted any more, or need a person, drop out.
    fn judge(&mut self, rooms: &Rooms<'_>, now: Moment, (rules, dice): (&Supervision, &mut Dice)) {
        for (room, n_failures) in std::mem::take(&mut self.trials) {
            let Some(seen) = rooms.get(&room) else { continue };
            if seen.row.n_failures() > n_failures {
                self.n_failed += 1;
                self.width = 1;
                self.next = now.after(jitter(rules.back_off(self.n_failed), dice));
                self.failed.insert(room, now);
            } else if seen.stands {
                (self.n_failed, self.has_stood) = (0, true);
                self.width += 1;
                self.next = now;
            } else {
                self.trials.insert(room, n_failures);
            }
        }
    }

    /// Lets rooms on trial for as long as there is place.
    fn begin_trials(&mut self, rooms: &Rooms<'_>, now: Moment) {
        while self.trials.len() < self.width && self.next <= now {
            let Some(room) = self.candidate(rooms, Some(now)) else { return };
            let n_failures = rooms.get(&room).map_or(0, |seen| seen.row.n_failures());
            self.trials.insert(room, n_failures);
        }
    }

    /// The room whose turn it is: not tried yet, or longest ago; with `by`, its own wait must be over then.
    fn candidate(&self, rooms: &Rooms<'_>, by: Option<Moment>) -> Option<RoomName> {
        let held = rooms.iter().filter(|(room, _)| !self.trials.contains_key(*room));
        let waits = held.filter_map(|(room, seen)| Some((room, seen.waits_until?)));
        let ready = waits.filter(|(_, until)| by.is_none_or(|by| *until <= by));
        ready.map(|(room, until)| (self.failed.get(room), until, room)).min().map(|(_, _, room)| room.clone())
    }

    /// The rooms that are held back.
    fn held(&self, rooms: &Rooms<'_>) -> BTreeSet<RoomName> {
        let waits = rooms.iter().filter(|(_, seen)| seen.waits_until.is_some()).map(|(room, _)| room);
        waits.filter(|room| !self.trials.contains_key(*room)).cloned().collect()
    }

    /// Whether the ramp has place for all that are left, or those that are left fail by themselves: each had its trial,
    /// others stood theirs, and they are not most rooms any more.
    fn is_over(&self, rooms: &Rooms<'_>, rules: &Supervision) -> bool {
        let held = self.held(rooms);
        let n_left = held.len() + self.trials.len();
        let had_their_trial = self.trials.is_empty() && held.iter().all(|room| self.failed.contains_key(room));
        n_left <= self.width || (self.has_stood && had_their_trial && !is_most(n_left, rooms, rules))
    }

    fn reason(&self, rooms: &Rooms<'_>) -> String {
        let tried = self.trials.keys().next().cloned().or_else(|| self.candidate(rooms, None));
        let tried = match (self.trials.len(), tried) {
            (0 | 1, Some(room)) => format!("trying {room} first"),
            (n, _) => format!("trying {n} of them first"),
        };
        format!("held: most rooms fail together; {tried}")
    }
}

/// The wanted rooms that need no person.
fn see<'t>(wanted: &BTreeSet<RoomName>, table: &'t Table, rules: &Supervision, now: Moment) -> Rooms<'t> {
    let known = wanted.iter().filter_map(|room| Some((room, table.row(room)?)));
    let rooms = known.filter(|(_, row)| !matches!(row.child(), Child::Blocked { .. }));
    let seen = |row: &'t Row| Seen { row, waits_until: row.child().next_try(), stands: row.stands(rules, now) };
    rooms.map(|(room, row)| (room.clone(), seen(row))).collect()
}

/// Whether so many rooms are most of them, and enough to tell a common cause from chance.
fn is_most(n_rooms: usize, of: &Rooms<'_>, rules: &Supervision) -> bool {
    n_rooms >= rules.common_cause_rooms as usize && 2 * n_rooms > of.len()
}
