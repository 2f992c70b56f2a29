//! Room -> what is known of it, process -> room.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dazza_shared::config::Supervision;
use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;

use super::child::Ending;
use super::moment::Moment;
use super::row::Row;

/// The process table of the fleet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    rows: BTreeMap<RoomName, Row>,
    pids: BTreeMap<i32, RoomName>,
}

impl Table {
    /// All rooms, by name.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&RoomName, &Row)> {
        self.rows.iter()
    }

    /// What is known of `room`.
    pub(crate) fn row(&self, room: &RoomName) -> Option<&Row> {
        self.rows.get(room)
    }

    /// What is known of `room`, to be changed. Children come and go by the methods below alone.
    pub(crate) fn row_mut(&mut self, room: &RoomName) -> Option<&mut Row> {
        self.rows.get_mut(room)
    }

    /// The room that the process of that number serves.
    pub(crate) fn room_of(&self, pid: i32) -> Option<&RoomName> {
        self.pids.get(&pid)
    }

    /// Makes sure that `room` has a row.
    pub(crate) fn know(&mut self, room: &RoomName, now: Moment) {
        if !self.rows.contains_key(room) {
            self.rows.insert(room.clone(), Row::absent(now));
        }
    }

    /// Holds these rooms back, for that reason, and no others.
    pub(crate) fn hold(&mut self, held: &BTreeSet<RoomName>, why: &str) {
        for (room, row) in &mut self.rows {
            row.hold(held.contains(room).then_some(why));
        }
    }

    /// Forgets a room that has no child.
    pub(crate) fn forget(&mut self, room: &RoomName) {
        if self.rows.get(room).is_some_and(|row| row.child().pid().is_none()) {
            self.rows.remove(room);
        }
    }

    /// A child was started for `room`.
    pub(crate) fn spawned(&mut self, room: &RoomName, pid: i32, now: Moment) {
        self.pids.insert(pid, room.clone());
        self.entry(room, now).spawned(pid, now);
    }

    /// A child of an earlier supervisor serves `room` and is now ours; `age` is how long it has lived.
    pub(crate) fn adopted(&mut self, room: &RoomName, pid: i32, age: Duration, now: Moment) {
        self.pids.insert(pid, room.clone());
        self.entry(room, now).adopted(pid, age, now);
    }

    /// No child could be started for `room`.
    pub(crate) fn not_started(
        &mut self,
        room: &RoomName,
        why: String,
        now: Moment,
        (rules, dice): (&Supervision, &mut Dice),
    ) {
        self.entry(room, now).ended(Ending::NotStarted(why), now, rules, dice);
    }

    /// The process is gone; the room it served, if it was a child of ours.
    pub(crate) fn ended(
        &mut self,
        pid: i32,
        ending: Ending,
        now: Moment,
        (rules, dice): (&Supervision, &mut Dice),
    ) -> Option<RoomName> {
        let room = self.pids.remove(&pid)?;
        self.entry(&room, now).ended(ending, now, rules, dice);
        Some(room)
    }

    /// How many rooms have a process.
    pub(crate) fn n_alive(&self) -> usize {
        self.pids.len()
    }

    /// The next moment at which time alone calls for a step.
    pub(crate) fn due(&self) -> Option<Moment> {
        self.rows.values().filter_map(Row::due).min()
    }

    fn entry(&mut self, room: &RoomName, now: Moment) -> &mut Row {
        self.rows.entry(room.clone()).or_insert_with(|| Row::absent(now))
    }
}
