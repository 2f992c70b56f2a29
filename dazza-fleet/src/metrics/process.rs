//! What the system tells of a process: memory, processor time, open files.

use std::fs::{self, File};
use std::io::Read;

use rustix::param::clock_ticks_per_second;

/// One process at one moment; what could not be read is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Vitals {
    /// Memory, shared pages counted in part. Unit: bytes.
    pub pss: Option<u64>,
    /// Memory, shared pages counted whole. Unit: bytes.
    pub rss: Option<u64>,
    /// Processor time since it began, its own and the system's on its behalf. Unit: seconds.
    pub cpu_seconds: Option<f64>,
    /// Open files and sockets.
    pub open_files: Option<u64>,
}

impl Vitals {
    /// Reads them; blocks for a fraction of a millisecond while the system walks the memory of the process.
    ///
    /// Source: proc(5): `/proc/PID/smaps_rollup`, `/proc/PID/stat`, `/proc/PID/fd`.
    pub(crate) fn of(pid: impl std::fmt::Display) -> Self {
        let rollup = read(&format!("/proc/{pid}/smaps_rollup"));
        let stat = read(&format!("/proc/{pid}/stat"));
        let open = fs::read_dir(format!("/proc/{pid}/fd")).ok().map(Iterator::count);
        Self {
            pss: bytes(&rollup, "Pss:"),
            rss: bytes(&rollup, "Rss:"),
            cpu_seconds: ticks(&stat).map(seconds),
            open_files: open.and_then(|n| u64::try_from(n).ok()),
        }
    }

    /// The memory of a process and nothing else, shared pages counted in part. Unit: bytes.
    pub(crate) fn pss_of(pid: i32) -> Option<u64> {
        bytes(&read(&format!("/proc/{pid}/smaps_rollup")), "Pss:")
    }

    /// How many pages of memory a process has, which costs the system no walk. Source: proc(5), `/proc/PID/statm`.
    pub(crate) fn pages_of(pid: i32) -> Option<u64> {
        read(&format!("/proc/{pid}/statm")).split_whitespace().nth(1)?.parse().ok()
    }
}

/// Longest file of those in `/proc` that are read here, with room to spare. Unit: bytes.
const LONGEST: usize = 4096;

/// A file in `/proc` in one reading; nothing when it cannot be read. Such files do not tell their size: read as others are, each
/// would take ten readings.
fn read(path: &str) -> String {
    let mut buffer = [0; LONGEST];
    let n = File::open(path).and_then(|mut file| file.read(&mut buffer)).unwrap_or_default();
    String::from_utf8_lossy(buffer.get(..n).unwrap_or_default()).into_owned()
}

/// The figure behind `key`, which is in kibibytes.
fn bytes(rollup: &str, key: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix(key))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// Fields 14 and 15, `utime` and `stime`, added up. Unit: clock ticks.
fn ticks(stat: &str) -> Option<u64> {
    // The command name before it may hold anything, brackets and spaces included.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    next()?.checked_add(next()?)
}

#[expect(clippy::cast_precision_loss, reason = "no process lives for 2^53 ticks")]
fn seconds(ticks: u64) -> f64 {
    ticks as f64 / clock_ticks_per_second().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_process_shows_all_and_a_dead_one_nothing() {
        let here = Vitals::of("self");
        assert!(here.pss.unwrap() > 100_000 && here.rss.unwrap() >= here.pss.unwrap(), "{here:?}");
        let own = i32::try_from(std::process::id()).unwrap();
        assert!(Vitals::pss_of(own).unwrap() > 100_000 && Vitals::pages_of(own).unwrap() > 25);
        assert!(here.cpu_seconds.unwrap() >= 0.0 && here.open_files.unwrap() >= 3, "{here:?}");
        assert_eq!(Vitals::of(i32::MAX), Vitals::default());
        assert_eq!((Vitals::pss_of(i32::MAX), Vitals::pages_of(i32::MAX)), (None, None));
    }

    #[test]
    fn a_name_with_brackets_hides_no_field() {
        let stat = "7 (a) b) (c) S 1 7 7 0 -1 4194560 1 0 0 0 250 150 9 9 20 0 1 0 100 1 1";
        assert_eq!(ticks(stat), Some(400));
        assert_eq!(ticks("7 (torn"), None);
        assert_eq!(bytes("Rss:  12 kB\nPss:   3 kB\n", "Pss:"), Some(3072));
    }
}
