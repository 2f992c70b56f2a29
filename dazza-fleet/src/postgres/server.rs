//! Starts the server, finds one that an earlier supervisor left behind, waits for it and stops it.

use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::Signal;
use tokio::time::{Instant, sleep, timeout};
use tracing::{debug, info, warn};

use super::cluster::Cluster;
use super::error::PostgresError;
use super::lock_file::LockFile;
use super::process::{Ending, Process};
use super::tuning;
use crate::output;

/// Wait between two looks at what the server says of itself.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Wait between two looks at all processes of the machine.
const SCAN_AGAIN: Duration = Duration::from_millis(50);

/// Time a server has to say that it begins. After that it may take as long as it needs: it may recover from a crash.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often it is told that the server is not ready yet.
const NOTE_EVERY: Duration = Duration::from_secs(10);

/// What stops a server, from kind to unkind, each with the time it has then.
///
/// Source: the manual of PostgreSQL, section 19.5: fast, immediate; the last leaves its sessions to notice.
const STOPS: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(30)),
    (Signal::QUIT, Duration::from_secs(5)),
    (Signal::KILL, Duration::from_secs(5)),
];

/// Time that the sessions of a server which was killed have to notice. They look when they wait for their client.
const SESSIONS_GRACE: Duration = Duration::from_secs(2);

/// Lines of the server that are looked at when it has ended.
const MAX_LINES: usize = 8;

/// A server with a process.
#[derive(Debug)]
pub(super) struct Server {
    process: Process,
    /// Where in its output file its own part begins. Unit: bytes.
    printed_from: u64,
}

/// Why a server is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotReady {
    /// It has ended.
    Ended,
    /// It does not say that it begins; it was killed.
    Silent,
}

impl Server {
    /// Starts one; nothing of an earlier one may be alive.
    pub(super) fn start(cluster: &Cluster) -> Result<Self, PostgresError> {
        let program = cluster.programs.postgres();
        Self::spawn(cluster).map_err(PostgresError::system("start", program))
    }

    fn spawn(cluster: &Cluster) -> io::Result<Self> {
        let (output, printed_from) = output::open(&cluster.paths.postgres_output())?;
        let program = cluster.programs.postgres();
        let mut command =
            if cluster.is_passing { cluster.user.with_parent(&program)? } else { cluster.user.command(&program) };
        let process = command
            .args(tuning::arguments(cluster))
            // In its own folder from the first moment on, so that a later supervisor knows it for what it is.
            .current_dir(cluster.folder())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0)
            .spawn()
            .and_then(|child| Process::started(child, &cluster.kin))?;
        Ok(Self { process, printed_from })
    }

    /// The living server of an earlier supervisor; when there is none, nothing of one is left.
    ///
    /// A new server refuses to begin while sessions of the one before hold its memory: what does not go is killed.
    ///
    /// # Errors
    ///
    /// A server has our data and not our socket: somebody else started it.
    pub(super) async fn find_or_clear(cluster: &Cluster) -> Result<Option<Self>, PostgresError> {
        let began = Instant::now();
        while began.elapsed() < SESSIONS_GRACE && !cluster.kin.living().is_empty() {
            // One that has just been started says so a moment later.
            if let Some(found) = Self::find(cluster)? {
                return Ok(Some(found));
            }
            sleep(SCAN_AGAIN).await;
        }
        clear(cluster).await;
        Ok(None)
    }

    fn find(cluster: &Cluster) -> Result<Option<Self>, PostgresError> {
        let Some(told) = LockFile::read(&cluster.data) else { return Ok(None) };
        let pid = told.pid.abs();
        let adopted = Process::adopted(pid, &cluster.kin);
        let adopted = adopted.map_err(PostgresError::system("take over the server in", &cluster.data))?;
        let Some(process) = adopted else { return Ok(None) };
        let is_our_socket = told.socket_dir.is_none_or(|folder| folder == cluster.folder());
        if told.pid < 0 || !is_our_socket {
            return Err(PostgresError::Foreign { folder: cluster.data.clone(), pid });
        }
        cluster.kin.hold(pid);
        let printed_from = fs::metadata(cluster.paths.postgres_output()).map_or(0, |file| file.len());
        info!(child.pid = pid, "took over the database server, process {pid}");
        Ok(Some(Self { process, printed_from }))
    }

    /// Its process.
    pub(super) fn pid(&self) -> i32 {
        self.process.pid()
    }

    /// Whether this supervisor started it.
    pub(super) fn is_own(&self) -> bool {
        self.process.is_own()
    }

    /// Waits until it takes connections.
    pub(super) async fn until_ready(&self, cluster: &Cluster) -> Result<(), NotReady> {
        tokio::select! {
            () = self.process.ended() => Err(NotReady::Ended),
            outcome = self.until_told(cluster) => outcome,
        }
    }

    /// Waits until it has ended.
    pub(super) async fn ended(&self) {
        self.process.ended().await;
    }

    /// Buries it once it has ended: how it ended, in words.
    pub(super) fn bury(self, cluster: &Cluster) -> String {
        let told = output::last_lines(&cluster.paths.postgres_output(), self.printed_from, MAX_LINES);
        let ending = self.process.bury();
        let complaint = told.iter().rev().find_map(|line| complaint(line));
        // What it printed before it was killed tells nothing of that.
        let last = told.last().map(String::as_str).filter(|_| matches!(ending, Ending::Code(_)));
        match complaint.or(last) {
            Some(told) => format!("{ending}: {told}"),
            None => ending.to_string(),
        }
    }

    /// Stops it, with more and more force; nothing of it is left then.
    pub(super) async fn stop(self, cluster: &Cluster) {
        let began = Instant::now();
        for (signal, grace) in STOPS {
            self.process.signal(signal);
            if timeout(grace, self.process.ended()).await.is_ok() {
                break;
            }
            warn!(child.pid = self.pid(), ?signal, "the database server does not stop");
        }
        let ending = self.process.bury();
        clear(cluster).await;
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        info!(elapsed_ms, "the database server has stopped: {ending}");
    }

    async fn until_told(&self, cluster: &Cluster) -> Result<(), NotReady> {
        let began = Instant::now();
        let mut next_note = began + NOTE_EVERY;
        loop {
            match LockFile::read(&cluster.data).filter(|told| told.pid == self.pid()) {
                Some(told) if told.is_ready => return Ok(()),
                None if began.elapsed() > PATIENCE => {
                    self.process.kill();
                    self.process.ended().await;
                    return Err(NotReady::Silent);
                }
                _ => {}
            }
            if Instant::now() >= next_note {
                let waited = began.elapsed().as_secs();
                info!(
                    child.pid = self.pid(),
                    "the database server is not ready after {waited} s; it may be recovering"
                );
                next_note += NOTE_EVERY;
            }
            sleep(LOOK_AGAIN).await;
        }
    }
}

/// Kills what is left of a server that is gone.
pub(super) async fn clear(cluster: &Cluster) {
    let began = Instant::now();
    let mut left = cluster.kin.living();
    while !left.is_empty() && began.elapsed() < SESSIONS_GRACE {
        for process in left.iter().filter_map(|pid| Process::adopted(*pid, &cluster.kin).ok().flatten()) {
            process.signal(Signal::KILL);
        }
        sleep(SCAN_AGAIN).await;
        left = cluster.kin.living();
    }
    if left.is_empty() {
        forget_locks(cluster);
    } else {
        warn!(?left, "processes of an earlier database server do not go");
    }
}

/// Removes the lock files of a server that is gone: by now their number may be that of a stranger, which would keep the
/// next server from beginning.
fn forget_locks(cluster: &Cluster) {
    let socket = cluster.paths.postgres_sock();
    let mut socket_lock = socket.clone().into_os_string();
    socket_lock.push(".lock");
    for path in [LockFile::path(&cluster.data), socket, socket_lock.into()] {
        match fs::remove_file(&path) {
            Ok(()) => debug!("removed {}, which a server left behind", path.display()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => warn!(error = %error, "cannot remove {}", path.display()),
        }
    }
}

/// What a line of the server complains of, if it does.
fn complaint(line: &str) -> Option<&str> {
    let at = ["PANIC:", "FATAL:", "ERROR:"].into_iter().find_map(|word| line.find(word))?;
    line.get(at..)?.split_once(':').map(|(_, told)| told.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_told_without_when_and_who() {
        let line = "2026-11-25 14:00:00.000 UTC [7] FATAL:  could not map memory: Cannot allocate memory";
        assert_eq!(complaint(line), Some("could not map memory: Cannot allocate memory"));
        assert_eq!(complaint("2026-11-25 14:00:00.000 UTC [7] WARNING:  hm"), None);
    }
}
