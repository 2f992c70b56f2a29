//! A room's claim on its name: the lock it holds while it lives, and the file that tells who holds it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::names::RoomName;

/// One process of this machine, told apart from any later one of the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessIdentity {
    /// Its process id.
    pub pid: i32,
    /// When it started. Unit: clock ticks since boot.
    ///
    /// Source: `proc(5)`, `/proc/PID/stat`, field 22.
    pub start_ticks: u64,
    /// The boot it started in.
    ///
    /// Source: `/proc/sys/kernel/random/boot_id`.
    pub boot_id: String,
}

/// What `run/rooms/ROOM.json` says: enough for a new supervisor to adopt the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The room that is served.
    pub room: RoomName,
    /// The process that serves it.
    pub process: ProcessIdentity,
    /// The version it runs.
    pub version: String,
    /// How it ended, written in its last moments: an exit code and why.
    pub last_words: Option<LastWords>,
}

/// How a room's process ended, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastWords {
    /// The exit code that followed.
    pub code: u8,
    /// Why, in words for the operator.
    pub reason: String,
}

impl ProcessIdentity {
    /// Who the process of that number is now; `None` when there is none, or it is but a zombie.
    pub fn of(pid: i32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The command name before it may hold anything, brackets and spaces included.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let state = *fields.first()?;
        let start_ticks = fields.get(19)?.parse().ok()?;
        let boot_id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().to_owned();
        (state != "Z").then_some(Self { pid, start_ticks, boot_id })
    }

    /// Whether this very process still lives.
    pub fn is_alive(&self) -> bool {
        Self::of(self.pid).is_some_and(|now| now == *self)
    }
}

impl Claim {
    /// The claim of the calling process on `room`.
    ///
    /// # Errors
    ///
    /// `/proc` does not show this process.
    pub fn of_this_process(room: RoomName, version: &str) -> io::Result<Self> {
        let pid = i32::try_from(std::process::id()).map_err(io::Error::other)?;
        let process = ProcessIdentity::of(pid).ok_or_else(|| io::Error::other("/proc does not show this process"))?;
        Ok(Self { room, process, version: version.to_owned(), last_words: None })
    }

    /// Reads a claim.
    ///
    /// # Errors
    ///
    /// `NotFound` when nobody ever claimed the room, `InvalidData` when the file is torn or not ours.
    pub fn read(path: &Path) -> io::Result<Self> {
        serde_json::from_slice(&fs::read(path)?).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
    }

    /// Writes the claim in one go: a reader sees the old one or the new one whole.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let aside = path.with_extension("json.new");
        fs::write(&aside, serde_json::to_vec_pretty(self)?)?;
        fs::rename(aside, path)
    }
}

/// Takes the lock at `path` for as long as the file that is handed back lives; `None` when another process holds it.
///
/// The kernel lets go of it when its holder dies, however it dies.
///
/// # Errors
///
/// Whatever the file system says.
pub fn try_lock(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_reads_back_and_knows_its_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fatpizza.json");
        let claim = Claim::of_this_process("fatpizza".parse().unwrap(), "0.1.0").unwrap();
        claim.write(&path).unwrap();
        let back = Claim::read(&path).unwrap();
        assert_eq!(back, claim);
        assert!(back.process.is_alive());
        let other = ProcessIdentity { start_ticks: claim.process.start_ticks + 1, ..claim.process };
        assert!(!other.is_alive());
    }

    #[test]
    fn a_lock_has_one_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fatpizza.lock");
        let held = try_lock(&path).unwrap();
        assert!(held.is_some());
        assert!(try_lock(&path).unwrap().is_none());
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
    }
}
