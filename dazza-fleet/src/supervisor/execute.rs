//! Carries out one step; the only file that touches the processes of rooms.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use dazza_shared::claim::ProcessIdentity;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitIdStatus, kill_process_group, pidfd_send_signal, waitid,
};
use tokio::io::unix::AsyncFd;
use tokio::sync::mpsc;
use tracing::debug;

use super::child::Ending;
use crate::{output, pidfd};

/// How a room's memory is handed out: what a thread keeps aside of each size, seven pieces by default, never goes back, and is a
/// quarter of all that a room takes.
///
/// Source: the manual of the GNU C library, tunables; other C libraries know nothing of it.
const MALLOC: (&str, &str) = ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0");

/// Starts, signals and buries the processes of rooms.
#[derive(Debug)]
pub(crate) struct Executor {
    paths: StatePaths,
    program: PathBuf,
    exits: mpsc::UnboundedSender<i32>,
    held: BTreeMap<i32, Held>,
}

/// A process in our hands.
#[derive(Debug)]
struct Held {
    pidfd: Arc<AsyncFd<OwnedFd>>,
    /// Whether this supervisor started it, and so may read its exit code.
    is_own: bool,
    /// Where in the output file of its room its own part begins. Unit: bytes.
    printed_from: u64,
}

impl Executor {
    /// Runs `program` for each room; the number of each process that ends is sent to `exits`.
    pub(crate) fn new(paths: StatePaths, program: PathBuf, exits: mpsc::UnboundedSender<i32>) -> Self {
        Self { paths, program, exits, held: BTreeMap::new() }
    }

    /// Starts a child for `room`, in a process group of its own; its number.
    ///
    /// Of our environment it gets nothing, since that may hold secrets.
    pub(crate) fn spawn(&mut self, room: &RoomName) -> io::Result<i32> {
        let (output, printed_from) = output::open(&self.paths.output_file(room))?;
        let mut child = Command::new(&self.program)
            .args(["--room", room.as_str(), "--state-dir"])
            .arg(self.paths.state_dir())
            .env_clear()
            .env(MALLOC.0, MALLOC.1)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0)
            .spawn()
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", self.program.display())))?;
        let pid = i32::try_from(child.id()).map_err(io::Error::other)?;
        // Until we wait for it, its number cannot go to another process.
        match self.hold(pid, true, printed_from) {
            Ok(()) => Ok(pid),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                Err(error)
            }
        }
    }

    /// Takes over a process that an earlier supervisor started; whether it still lives.
    pub(crate) fn adopt(&mut self, process: &ProcessIdentity) -> io::Result<bool> {
        self.hold(process.pid, false, u64::MAX)?;
        // Checked once it is in hand: from here on its number means this process and no other.
        let is_alive = process.is_alive();
        if !is_alive {
            self.held.remove(&process.pid);
        }
        Ok(is_alive)
    }

    /// Asks a child to leave.
    pub(crate) fn terminate(&self, pid: i32) {
        self.signal(pid, Signal::TERM);
    }

    /// Kills a child and all of its group.
    pub(crate) fn kill(&self, pid: i32) {
        self.signal(pid, Signal::KILL);
    }

    /// Buries a process whose end was told on `exits`: how it ended.
    pub(crate) fn reap(&mut self, pid: i32) -> Ending {
        let Some(held) = self.held.remove(&pid) else { return Ending::Untold };
        if !held.is_own {
            return Ending::Untold;
        }
        // While it is unburied its number stays taken, so that this can hit nothing but what it left in its group.
        if let Some(group) = Pid::from_raw(pid) {
            note("kill the group of", pid, kill_process_group(group, Signal::KILL));
        }
        match waitid(WaitId::PidFd(held.pidfd.as_fd()), WaitIdOptions::EXITED | WaitIdOptions::NOHANG) {
            Ok(Some(status)) => ending(&status),
            Ok(None) => Ending::Untold,
            Err(error) => {
                debug!(child.pid = pid, error = %error, "process {pid} left no exit status");
                Ending::Untold
            }
        }
    }

    /// Whether a process of that number is in our hands.
    pub(crate) fn holds(&self, pid: i32) -> bool {
        self.held.contains_key(&pid)
    }

    /// The last thing that a process in our hands printed.
    pub(crate) fn last_print(&self, room: &RoomName, pid: i32) -> Option<String> {
        output::last_line(&self.paths.output_file(room), self.held.get(&pid)?.printed_from)
    }

    /// Empties the output file of `room` when it has outgrown its cap.
    pub(crate) fn trim_output(&self, room: &RoomName) {
        if let Err(error) = output::trim(&self.paths.output_file(room)) {
            debug!(room.name = %room, error = %error, "cannot empty the output file of {room}");
        }
    }

    fn signal(&self, pid: i32, signal: Signal) {
        let Some(held) = self.held.get(&pid) else { return };
        // The handle reaches this process or none; only while it does is the group sure to be the child's.
        let outcome = pidfd_send_signal(held.pidfd.as_fd(), signal);
        if let (Ok(()), Some(group)) = (outcome, Pid::from_raw(pid)) {
            note("signal the group of", pid, kill_process_group(group, signal));
        }
        note("signal", pid, outcome);
    }

    fn hold(&mut self, pid: i32, is_own: bool, printed_from: u64) -> io::Result<()> {
        let pidfd = Arc::new(pidfd::open(pid)?);
        tokio::spawn(watch(pid, pidfd.clone(), self.exits.clone()));
        self.held.insert(pid, Held { pidfd, is_own, printed_from });
        Ok(())
    }
}

/// Tells `exits` when the process has ended.
async fn watch(pid: i32, pidfd: Arc<AsyncFd<OwnedFd>>, exits: mpsc::UnboundedSender<i32>) {
    if pidfd.readable().await.is_ok() && exits.send(pid).is_err() {
        debug!(child.pid = pid, "process {pid} outlived the supervisor's loop");
    }
}

fn ending(status: &WaitIdStatus) -> Ending {
    let signal = status.terminating_signal().and_then(|number| nix::sys::signal::Signal::try_from(number).ok());
    match (status.exit_status().and_then(|code| u8::try_from(code).ok()), signal) {
        (Some(code), _) => Ending::Code(code),
        (None, Some(signal)) => Ending::Signal(signal.as_str()),
        (None, None) => Ending::Untold,
    }
}

fn note(deed: &str, pid: i32, outcome: rustix::io::Result<()>) {
    match outcome {
        Ok(()) | Err(rustix::io::Errno::SRCH) => {}
        Err(error) => debug!(child.pid = pid, error = %error, "cannot {deed} process {pid}"),
    }
}
