//! The server's processes: those we hold, and whatever else of PostgreSQL works in its folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Programs whose processes belong to the server when they work in its folder. Unit: `/proc/PID/comm`.
const PROGRAMS: [&str; 2] = ["postgres", "initdb"];

/// Knows the processes of one server; any number may be made of it.
///
/// A session's process becomes ours when the server is killed, and goes by itself: the supervisor's sweep leaves it be.
#[derive(Clone, Debug)]
pub(crate) struct Kin {
    /// The folder of the server, with no link in its path.
    folder: PathBuf,
    /// The user that the server runs as.
    uid: u32,
    held: Arc<Mutex<BTreeSet<i32>>>,
}

impl Kin {
    /// The processes of the server whose folder this is, and which runs as the user of that number.
    pub(super) fn of(folder: &Path, uid: u32) -> Self {
        Self { folder: folder.to_owned(), uid, held: Arc::default() }
    }

    /// What every process of the server is to have in its title, and no other process has.
    pub(super) fn mark(&self) -> String {
        // FNV-1a: short, and the same in every version of ours.
        let bytes = self.folder.as_os_str().as_encoded_bytes();
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        format!("dazza-{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
    }

    /// Whether the process belongs to the server.
    pub(crate) fn has(&self, pid: i32) -> bool {
        self.is_held(pid) || self.works_here(pid)
    }

    /// From now on this process is in our hands, until it is buried.
    pub(super) fn hold(&self, pid: i32) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).insert(pid);
    }

    /// The process is buried: its number may go to another.
    pub(super) fn let_go(&self, pid: i32) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&pid);
    }

    /// Whether the process runs one of the server's programs in the server's folder; one that has ended does not.
    ///
    /// Source: proc(5): `cwd` of a zombie leads nowhere; the server's processes all work in the folder of the data.
    pub(super) fn works_here(&self, pid: i32) -> bool {
        let is_here = match fs::read_link(format!("/proc/{pid}/cwd")) {
            Ok(folder) => folder.starts_with(&self.folder),
            // Root without CAP_SYS_PTRACE, as in a container, may not look at the processes of another user.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => self.is_titled(pid),
            Err(_) => false,
        };
        is_here && fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| PROGRAMS.contains(&name.trim_end()))
    }

    /// Whether the process is the server's user's and names the server's folder, or has our mark in its title.
    fn is_titled(&self, pid: i32) -> bool {
        let is_users = fs::metadata(format!("/proc/{pid}")).is_ok_and(|process| process.uid() == self.uid);
        let title = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let title = String::from_utf8_lossy(&title);
        let names_folder = title.split('\0').any(|word| Path::new(word).starts_with(&self.folder));
        is_users && (names_folder || title.contains(&self.mark()))
    }

    /// All processes that work in the server's folder.
    pub(super) fn living(&self) -> Vec<i32> {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter(|pid| self.works_here(*pid)).collect()
    }

    fn is_held(&self, pid: i32) -> bool {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).contains(&pid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_that_works_in_the_folder_is_no_kin() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        let kin = Kin::of(&here, 0);
        let us = i32::try_from(std::process::id()).unwrap();
        assert!(!kin.has(us), "this process works here, but is no server");
        assert!(kin.living().iter().all(|pid| *pid != us));
        kin.hold(us);
        assert!(kin.clone().has(us));
        kin.let_go(us);
        assert!(!kin.has(us));
    }
}
