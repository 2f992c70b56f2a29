//! A process of the server in our hands: its number means it alone, until it is buried.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::process::Child;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, pidfd_send_signal, waitid};
use tokio::io::unix::AsyncFd;
use tracing::debug;

use super::kin::Kin;
use crate::pidfd;

/// A process that we started, or took over.
#[derive(Debug)]
pub(super) struct Process {
    pid: i32,
    pidfd: AsyncFd<OwnedFd>,
    is_own: bool,
    kin: Kin,
}

impl Process {
    /// Takes a child that was just started in a group of its own.
    pub(super) fn started(mut child: Child, kin: &Kin) -> io::Result<Self> {
        let pid = i32::try_from(child.id()).map_err(io::Error::other)?;
        kin.hold(pid);
        match pidfd::open(pid) {
            Ok(pidfd) => Ok(Self { pid, pidfd, is_own: true, kin: kin.clone() }),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                kin.let_go(pid);
                Err(error)
            }
        }
    }

    /// Takes over a process that works in the server's folder; `None` when it does so no more.
    pub(super) fn adopted(pid: i32, kin: &Kin) -> io::Result<Option<Self>> {
        let pidfd = match pidfd::open(pid) {
            Ok(pidfd) => pidfd,
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::SRCH.raw_os_error()) => return Ok(None),
            Err(error) => return Err(error),
        };
        // Looked at once it is in hand: from here on its number means this process and no other.
        Ok(kin.works_here(pid).then(|| Self { pid, pidfd, is_own: false, kin: kin.clone() }))
    }

    /// Its number.
    pub(super) fn pid(&self) -> i32 {
        self.pid
    }

    /// Whether this supervisor started it.
    pub(super) fn is_own(&self) -> bool {
        self.is_own
    }

    /// Waits until it has ended.
    pub(super) async fn ended(&self) {
        if let Err(error) = self.pidfd.readable().await.map(drop) {
            debug!(child.pid = self.pid, error = %error, "cannot watch process {}", self.pid);
        }
    }

    /// Sends it a signal; it may be gone already.
    pub(super) fn signal(&self, signal: Signal) {
        let sent = pidfd_send_signal(self.pidfd.as_fd(), signal);
        debug!(child.pid = self.pid, ?sent, ?signal, "signalled the database's process");
    }

    /// Kills it and its group, if it is our own child, and waits for the little that takes.
    pub(super) fn kill(&self) {
        // While it is unburied its number stays taken, so that the group can be no other's.
        if let (true, Some(group)) = (self.is_own, Pid::from_raw(self.pid)) {
            let killed = kill_process_group(group, Signal::KILL);
            debug!(child.pid = self.pid, ?killed, "killed the group of the database's process");
        }
        self.signal(Signal::KILL);
    }

    /// Buries it once it has ended: how it ended, in words; `None` for a child that is not our own.
    pub(super) fn bury(self) -> Ending {
        let told = self.is_own.then(|| waitid(WaitId::PidFd(self.pidfd.as_fd()), WaitIdOptions::EXITED));
        self.kin.let_go(self.pid);
        let Some(Ok(Some(status))) = told else { return Ending::Untold };
        let signal = status.terminating_signal().and_then(|number| nix::sys::signal::Signal::try_from(number).ok());
        match (status.exit_status(), signal) {
            (Some(code), _) => Ending::Code(code),
            (None, Some(signal)) => Ending::Signal(signal.as_str()),
            (None, None) => Ending::Untold,
        }
    }
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With this code.
    Code(i32),
    /// By this signal.
    Signal(&'static str),
    /// Nobody can tell: it was not our child.
    Untold,
}

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "it ended with code {code}"),
            Self::Signal(signal) => write!(f, "it was ended by {signal}"),
            Self::Untold => f.write_str("it ended"),
        }
    }
}
