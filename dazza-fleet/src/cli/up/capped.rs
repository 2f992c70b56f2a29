//! What a fleet in the background prints: a file that is emptied when it outgrows its cap.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Size at which the file is emptied. Unit: bytes.
const CAP: u64 = 1024 * 1024;

/// A file that is written to at its end.
#[derive(Debug)]
pub(super) struct Capped(File);

impl Capped {
    /// Opens the file, readable by this user alone.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(Self)
    }

    /// Empties the file if it has outgrown its cap; its length.
    pub(super) fn trim(&self) -> io::Result<u64> {
        let length = self.0.metadata()?.len();
        if length <= CAP {
            return Ok(length);
        }
        self.0.set_len(0)?;
        Ok(0)
    }

    /// The file, for a process to print to.
    pub(super) fn file(&self) -> io::Result<File> {
        self.0.try_clone()
    }
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.trim()?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_appended_to_and_emptied_beyond_its_cap() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fleet.out");
        std::fs::write(&path, "before\n").unwrap();
        let mut file = Capped::open(&path).unwrap();
        writeln!(file, "after").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "before\nafter\n");
        file.write_all(&vec![b'x'; usize::try_from(CAP).unwrap()]).unwrap();
        writeln!(file, "anew").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "anew\n");
    }
}
