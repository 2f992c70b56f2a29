//! Handles on processes: one that is held means this process and no later one of the same number.

use std::io;
use std::os::fd::OwnedFd;

use rustix::process::{Pid, PidfdFlags, pidfd_open};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// A handle on the process of that number, which becomes readable when the process ends.
///
/// # Errors
///
/// There is no such process, or no descriptor is left.
pub(crate) fn open(pid: i32) -> io::Result<AsyncFd<OwnedFd>> {
    let number = Pid::from_raw(pid).ok_or_else(|| io::Error::other("no process has this number"))?;
    let pidfd = pidfd_open(number, PidfdFlags::NONBLOCK)?;
    #[expect(deprecated, reason = "an OwnedFd keeps its descriptor, and the successor is unsafe, which we forbid")]
    AsyncFd::with_interest(pidfd, Interest::READABLE)
}
