//! Limits that this process sets on itself: what a supervisor could set on it from outside takes unsafe code.

use std::fs;
use std::io;

use nix::sys::prctl::set_no_new_privs;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tracing::warn;

/// By how much the kernel is readier to kill a room than the supervisor that would replace it.
///
/// Source: proc(5), `oom_score_adj`: each 10 count as one hundredth of the memory of the machine.
const OOM_ABOVE: i32 = 100;

/// The end of that scale. Source: proc(5), `oom_score_adj`.
const OOM_MAX: i32 = 1000;

/// Where the figure stands.
const OOM_FILE: &str = "/proc/self/oom_score_adj";

/// Gives up what a room never needs: new privileges, and to outlive its supervisor when memory runs out.
///
/// To be called before there is a second thread. What could not be done comes back in words, to be logged once there is
/// a log: a room works without it.
pub(crate) fn give_up_privileges() -> Vec<String> {
    let privileges = set_no_new_privs().map_err(|error| format!("cannot give up new privileges: {error}"));
    let memory = offer_to_oom_killer().map_err(|error| format!("cannot set {OOM_FILE}: {error}"));
    [privileges, memory].into_iter().filter_map(Result::err).collect()
}

/// Limits the files and sockets that this process may have open.
pub(crate) fn limit_open_files(limit: u32) {
    let outcome = getrlimit(Resource::RLIMIT_NOFILE)
        .and_then(|(_, hard)| setrlimit(Resource::RLIMIT_NOFILE, u64::from(limit).min(hard), hard));
    if let Err(error) = outcome {
        warn!(%error, "cannot limit the open files to {limit}");
    }
}

/// The figure is inherited: what this process began with is the supervisor's.
fn offer_to_oom_killer() -> io::Result<()> {
    let inherited: i32 = fs::read_to_string(OOM_FILE)?.trim().parse().map_err(io::Error::other)?;
    fs::write(OOM_FILE, inherited.saturating_add(OOM_ABOVE).min(OOM_MAX).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_open_files_is_lowered_and_raised_again() {
        let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
        for limit in [300_u32, 500] {
            limit_open_files(limit);
            assert_eq!(getrlimit(Resource::RLIMIT_NOFILE).unwrap(), (u64::from(limit).min(hard), hard));
        }
    }
}
