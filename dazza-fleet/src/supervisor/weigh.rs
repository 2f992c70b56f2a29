//! Weighs the processes of rooms now and then: how much memory each takes, and what follows from it.

use std::time::Duration;

use dazza_shared::config::MemoryLimits;
use dazza_shared::names::RoomName;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tracing::debug;

use super::moment::Moment;
use crate::metrics::Vitals;

/// Time between two weighings. Source: `docs/configuration.md`, `memory_soft`.
const EVERY: Duration = Duration::from_secs(10);

/// The memory of one process, shared pages counted in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Weight {
    /// The room that it serves.
    pub(crate) room: RoomName,
    /// The process.
    pub(crate) pid: i32,
    /// Unit: bytes.
    pub(crate) bytes: u64,
}

/// What a weight means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As it should be.
    Fine,
    /// Beyond the soft limit, which is this. Unit: bytes.
    Heavy(u64),
    /// Beyond the hard limit, which is this. Unit: bytes.
    TooHeavy(u64),
}

/// Has processes weighed, away from the loop.
#[derive(Debug)]
pub(crate) struct Scales {
    weights: mpsc::UnboundedSender<Vec<Weight>>,
    due: Moment,
}

/// What `bytes` mean under these limits.
pub(crate) fn verdict(bytes: u64, limits: MemoryLimits) -> Verdict {
    match (limits.soft, limits.hard) {
        (_, Some(hard)) if bytes > hard => Verdict::TooHeavy(hard),
        (Some(soft), _) if bytes > soft => Verdict::Heavy(soft),
        _ => Verdict::Fine,
    }
}

impl Scales {
    /// What is weighed goes to `weights`.
    pub(crate) fn new(weights: mpsc::UnboundedSender<Vec<Weight>>) -> Self {
        Self { weights, due: Moment::START }
    }

    /// Whether it is time to weigh.
    pub(crate) fn are_due(&self, now: Moment) -> bool {
        now >= self.due
    }

    /// Begins to weigh these processes.
    pub(crate) fn weigh(&mut self, now: Moment, processes: impl Iterator<Item = (RoomName, i32)>) {
        self.due = now.after(EVERY);
        let (processes, weights): (Vec<_>, _) = (processes.collect(), self.weights.clone());
        // The kernel walks the memory of each process, which takes a while.
        drop(spawn_blocking(move || {
            let weigh = |(room, pid)| Some(Weight { room, pid, bytes: Vitals::pss_of(pid)? });
            if weights.send(processes.into_iter().filter_map(weigh).collect()).is_err() {
                debug!("weighed rooms for a fleet that has ended");
            }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::child::StopCause;
    use crate::supervisor::sample;
    use crate::supervisor::table::Table;

    #[test]
    fn a_room_is_warned_of_once_and_replaced_when_it_is_too_heavy() {
        let (room, rules, now) = (sample::room("fatpizza"), sample::rules(), Moment::START);
        let limits = MemoryLimits { soft: Some(64 << 20), hard: Some(256 << 20) };
        let mut table = Table::default();
        table.spawned(&room, 7, now);
        let row = table.row_mut(&room).unwrap();
        let mut seen = |mib: u64| {
            let told = row.weighed(mib << 20, limits).map(str::to_owned);
            (told, row.life().warning.is_some(), row.verdict(&rules, now))
        };
        let warning = "its memory is 65 MiB, beyond memory_soft (64 MiB)".to_owned();
        assert_eq!(seen(64), (None, false, None));
        assert_eq!(seen(65), (Some(warning), true, None));
        assert_eq!(seen(66), (None, true, None));
        assert_eq!(seen(1), (None, false, None));
        assert_eq!(seen(65), (None, true, None));
        assert_eq!(seen(257), (None, true, Some(StopCause::Memory)));
    }

    #[test]
    fn a_weight_is_judged_by_the_limits_there_are() {
        let both = MemoryLimits { soft: Some(10), hard: Some(20) };
        let table = [
            (10, both, Verdict::Fine),
            (11, both, Verdict::Heavy(10)),
            (20, both, Verdict::Heavy(10)),
            (21, both, Verdict::TooHeavy(20)),
            (99, MemoryLimits { soft: None, ..both }, Verdict::TooHeavy(20)),
            (99, MemoryLimits { hard: None, ..both }, Verdict::Heavy(10)),
            (99, MemoryLimits::default(), Verdict::Fine),
        ];
        for (bytes, limits, expected) in table {
            assert_eq!(verdict(bytes, limits), expected, "{bytes} under {limits:?}");
        }
    }
}
