//! `postmaster.pid`: the file in which a server says who it is and how far it has come.

use std::fs;
use std::path::{Path, PathBuf};

/// The file's name, in the folder of the data.
const NAME: &str = "postmaster.pid";

/// What the file says.
///
/// Source: PostgreSQL, `src/include/utils/pidfile.h`: a line each; later lines are missing while the server begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LockFile {
    /// The server's process; that of a single session, without a server, is told as a negative number.
    pub(super) pid: i32,
    /// The folder of its socket, once it has one.
    pub(super) socket_dir: Option<PathBuf>,
    /// Whether it takes connections.
    pub(super) is_ready: bool,
}

impl LockFile {
    /// Where the file is.
    pub(super) fn path(data: &Path) -> PathBuf {
        data.join(NAME)
    }

    /// Reads it; `None` when there is none, or nothing in it yet.
    pub(super) fn read(data: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(Self::path(data)).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(str::trim);
        let pid = lines.next()?.parse().ok()?;
        let socket_dir = lines.nth(3).filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let is_ready = lines.nth(2) == Some("ready");
        Some(Self { pid, socket_dir, is_ready })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_however_far_it_was_written() {
        let full = "4711\n/x/data\n1795444500\n5432\n/x\n\n  5432001    98304\nready   \n";
        let socket_dir = Some(PathBuf::from("/x"));
        let told = LockFile { pid: 4711, socket_dir, is_ready: true };
        assert_eq!(LockFile::parse(full), Some(told.clone()));
        let starting = LockFile { is_ready: false, ..told };
        assert_eq!(LockFile::parse(&full.replace("ready   ", "starting")), Some(starting));
        let early = LockFile { pid: -7, socket_dir: None, is_ready: false };
        assert_eq!(LockFile::parse("-7\n/x/data\n1795444500\n5432\n\n"), Some(early.clone()));
        assert_eq!(LockFile::parse("-7"), Some(early));
        assert_eq!([LockFile::parse(""), LockFile::parse("junk\n")], [None, None]);
    }
}
