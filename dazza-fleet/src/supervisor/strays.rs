//! Strays: processes that a room left behind and that the system handed to us, the nearest subreaper.

use std::fs;
use std::io;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitOptions, getpid, kill_process, set_child_subreaper, waitpid};
use tokio::time::{Instant, sleep};
use tracing::{debug, warn};

/// How long the last sweep goes on.
const LAST_SWEEP: Duration = Duration::from_secs(2);

/// Wait between two looks of the last sweep.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Makes this process the one that orphans below it are handed to.
pub(crate) fn take_orphans() -> io::Result<()> {
    Ok(set_child_subreaper(Some(getpid()))?)
}

/// Kills and buries all children of this process that nobody knows; how many there were.
///
/// Rooms start no processes of their own, so that whatever comes to us was left behind.
pub(crate) fn sweep(is_known: impl Fn(i32) -> bool) -> usize {
    let strays: Vec<Pid> = children().filter(|pid| !is_known(*pid)).filter_map(Pid::from_raw).collect();
    for stray in &strays {
        // Our own child: its number cannot go to another process before we bury it.
        let killed = kill_process(*stray, Signal::KILL);
        let buried = waitpid(Some(*stray), WaitOptions::NOHANG);
        debug!(child.pid = stray.as_raw_pid(), ?killed, ?buried, "swept a process that a room left behind");
    }
    strays.len()
}

/// Sweeps until nothing is left, or time is up.
pub(crate) async fn sweep_all(is_known: impl Fn(i32) -> bool) {
    let deadline = Instant::now() + LAST_SWEEP;
    while sweep(&is_known) > 0 {
        if Instant::now() > deadline {
            warn!("a process that a room left behind does not go");
            return;
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// The children of all threads of this process.
///
/// Source: proc(5), `/proc/PID/task/TID/children`.
fn children() -> impl Iterator<Item = i32> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<i32>>())
}
