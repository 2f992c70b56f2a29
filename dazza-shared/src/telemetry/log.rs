//! The log of a process: what is taken in, what is dropped, and what the log itself has to say of that.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;
use tracing::Level;

use super::flood::Flood;
use super::rotate::LogFile;
use crate::clock::Clock;
use crate::config::LogSettings;
use crate::counters::LogCounts;

/// A log file behind a limit on how fast records come.
#[derive(Debug)]
pub(super) struct Log {
    file: LogFile,
    flood: Mutex<Flood>,
    clock: Clock,
}

impl Log {
    /// A log into `file` with the rate of `settings`.
    pub(super) fn new(file: LogFile, settings: &LogSettings, clock: Clock) -> Self {
        let flood = Flood::new(settings.rate, settings.burst, Instant::now());
        Self { file, flood: Mutex::new(flood), clock }
    }

    /// Follows new settings from the next record on.
    pub(super) fn apply(&self, settings: &LogSettings) {
        self.file.limit(settings.into());
        self.flood().set(settings.rate, settings.burst);
    }

    /// The time of a record, as it is written.
    pub(super) fn time(&self) -> String {
        format!("{:.3}", self.clock.now())
    }

    /// Whether a record of this level is taken now; if not, it is counted.
    pub(super) fn takes(&self, level: Level) -> bool {
        let now = Instant::now();
        let (due, is_taken) = {
            let mut flood = self.flood();
            (flood.due(now), flood.takes(level <= Level::WARN, now))
        };
        self.tell_dropped(due);
        is_taken
    }

    /// Writes a record, and what was lost before it.
    pub(super) fn write(&self, record: &[u8]) {
        let Some(loss) = self.file.append(record) else { return };
        let (n, why) = (loss.n_records, loss.why);
        // Should this be lost in its turn, it is counted, and told with the next.
        self.tell(&format!("{n} records could not be written: {why}"), "log.lost", n);
    }

    /// Tells what a flood dropped, if it is over and nothing else was logged since.
    pub(super) fn tend(&self) {
        let due = self.flood().due(Instant::now());
        self.tell_dropped(due);
    }

    /// Tells the rest of what was dropped, and waits until what was set aside is compressed.
    pub(super) fn close(&self) {
        let rest = self.flood().untold();
        self.tell_dropped(rest);
        self.file.settle();
    }

    /// What became of all records so far.
    pub(super) fn counts(&self) -> LogCounts {
        LogCounts {
            bytes: self.file.written(),
            records_dropped: self.flood().dropped(),
            failures: self.file.failures(),
        }
    }

    /// Why the log cannot be written, once for each trouble.
    pub(super) fn warning(&self) -> Option<String> {
        self.file.warning()
    }

    fn tell_dropped(&self, n_records: Option<u64>) {
        if let Some(n) = n_records {
            self.tell(&format!("dropped {n} records that came faster than the log takes them"), "log.dropped", n);
        }
    }

    /// Writes a record of the log's own.
    fn tell(&self, message: &str, field: &str, n_records: u64) {
        let record = serde_json::json!({
            "timestamp": self.time(), "level": "warn", "message": message, "target": module_path!(), field: n_records,
        });
        drop(self.file.append(format!("{record}\n").as_bytes()));
    }

    fn flood(&self) -> MutexGuard<'_, Flood> {
        self.flood.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
