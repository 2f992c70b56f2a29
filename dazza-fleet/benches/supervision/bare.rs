//! The measure: the least loop that watches children by pidfd and starts a new one for each that ends.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, PidfdFlags, WaitId, WaitIdOptions, pidfd_open, waitid};

/// The first argument by which this program becomes the bare loop.
pub(crate) const WORD: &str = "bare-loop";

/// Serves as many children as a fleet has rooms, for ever.
pub(crate) fn serve(program: &str, state_dir: &str) -> io::Result<()> {
    let start = |n: usize| -> io::Result<OwnedFd> {
        let mut command = Command::new(program);
        command.args(["--room", &super::stage::room(n), "--state-dir", state_dir]).env_clear().process_group(0);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(pidfd_open(Pid::from_child(&child), PidfdFlags::empty())?)
    };
    let mut children = (0..super::N_ROOMS).map(start).collect::<io::Result<Vec<_>>>()?;
    loop {
        let mut polled: Vec<_> = children.iter().map(|child| PollFd::new(child, PollFlags::IN)).collect();
        poll(&mut polled, None)?;
        let ended = polled.iter().position(|child| !child.revents().is_empty());
        if let Some((n, child)) = ended.and_then(|n| Some((n, children.get_mut(n)?))) {
            waitid(WaitId::PidFd(child.as_fd()), WaitIdOptions::EXITED)?;
            *child = start(n)?;
        }
    }
}
