//! What `/proc` shows of processes, looked at without a pause.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread::yield_now;
use std::time::Duration;

use tokio::time::Instant;

/// No replacement takes longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// What a process has used and holds.
#[derive(Debug)]
pub(crate) struct Usage {
    pub(crate) rss_kib: u64,
    pub(crate) pss_kib: u64,
    pub(crate) on_processor: Duration,
}

impl Usage {
    /// Of the process `pid` now.
    ///
    /// Source: proc(5), `smaps_rollup`; kernel documentation, scheduler statistics, `schedstat`, nanoseconds.
    pub(crate) fn of(pid: i32) -> Self {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let kib = |key| rollup.lines().find_map(|line| line.strip_prefix(key)?.split_whitespace().next()?.parse().ok());
        let tasks = tasks(pid).map(|task| {
            let text = fs::read_to_string(task.join("schedstat")).unwrap_or_default();
            text.split_whitespace().next().and_then(|ns| ns.parse::<u64>().ok()).unwrap_or_default()
        });
        let on_processor = Duration::from_nanos(tasks.sum());
        Self { rss_kib: kib("Rss:").unwrap_or_default(), pss_kib: kib("Pss:").unwrap_or_default(), on_processor }
    }
}

/// The children of `parent`.
///
/// Source: proc(5), `/proc/PID/task/TID/children`.
pub(crate) fn children(parent: i32) -> BTreeSet<i32> {
    let told = tasks(parent).map(|task| fs::read_to_string(task.join("children")).unwrap_or_default());
    told.flat_map(|pids| pids.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Looks without a pause until `parent` has a child that is not in `known` and has become `program`; when that was seen.
///
/// Gives its core away after each look: with few cores what is watched would otherwise wait for the one who watches.
pub(crate) fn until_executed(parent: i32, known: &BTreeSet<i32>, program: &Path) -> Instant {
    let began = Instant::now();
    loop {
        let is_new = |pid: &i32| !known.contains(pid) && runs(*pid, program);
        if children(parent).iter().any(is_new) {
            return Instant::now();
        }
        assert!(began.elapsed() < DEADLINE, "nothing came in the place of what was killed");
        yield_now();
    }
}

/// The child of `parent` whose arguments hold `argument`.
pub(crate) fn child_with(parent: i32, argument: &str) -> Option<i32> {
    let has_it = |pid: &i32| {
        let line = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.split('\0').any(|given| given == argument)
    };
    children(parent).into_iter().find(has_it)
}

/// Whether the process `pid` runs `program`.
pub(crate) fn runs(pid: i32, program: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program)
}

fn tasks(pid: i32) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten().map(|entry| entry.path())
}
