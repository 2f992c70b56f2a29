//! When what was heard goes on its way to the database: a batch at a time, and the fewer the more the database has to do.

use std::time::Duration;

use tokio::time::Instant;

use super::record::Record;

/// A batch is stored when it has this many records, or is this old. Source: `platform.md`, 4.2.
const BATCH: (usize, Duration) = (200, Duration::from_millis(250));

/// Lines alone, and fewer than these, may become this old: so a database of a thousand rooms carries a quarter of the batches.
/// A chat server tells whoever comes in three times as many, from which the next process stores them when this one is killed.
const FEW: (usize, Duration) = (5, Duration::from_secs(5));

/// A writer is at work one part in so many of the time: the longer a batch takes, the longer the next is gathered, up to this.
const GATHER: (u32, Duration) = (20, Duration::from_secs(2));

/// When the batch that is gathered goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// How old a batch becomes, unless it is lines alone, and few.
    gather: Duration,
    /// When the oldest of the batch came in.
    since: Option<Instant>,
    /// When the batch goes.
    due: Option<Instant>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { gather: BATCH.1, since: None, due: None }
    }
}

impl Pace {
    /// `new` came in, the last of `n` that wait.
    pub(super) fn heard(&mut self, new: &[Record], n: usize, now: Instant) {
        let since = *self.since.get_or_insert(now);
        let may_wait = n < FEW.0 && new.iter().all(Record::is_line);
        let due = since + if may_wait { FEW.1 } else { self.gather };
        self.due = Some(self.due.map_or(due, |earlier| earlier.min(due)));
    }

    /// Whether `n` that wait go now.
    pub(super) fn is_due(&self, n: usize, now: Instant) -> bool {
        n >= BATCH.0 || n > 0 && self.due.is_some_and(|due| due <= now)
    }

    /// When the batch goes, if there is one.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The batch has gone; what is left of it goes at `rest_at`.
    pub(super) fn gone(&mut self, rest_at: Option<Instant>) {
        (self.since, self.due) = (None, rest_at);
    }

    /// A batch took so long to be stored.
    pub(super) fn took(&mut self, took: Duration) {
        self.gather = (took * GATHER.0).clamp(BATCH.1, GATHER.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::spool::tests::line;

    fn lines(n: i64) -> Vec<Record> {
        (0..n).map(|n| Record::Line(line(n, "g'day"))).collect()
    }

    #[test]
    fn the_slower_the_database_the_larger_the_batches() {
        let mut pace = Pace::default();
        let gathered = [0, 12, 50, 100, 5_000].map(|took| {
            pace.took(Duration::from_millis(took));
            pace.gather.as_millis()
        });
        assert_eq!(gathered, [250, 250, 1_000, 2_000, 2_000]);
    }

    #[test]
    fn few_lines_wait_for_more_and_all_else_takes_them_along() {
        let (began, ms) = (Instant::now(), Duration::from_millis);
        let due = |batches: &[(Vec<Record>, u64)]| {
            let (mut pace, mut n) = (Pace::default(), 0);
            for (new, at) in batches {
                n += new.len();
                pace.heard(new, n, began + ms(*at));
            }
            pace.due().map(|due| due.duration_since(began).as_millis())
        };
        let seen = Record::Connection { event: "joined".into(), why: None, at: jiff::Timestamp::UNIX_EPOCH };
        assert_eq!(due(&[(lines(1), 0)]), Some(5_000));
        assert_eq!(due(&[(lines(1), 0), (lines(2), 900)]), Some(5_000), "the oldest counts");
        assert_eq!(due(&[(lines(4), 0), (lines(1), 100)]), Some(250), "that is many");
        assert_eq!(due(&[(lines(4), 0), (lines(1), 900)]), Some(250), "and overdue");
        assert_eq!(due(&[(lines(1), 0), (vec![seen], 100), (lines(1), 200)]), Some(250));
    }

    #[test]
    fn nothing_goes_before_it_is_due_or_many() {
        let now = Instant::now();
        let mut pace = Pace::default();
        assert!(!pace.is_due(0, now) && pace.is_due(200, now));
        pace.heard(&lines(1), 1, now);
        assert!(!pace.is_due(1, now) && pace.is_due(1, now + FEW.1));
        pace.gone(None);
        assert_eq!(pace, Pace::default());
    }
}
