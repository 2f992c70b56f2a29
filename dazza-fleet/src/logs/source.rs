//! One log as a source of wanted lines.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use dazza_shared::names::RoomName;
use dazza_shared::telemetry::{Part, Tail};
use jiff::Timestamp;

use super::line::Line;
use super::sieve::Sieve;

/// The log of one room, or of the fleet.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: RoomName,
    tail: Tail,
    /// The next wanted line, read already.
    pub(crate) waiting: Option<Line>,
    /// The time of the last line read.
    reached: Timestamp,
    /// The failure told last.
    told: Option<String>,
}

impl Source {
    /// The log at `path`, from its beginning.
    pub(crate) fn open(name: RoomName, path: &Path) -> io::Result<Self> {
        Ok(Self { name, tail: Tail::of(path)?, waiting: None, reached: Timestamp::MIN, told: None })
    }

    /// Leaves out files that hold nothing as young as `sieve` wants it.
    pub(crate) fn skip(&mut self, sieve: &Sieve) {
        if let Some(since) = sieve.since {
            self.tail.forget_before(since);
        }
    }

    /// Reads up to the next wanted line, if there is one yet; what cannot be read is given to `tell`.
    pub(crate) fn fetch(&mut self, sieve: &Sieve, tell: &mut dyn FnMut(&str)) {
        while self.waiting.is_none() {
            match self.next_wanted(sieve) {
                Ok(Some(line)) => self.waiting = Some(line),
                // The same failure again is left to the next turn.
                Err(error) if self.complain(&error, tell) => {}
                Ok(None) | Err(_) => break,
            }
        }
        if self.tail.has_gap() {
            tell(&format!("some records of {} were removed before they could be shown", self.name));
        }
    }

    /// The last `most` wanted lines of what there is; everything older counts as read.
    pub(crate) fn last(&mut self, most: usize, sieve: &Sieve, tell: &mut dyn FnMut(&str)) -> VecDeque<Line> {
        let older = self.tail.take_older();
        let mut kept = VecDeque::new();
        loop {
            self.fetch(sieve, tell);
            let Some(line) = self.waiting.take() else { break };
            push(&mut kept, line, most);
        }
        for part in older {
            let is_old = sieve.since.is_some_and(|since| part.modified() < since);
            if kept.len() >= most || is_old {
                break;
            }
            let (mut found, failure) = last_of(part, most - kept.len(), sieve);
            found.append(&mut kept);
            kept = found;
            if let Some(error) = failure {
                self.complain(&error, tell);
            }
        }
        kept
    }

    fn next_wanted(&mut self, sieve: &Sieve) -> io::Result<Option<Line>> {
        while let Some(bytes) = self.tail.next_line()? {
            let Some(line) = Line::read(&bytes, self.reached) else { continue };
            self.reached = line.time;
            if sieve.takes(&line) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// Tells a failure, unless it was the last that was told; whether it was not.
    fn complain(&mut self, error: &io::Error, tell: &mut dyn FnMut(&str)) -> bool {
        let told = Some(format!("cannot read all of the log of {}: {error}", self.name));
        let is_new = self.told != told;
        if is_new {
            self.told = told;
            self.told.iter().for_each(|told| tell(told));
        }
        is_new
    }
}

/// The last `most` wanted lines of a file that is written no more, and why there are not more of them.
fn last_of(mut part: Part, most: usize, sieve: &Sieve) -> (VecDeque<Line>, Option<io::Error>) {
    let (mut found, mut reached) = (VecDeque::new(), Timestamp::MIN);
    loop {
        let bytes = match part.next_line(true) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return (found, None),
            Err(error) => return (found, Some(error)),
        };
        let Some(line) = Line::read(&bytes, reached) else { continue };
        reached = line.time;
        if sieve.takes(&line) {
            push(&mut found, line, most);
        }
    }
}

fn push(kept: &mut VecDeque<Line>, line: Line, most: usize) {
    kept.push_back(line);
    if kept.len() > most {
        kept.pop_front();
    }
}
