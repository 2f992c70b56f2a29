//! Weighs the processes of rooms now and then: how much memory each takes, and what follows from it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
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

/// Every so manieth weighing walks the memory of every process. At the others one that has as many pages as before counts as no
/// heavier: what it shares with others may have changed, and that only.
const THOROUGH: u32 = 6;

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
    known: Arc<Mutex<Known>>,
}

/// What was found at the last weighing.
#[derive(Debug, Default)]
struct Known {
    n_weighings: u32,
    /// Pages and bytes, by process.
    weights: BTreeMap<i32, (u64, u64)>,
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
        Self { weights, due: Moment::START, known: Arc::default() }
    }

    /// Whether it is time to weigh.
    pub(crate) fn are_due(&self, now: Moment) -> bool {
        now >= self.due
    }

    /// Begins to weigh these processes.
    pub(crate) fn weigh(&mut self, now: Moment, processes: impl Iterator<Item = (RoomName, i32)>) {
        self.due = now.after(EVERY);
        let (processes, weights): (Vec<_>, _) = (processes.collect(), self.weights.clone());
        let known = Arc::clone(&self.known);
        // The kernel walks the memory of each process, which takes a while.
        drop(spawn_blocking(move || {
            let weighed = known.lock().unwrap_or_else(PoisonError::into_inner).weigh(processes);
            if weights.send(weighed).is_err() {
                debug!("weighed rooms for a fleet that has ended");
            }
        }));
    }
}

impl Known {
    /// Weighs these processes; those that have gone are left out.
    fn weigh(&mut self, processes: Vec<(RoomName, i32)>) -> Vec<Weight> {
        let is_thorough = self.n_weighings.is_multiple_of(THOROUGH);
        self.n_weighings = self.n_weighings.wrapping_add(1);
        let before = std::mem::take(&mut self.weights);
        let weigh = |(room, pid)| {
            let pages = Vitals::pages_of(pid)?;
            let same = before.get(&pid).filter(|(pages_before, _)| *pages_before == pages && !is_thorough);
            let bytes = same.map(|(_, bytes)| *bytes).or_else(|| Vitals::pss_of(pid))?;
            self.weights.insert(pid, (pages, bytes));
            Some(Weight { room, pid, bytes })
        };
        processes.into_iter().filter_map(weigh).collect()
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
    fn a_process_is_weighed_again_and_one_that_has_gone_is_left_out() {
        let (here, gone) = (i32::try_from(std::process::id()).unwrap(), i32::MAX);
        let mut known = Known::default();
        for _ in 0..=THOROUGH {
            let weighed = known.weigh(vec![(sample::room("fatpizza"), here), (sample::room("thepub"), gone)]);
            assert_eq!(weighed.iter().map(|weight| weight.pid).collect::<Vec<_>>(), [here]);
            assert!(weighed[0].bytes > 100_000);
        }
        assert_eq!(known.weights.len(), 1);
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
