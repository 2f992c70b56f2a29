//! What a room counts and measures; it travels whole in each beat and starts at zero with each process.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Upper bounds of the buckets of a handling-time histogram. Unit: microseconds.
pub const HANDLING_BOUNDS_US: [u64; 14] =
    [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

/// What a room has counted since its process began.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counters {
    /// Chat lines heard live, our own echoes not among them.
    pub lines_in: u64,
    /// Chat lines and private messages sent.
    pub lines_out: u64,
    /// Lines that nobody heard: refused, dropped or pushed out, or sent and never echoed.
    pub lines_unconfirmed: u64,
    /// WebSocket text frames heard.
    pub frames_in: u64,
    /// Frames that could not be read: not a packet, not an event, or of a shape we do not know.
    pub frames_unreadable: u64,
    /// Connections to the chat server begun.
    pub connects: u64,
    /// Times the room was joined.
    pub joins: u64,
    /// Invocations by command and result.
    pub commands: Vec<CommandCount>,
    /// Failures by kind.
    pub errors: Vec<ErrorCount>,
    /// From a frame's arrival to its reply handed to the socket, for direct replies that did not have to wait their turn.
    pub handling: Histogram,
    /// The same, for replies that the database had a part in.
    pub handling_stored: Histogram,
    /// What became of the records for the database.
    pub store: StoreCounts,
    /// What became of its log records.
    pub log: LogCounts,
}

/// What became of the records of a process's log since the process began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogCounts {
    /// Written to the log file. Unit: bytes.
    pub bytes: u64,
    /// Records that came faster than the log's rate and were dropped.
    pub records_dropped: u64,
    /// Records that could not be written, and files that could not be compressed or removed.
    pub failures: u64,
}

/// What became of the records that a room's writer was given: lines, comings and goings, private messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreCounts {
    /// Records stored.
    pub stored: u64,
    /// Records lost, since there was no more room for them in memory.
    pub dropped: u64,
    /// Records lost from the disk, since there was no more room for newer ones.
    #[serde(default)]
    pub dropped_from_disk: u64,
    /// Records on the disk that could not be read: torn by a crash, damaged, or of a kind that this version does not know.
    #[serde(default)]
    pub unreadable: u64,
    /// Records that the database would never take.
    #[serde(default)]
    pub refused: u64,
    /// Batches that could not be stored at first and were tried again.
    pub retries: u64,
    /// Records put on the disk, since the database was away.
    #[serde(default)]
    pub spooled: u64,
    /// Records stored from the disk.
    #[serde(default)]
    pub drained: u64,
}

impl StoreCounts {
    /// All records that were lost, by what lost them.
    pub const fn lost(&self) -> [(&'static str, u64); 4] {
        [
            ("memory", self.dropped),
            ("disk", self.dropped_from_disk),
            ("unreadable", self.unreadable),
            ("refused", self.refused),
        ]
    }
}

/// How often one command ended one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandCount {
    /// The command's name, never an alias.
    pub command: String,
    /// How it ended.
    pub result: CommandResult,
    /// How often.
    pub count: u64,
}

/// How an invocation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandResult {
    /// It answered.
    Ok,
    /// The player may not: usage, rank, cooldown, limit.
    Refused,
    /// We could not.
    Failed,
}

impl CommandResult {
    /// The result as one lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// How often one kind of failure happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCount {
    /// The kind, from a closed set.
    pub kind: ErrorKind,
    /// How often.
    pub count: u64,
}

/// What can go wrong in a room, as a metric label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The socket address could not be looked up.
    Lookup,
    /// The connection could not be made.
    Connect,
    /// The connection ended unasked.
    Disconnect,
    /// The server refused the login.
    Login,
    /// The server shut us out.
    ShutOut,
    /// A command panicked; the room went on.
    CommandPanic,
    /// The link to the supervisor broke.
    FleetLink,
    /// The database was away.
    StoreAway,
    /// The database refused something, or a query failed: a fault of ours.
    StoreFailed,
}

impl ErrorKind {
    /// The kind as one lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Connect => "connect",
            Self::Disconnect => "disconnect",
            Self::Login => "login",
            Self::ShutOut => "shut_out",
            Self::CommandPanic => "command_panic",
            Self::FleetLink => "fleet_link",
            Self::StoreAway => "store_away",
            Self::StoreFailed => "store_failed",
        }
    }
}

impl Counters {
    /// Counts one invocation of `command` that ended in `result`.
    pub fn count_command(&mut self, command: &str, result: CommandResult) {
        match self.commands.iter_mut().find(|c| c.command == command && c.result == result) {
            Some(found) => found.count += 1,
            None => self.commands.push(CommandCount { command: command.to_owned(), result, count: 1 }),
        }
    }

    /// Counts one failure.
    pub fn count_error(&mut self, kind: ErrorKind) {
        match self.errors.iter_mut().find(|e| e.kind == kind) {
            Some(found) => found.count += 1,
            None => self.errors.push(ErrorCount { kind, count: 1 }),
        }
    }
}

/// How long things took: counts by bucket, with the sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histogram {
    /// Observations per bucket of [`HANDLING_BOUNDS_US`], not cumulative; the last is beyond all bounds.
    pub buckets: [u64; HANDLING_BOUNDS_US.len() + 1],
    /// All observations added up. Unit: microseconds.
    pub sum_us: u64,
}

impl Histogram {
    /// Takes one observation in.
    pub fn observe(&mut self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let index = HANDLING_BOUNDS_US.iter().position(|bound| us <= *bound).unwrap_or(HANDLING_BOUNDS_US.len());
        if let Some(bucket) = self.buckets.get_mut(index) {
            *bucket += 1;
        }
        self.sum_us = self.sum_us.saturating_add(us);
    }

    /// Adds the observations of another.
    pub fn add(&mut self, more: &Self) {
        for (total, one) in self.buckets.iter_mut().zip(more.buckets) {
            *total = total.saturating_add(one);
        }
        self.sum_us = self.sum_us.saturating_add(more.sum_us);
    }

    /// How many observations there are.
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// The bound below which that share of the observations lies, in hundredths; the last bound also for what is beyond it.
    /// `None` while there are none. Unit: microseconds.
    pub fn within(&self, percent: u64) -> Option<u64> {
        let wanted = self.count().saturating_mul(percent).div_ceil(100).max(1);
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|n| {
            seen += n;
            seen >= wanted
        })?;
        HANDLING_BOUNDS_US.get(bucket).or(HANDLING_BOUNDS_US.last()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_by_bucket() {
        let mut histogram = Histogram::default();
        for us in [30, 40, 90, 90, 4_000] {
            histogram.observe(Duration::from_micros(us));
        }
        assert_eq!(histogram.count(), 5);
        assert_eq!(histogram.sum_us, 4_250);
        assert_eq!(histogram.buckets[..7], [2, 2, 0, 0, 0, 0, 1]);
        assert_eq!(
            (histogram.within(50), histogram.within(80), histogram.within(99)),
            (Some(100), Some(100), Some(5_000))
        );
        assert_eq!(Histogram::default().within(99), None);
    }

    #[test]
    fn commands_are_counted_by_name_and_result() {
        let mut counters = Counters::default();
        counters.count_command("roll", CommandResult::Ok);
        counters.count_command("roll", CommandResult::Ok);
        counters.count_command("roll", CommandResult::Refused);
        assert_eq!(counters.commands.iter().map(|c| c.count).collect::<Vec<_>>(), [2, 1]);
    }
}
