//! The fleet as it was seen last, with what was seen before it: rates and logs.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use jiff::Timestamp;

use super::{Entry, Look, Rate};
use crate::cli::status::short_time;
use crate::logs::tame;
use crate::view::RoomView;

/// Lines that are kept of each log.
const OF_ONE: usize = 500;

/// Lines that are kept of all logs together.
const OF_ALL: usize = 2_000;

/// All that is seen at one moment.
#[derive(Clone, Debug, Default)]
pub(in crate::cli::top) struct Picture {
    pub(in crate::cli::top) look: Option<Look>,
    rates: BTreeMap<RoomName, Rate>,
    logs: BTreeMap<RoomName, VecDeque<Entry>>,
    merged: VecDeque<Entry>,
}

impl Picture {
    /// Takes in how the fleet looks now.
    pub(super) fn take(&mut self, look: Look, now: Duration) {
        let was = self.look.as_ref().map(|before| before.view.started);
        if was.is_some_and(|started| started != look.view.started) {
            self.rates.clear(); // another supervisor counts from zero
        }
        self.rates.retain(|name, _| look.view.room(name).is_some());
        for room in &look.view.rooms {
            self.rates.entry(room.name.clone()).or_default().take(now, room.lines_in);
        }
        self.look = Some(look);
    }

    /// Takes in lines of the logs.
    pub(super) fn log(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            push(self.logs.entry((*entry.room).clone()).or_default(), entry.clone(), OF_ONE);
            push(&mut self.merged, entry, OF_ALL);
        }
    }

    /// Forgets all lines.
    pub(super) fn forget_log(&mut self) {
        self.logs.clear();
        self.merged.clear();
    }

    /// The lines of one room, if only those of one are wanted, or of all.
    pub(super) fn lines<'s>(
        &'s self,
        room: Option<&RoomName>,
        is_of_one: bool,
    ) -> impl DoubleEndedIterator<Item = &'s Entry> + use<'s> {
        let of_one = room.and_then(|room| self.logs.get(room));
        if is_of_one { of_one } else { Some(&self.merged) }.into_iter().flatten()
    }

    /// How many lines a room hears, if that is known.
    pub(in crate::cli::top) fn rate(&self, room: &RoomName) -> Option<&Rate> {
        self.rates.get(room)
    }

    /// Lines a minute of a room.
    pub(in crate::cli::top) fn per_minute(&self, room: &RoomName) -> Option<u64> {
        self.rate(room)?.per_minute()
    }

    /// Within what time commands were answered in a room. Unit: milliseconds.
    pub(in crate::cli::top) fn p99_ms(&self, room: &RoomName) -> Option<f64> {
        self.look.as_ref()?.p99_ms.get(room).copied()
    }
}

/// What there is to tell of a room: why it is not joined, what to look at, or how something failed last.
pub(in crate::cli::top) fn why(room: &RoomView, now: Timestamp) -> Option<String> {
    if let Some(reason) = room.reason.as_ref().filter(|_| room.phase != Phase::Joined) {
        let wait = room.next_try.map(|next| since(now, next).as_secs());
        let next = wait.map(|wait| format!(" (next try in {})", short_time(wait))).unwrap_or_default();
        return Some(tame(reason) + &next);
    }
    if let Some(warning) = &room.warning {
        return Some(tame(warning));
    }
    let error = room.last_error.as_ref()?;
    Some(format!("{} ago: {}", short_time(since(error.time, now).as_secs()), tame(&error.text)))
}

fn push(kept: &mut VecDeque<Entry>, entry: Entry, most: usize) {
    kept.push_back(entry);
    if kept.len() > most {
        kept.pop_front();
    }
}
