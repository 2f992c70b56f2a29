//! What `/proc` shows of processes, looked at without a pause.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread::yield_now;
use std::time::Duration;

use dazza_sim::measure::processes;
use tokio::time::Instant;

/// No replacement takes longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// The children of `parent`.
pub(crate) fn children(parent: i32) -> BTreeSet<i32> {
    processes::children(parent).into_iter().collect()
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
