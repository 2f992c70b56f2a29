//! Programs that the fleet sends on an errand, beside its rooms: the supervisor's sweep leaves them alone.

use std::collections::BTreeSet;
use std::io;
use std::os::fd::OwnedFd;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdin, Command};
use tokio::task::JoinHandle;

/// Most that is kept of what a program complains about. Unit: bytes.
const MAX_COMPLAINT: usize = 64 * 1024;

/// Lines of a complaint that are told.
const MAX_LINES: usize = 3;

/// Longest line of a complaint that is told. Unit: characters.
const MAX_CHARS: usize = 300;

/// The processes that are on errands now; any number may be made of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Errands(Arc<Mutex<BTreeSet<i32>>>);

/// A program on its errand; dropped, it is killed.
#[derive(Debug)]
pub(crate) struct Errand {
    errands: Errands,
    pid: i32,
    child: Child,
    complaint: JoinHandle<String>,
}

impl Errands {
    /// Whether the process of that number is on an errand.
    pub(crate) fn has(&self, pid: i32) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&pid)
    }

    /// Starts a program in a group of its own. What it complains about is kept.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn send(&self, command: &mut Command) -> io::Result<Errand> {
        let mut child = command.stderr(Stdio::piped()).process_group(0).kill_on_drop(true).spawn()?;
        let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or_default();
        // Nothing has been waited for since it was started: no sweep came in between.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(pid);
        let complaint = tokio::spawn(listen(child.stderr.take()));
        Ok(Errand { errands: self.clone(), pid, child, complaint })
    }
}

impl Errand {
    /// What it prints, once.
    ///
    /// # Errors
    ///
    /// It was taken before, or is not to be had.
    pub(crate) fn take_output(&mut self) -> io::Result<OwnedFd> {
        self.child.stdout.take().ok_or_else(|| io::Error::other("there is no output"))?.into_owned_fd()
    }

    /// What it reads, once.
    ///
    /// # Errors
    ///
    /// It was taken before.
    pub(crate) fn take_input(&mut self) -> io::Result<ChildStdin> {
        self.child.stdin.take().ok_or_else(|| io::Error::other("there is no input"))
    }

    /// Waits for its end: how it ended, and what it complained about last.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) async fn end(mut self) -> io::Result<(ExitStatus, String)> {
        let status = self.child.wait().await?;
        let complaint = (&mut self.complaint).await.unwrap_or_default();
        Ok((status, last_lines(&complaint)))
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        self.errands.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.pid);
    }
}

async fn listen(stream: Option<ChildStderr>) -> String {
    let mut heard = Vec::new();
    if let Some(mut stream) = stream {
        let mut part = vec![0; 4096];
        while let Ok(n @ 1..) = stream.read(&mut part).await {
            heard.extend_from_slice(part.get(..n).unwrap_or_default());
            let surplus = heard.len().saturating_sub(MAX_COMPLAINT);
            heard.drain(..surplus);
        }
    }
    String::from_utf8_lossy(&heard).into_owned()
}

fn last_lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> =
        lines.map(|line| line.chars().filter(|c| !c.is_control()).take(MAX_CHARS).collect()).collect();
    lines.get(lines.len().saturating_sub(MAX_LINES)..).unwrap_or_default().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_is_known_while_it_runs_and_its_last_words_are_kept() {
        let errands = Errands::default();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one >&2; echo >&2; echo two >&2; exit 3"]).stdin(Stdio::null()).stdout(Stdio::null());
        let errand = errands.send(&mut command).unwrap();
        let pid = errand.pid;
        assert!(errands.clone().has(pid));
        let (status, told) = errand.end().await.unwrap();
        assert_eq!((status.code(), told.as_str()), (Some(3), "one; two"));
        assert!(!errands.has(pid));
    }
}
