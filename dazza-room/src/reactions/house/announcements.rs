//! When a line is said again that is said again and again: only while people are there, and the talk has moved on.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::store::announcement::Announcement;
use jiff::Timestamp;

use super::super::TRY_AGAIN;

/// From one announcement to the next, whichever.
const GAP: Duration = Duration::from_mins(1);

/// The announcements of a room.
#[derive(Debug, Default)]
pub struct Announcements {
    planned: Vec<Planned>,
    is_under_way: bool,
    not_before: Option<Timestamp>,
}

#[derive(Debug)]
struct Planned {
    id: i64,
    due_at: Timestamp,
    min_lines: u32,
    /// Lines that others have said since.
    n_lines: u32,
}

impl Announcements {
    /// These are all; what was said since the last time is remembered.
    pub(super) fn replace(&mut self, all: &[Announcement]) {
        self.planned.retain(|known| all.iter().any(|one| one.id == known.id));
        for one in all {
            let n_lines = self.planned.iter().find(|known| known.id == one.id).map_or(0, |known| known.n_lines);
            self.set(one);
            if let Some(known) = self.planned.iter_mut().find(|known| known.id == one.id) {
                known.n_lines = n_lines;
            }
        }
    }

    /// One is new, or has just been said.
    pub(super) fn set(&mut self, one: &Announcement) {
        self.remove(one.id);
        self.planned.push(Planned { id: one.id, due_at: one.due_at, min_lines: one.min_lines, n_lines: 0 });
    }

    /// One is gone.
    pub(super) fn remove(&mut self, id: i64) {
        self.planned.retain(|known| known.id != id);
    }

    /// Somebody has said something.
    pub fn note_line(&mut self) {
        for known in &mut self.planned {
            known.n_lines = known.n_lines.saturating_add(1);
        }
    }

    /// When one is due next, if people are there.
    pub fn due_at(&self) -> Option<Timestamp> {
        let ready = self.planned.iter().filter(|known| known.n_lines >= known.min_lines);
        let next = ready.map(|known| known.due_at).min().filter(|_| !self.is_under_way)?;
        Some(self.not_before.map_or(next, |not_before| next.max(not_before)))
    }

    /// The number of one that is due; asked once, it is under way.
    pub fn take_due(&mut self, now: Timestamp) -> Option<i64> {
        self.due_at().filter(|at| *at <= now)?;
        let ready = self.planned.iter().filter(|known| known.n_lines >= known.min_lines && known.due_at <= now);
        let due = ready.min_by_key(|known| (known.due_at, known.id)).map(|known| known.id);
        self.is_under_way = due.is_some();
        due
    }

    /// Saying it has come to its end; if that failed it is tried again soon.
    pub fn tried(&mut self, has_failed: bool, now: Timestamp) {
        self.is_under_way = false;
        self.not_before = Some(later(now, if has_failed { TRY_AGAIN } else { GAP }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_444_500 + seconds).unwrap()
    }

    fn one(id: i64, due: i64, min_lines: u32) -> Announcement {
        Announcement { id, text: String::new(), every: Duration::from_mins(30), min_lines, due_at: at(due) }
    }

    #[test]
    fn one_is_due_when_its_time_has_come_and_the_talk_has_moved_on() {
        let mut all = Announcements::default();
        all.replace(&[one(1, 100, 2), one(2, 100, 0)]);
        assert_eq!((all.due_at(), all.take_due(at(99))), (Some(at(100)), None));
        assert_eq!(all.take_due(at(100)), Some(2));
        assert_eq!((all.due_at(), all.take_due(at(100))), (None, None), "it is under way");
        all.set(&one(2, 1_900, 0));
        all.tried(false, at(100));
        assert_eq!(all.take_due(at(1_000)), None, "nobody has said anything");
        all.note_line();
        all.note_line();
        assert_eq!(all.due_at(), Some(at(160)), "one at a time");
        assert_eq!(all.take_due(at(1_000)), Some(1));
        all.tried(true, at(1_000));
        assert_eq!(all.take_due(at(1_005)), Some(1));
    }

    #[test]
    fn what_is_looked_up_again_forgets_no_lines() {
        let mut all = Announcements::default();
        all.replace(&[one(1, 0, 1), one(2, 0, 1)]);
        all.note_line();
        all.replace(&[one(1, 0, 1), one(3, 0, 1)]);
        assert_eq!(all.take_due(at(0)), Some(1));
        all.remove(1);
        all.tried(false, at(0));
        assert_eq!(all.take_due(at(60)), None, "the third has heard nothing");
    }
}
