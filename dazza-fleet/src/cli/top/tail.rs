//! Reads the logs aside, in a thread of its own: however much there is, keys are heard.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::paths::{FLEET_LOG_NAME, StatePaths};

use super::model::{Entry, Event};
use super::session::Sender;
use crate::cli::logs::found;
use crate::logs::{Level, Line, Reading, Sieve};

/// Wait between two looks at the logs.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Looks at the logs between two looks for new ones.
const LOOKS_A_ROUND: u32 = 8;

/// Lines of one log that are read when it is found, and taken at once later; of a flood the latest are shown.
const MOST: usize = 300;

/// Longest text of a line. Unit: characters.
const LONGEST: usize = 1_000;

/// The logs, each read for itself, so that one that is loud pushes no other out.
struct Tail {
    paths: StatePaths,
    level: Level,
    logs: BTreeMap<Arc<RoomName>, Reading>,
    /// The failure told last.
    told: Option<String>,
}

/// Reads until nobody wants to know any more; `levels` tells what is wanted from then on.
pub(super) fn follow(paths: StatePaths, level: Level, levels: &Receiver<Level>, events: &Sender) {
    let mut tail = Tail { paths, level, logs: BTreeMap::new(), told: None };
    let mut n_looks = 0_u32;
    let mut next = Event::LoggedAnew(tail.find());
    loop {
        let is_empty = matches!(&next, Event::Logged(entries) if entries.is_empty());
        if !is_empty && events.blocking_send(next).is_err() {
            return;
        }
        next = match levels.recv_timeout(LOOK_AGAIN) {
            Ok(level) => {
                tail.level = level;
                tail.logs.clear();
                Event::LoggedAnew(tail.find())
            }
            Err(RecvTimeoutError::Timeout) => {
                n_looks = n_looks.wrapping_add(1);
                let mut entries = if n_looks.is_multiple_of(LOOKS_A_ROUND) { tail.find() } else { Vec::new() };
                entries.extend(tail.look());
                entries.sort_by_key(|entry| entry.time);
                Event::Logged(entries)
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
    }
}

impl Tail {
    /// Begins with the logs that are new; their latest lines.
    fn find(&mut self) -> Vec<Entry> {
        let names = match found(&self.paths) {
            Ok(names) => names,
            Err(error) => return self.complain(&error).into_iter().collect(),
        };
        let mut entries = Vec::new();
        for name in names {
            if self.logs.contains_key(&name) {
                continue;
            }
            match self.begin(&name, &mut entries) {
                Ok(reading) => drop(self.logs.insert(Arc::new(name), reading)),
                Err(error) => entries.extend(self.complain(&error)),
            }
        }
        entries.sort_by_key(|entry| entry.time);
        entries
    }

    fn begin(&self, name: &RoomName, entries: &mut Vec<Entry>) -> io::Result<Reading> {
        let mut reading = Reading::new(Sieve { level: Some(self.level), ..Sieve::default() });
        reading.add(name, &self.paths)?;
        let name = Arc::new(name.clone());
        reading.show_last(MOST, &mut |_, _, line| {
            entries.push(entry(&name, line));
            Ok(())
        })?;
        Ok(reading)
    }

    /// What was written since the last look.
    fn look(&mut self) -> Vec<Entry> {
        let (mut entries, mut failure) = (Vec::new(), None);
        for (name, reading) in &mut self.logs {
            let mut latest = VecDeque::new();
            let shown = reading.show_new(&mut |_, _, line| {
                keep(&mut latest, entry(name, line));
                Ok(())
            });
            entries.extend(latest);
            entries.extend(reading.complaints().iter().map(|told| complaint(Arc::clone(name), told)));
            failure = shown.err().or(failure);
        }
        entries.extend(failure.and_then(|error| self.complain(&error)));
        entries
    }

    /// A failure as a line of the fleet's log, unless it was the last that was told.
    fn complain(&mut self, error: &io::Error) -> Option<Entry> {
        let told = format!("cannot read the logs in {}: {error}", self.paths.logs_dir().display());
        if self.told.as_ref() == Some(&told) {
            return None;
        }
        let entry = complaint(Arc::new(FLEET_LOG_NAME.parse().ok()?), &told);
        self.told = Some(told);
        Some(entry)
    }
}

fn keep(latest: &mut VecDeque<Entry>, entry: Entry) {
    latest.push_back(entry);
    if latest.len() > MOST {
        latest.pop_front();
    }
}

fn entry(room: &Arc<RoomName>, line: &Line) -> Entry {
    let mut text = line.message();
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
    }
    Entry { room: Arc::clone(room), time: line.time, level: line.level, text: text.into() }
}

fn complaint(room: Arc<RoomName>, told: &str) -> Entry {
    let text = crate::logs::tame(told).into();
    Entry { room, time: Clock::System.now(), level: Some(Level::Warn), text }
}
