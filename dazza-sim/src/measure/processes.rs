//! What `/proc` shows of processes: what they hold, what they have used, and whose children they are.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// What a process holds and has used, or several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Memory, shared pages counted in full. Unit: KiB.
    pub rss_kib: u64,
    /// Memory, shared pages counted in part. Unit: KiB.
    pub pss_kib: u64,
    /// Time on a processor.
    pub on_processor: Duration,
}

/// What a process holds that it might forget to give back, or several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Memory, shared pages counted in part. Unit: KiB.
    pub pss_kib: u64,
    /// Open descriptors.
    pub n_descriptors: u64,
}

/// A fleet's processes by what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// The supervisor.
    pub supervisor: i32,
    /// The rooms.
    pub rooms: Vec<i32>,
    /// The database server, and then its sessions.
    pub postgres: Vec<i32>,
    /// The chat server of a demo.
    pub sim: Option<i32>,
}

impl Usage {
    /// Of the process `pid` now; nothing of one that is gone.
    ///
    /// Source: proc(5), `smaps_rollup`.
    pub fn of(pid: i32) -> Self {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let kib = |key| rollup.lines().find_map(|line| line.strip_prefix(key)?.split_whitespace().next()?.parse().ok());
        let (rss_kib, pss_kib) = (kib("Rss:").unwrap_or_default(), kib("Pss:").unwrap_or_default());
        Self { rss_kib, pss_kib, on_processor: on_processor(pid) }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            rss_kib: self.rss_kib + other.rss_kib,
            pss_kib: self.pss_kib + other.pss_kib,
            on_processor: self.on_processor + other.on_processor,
        }
    }
}

impl Held {
    /// By the process `pid` now; nothing by one that is gone.
    ///
    /// Source: proc(5), `/proc/PID/fd`.
    pub fn by(pid: i32) -> Self {
        let descriptors = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten();
        Self { pss_kib: Usage::of(pid).pss_kib, n_descriptors: descriptors.count() as u64 }
    }

    /// By all of these together, now.
    pub fn by_all(pids: &[i32]) -> Self {
        pids.iter().copied().map(Self::by).fold(Self::default(), |sum, held| Self {
            pss_kib: sum.pss_kib + held.pss_kib,
            n_descriptors: sum.n_descriptors + held.n_descriptors,
        })
    }
}

impl Family {
    /// The supervisor `pid` and all below it, now.
    pub fn of(supervisor: i32) -> Self {
        let mut family = Self { supervisor, ..Self::default() };
        for pid in descendants(supervisor) {
            match fs::read_link(format!("/proc/{pid}/exe")) {
                Ok(program) if program.ends_with("dazza-room") => family.rooms.push(pid),
                Ok(program) if program.ends_with("postgres") => family.postgres.push(pid),
                Ok(program) if program.ends_with("dazza-sim") => family.sim = Some(pid),
                _ => {}
            }
        }
        family
    }

    /// Time on a processor so far of the supervisor, of all rooms, and of all that the database server has and had.
    pub fn on_processor(&self) -> [Duration; 3] {
        let sum = |pids: &[i32]| pids.iter().copied().map(on_processor).sum::<Duration>();
        let ended = self.postgres.first().copied().map(of_ended_children).unwrap_or_default();
        [on_processor(self.supervisor), sum(&self.rooms), sum(&self.postgres) + ended]
    }
}

/// All of these together, now.
pub fn together(pids: &[i32]) -> Usage {
    pids.iter().copied().map(Usage::of).fold(Usage::default(), Usage::plus)
}

/// Time on a processor so far, of all threads.
///
/// Source: kernel documentation, scheduler statistics, `schedstat`, nanoseconds.
pub fn on_processor(pid: i32) -> Duration {
    let spent = tasks(pid).map(|task| {
        let text = fs::read_to_string(task.join("schedstat")).unwrap_or_default();
        text.split_whitespace().next().and_then(|ns| ns.parse::<u64>().ok()).unwrap_or_default()
    });
    Duration::from_nanos(spent.sum())
}

/// The children of `parent`.
///
/// Source: proc(5), `/proc/PID/task/TID/children`.
pub fn children(parent: i32) -> Vec<i32> {
    let told = tasks(parent).map(|task| fs::read_to_string(task.join("children")).unwrap_or_default());
    told.flat_map(|pids| pids.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// All below `pid`.
pub fn descendants(pid: i32) -> Vec<i32> {
    children(pid).into_iter().flat_map(|pid| std::iter::once(pid).chain(descendants(pid))).collect()
}

/// How many ticks of the processor's clock are a second, as `/proc` counts them.
///
/// Source: proc(5), `/proc/PID/stat`; Linux tells user programs of 100 on every machine that we know.
const TICKS_A_SECOND: u64 = 100;

/// Time on a processor of those children that have ended and were waited for.
///
/// Source: proc(5), fields 16 and 17 of `/proc/PID/stat`; they are counted behind the name, which may hold anything.
fn of_ended_children(pid: i32) -> Duration {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let behind_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = behind_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 1_000 / TICKS_A_SECOND)
}

fn tasks(pid: i32) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten().map(|entry| entry.path())
}
