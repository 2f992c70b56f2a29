//! The file that takes what a child prints, its stdout and stderr: appended to, emptied when it outgrows its cap.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Size at which the file is emptied. Unit: bytes.
const CAP: u64 = 1024 * 1024;

/// How far back the last line is looked for. Unit: bytes.
const TAIL: u64 = 4096;

/// Longest last line that is told. Unit: characters.
const MAX_CHARS: usize = 200;

/// Opens the file for a child, emptied when it has outgrown its cap; with it, where the child's part begins.
pub(crate) fn open(path: &Path) -> io::Result<(File, u64)> {
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    let length = file.metadata()?.len();
    if length > CAP {
        file.set_len(0)?;
        return Ok((file, 0));
    }
    Ok((file, length))
}

/// Empties the file when it has outgrown its cap, while its child goes on writing.
pub(crate) fn trim(path: &Path) -> io::Result<()> {
    if path.metadata().is_ok_and(|meta| meta.len() > CAP) {
        open(path)?;
    }
    Ok(())
}

/// The last line that means something, printed after the first `from` bytes.
pub(crate) fn last_line(path: &Path, from: u64) -> Option<String> {
    last_lines(path, from, 1).pop()
}

/// The last `n` lines that mean something, printed after the first `from` bytes, oldest first.
pub(crate) fn last_lines(path: &Path, from: u64, n: usize) -> Vec<String> {
    let tail = tail(path, from).unwrap_or_default();
    // A panic ends with a note on how to see more, which tells nobody what happened.
    let lines = tail.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("note:"));
    let shown = lines.map(|line| line.chars().filter(|c| !c.is_control()).take(MAX_CHARS).collect());
    let mut last: Vec<String> = shown.collect();
    last.split_off(last.len().saturating_sub(n))
}

fn tail(path: &Path, from: u64) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(from.min(length).max(length.saturating_sub(TAIL)))).ok()?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail).ok()?;
    Some(String::from_utf8_lossy(&tail).into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_last_line_is_that_of_this_child() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fatpizza.out");
        let (mut file, from) = open(&path).unwrap();
        assert_eq!((from, last_line(&path, from)), (0, None));
        writeln!(file, "thread 'main' panicked\nindex out of bounds\nnote: run with a backtrace\n").unwrap();
        assert_eq!(last_line(&path, from).as_deref(), Some("index out of bounds"));
        let (_, from) = open(&path).unwrap();
        assert_eq!(last_line(&path, from), None);
    }

    #[test]
    fn a_file_beyond_its_cap_is_emptied_under_its_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fatpizza.out");
        let (mut file, _) = open(&path).unwrap();
        file.write_all(&vec![b'x'; usize::try_from(CAP).unwrap() + 1]).unwrap();
        trim(&path).unwrap();
        assert_eq!(path.metadata().unwrap().len(), 0);
        writeln!(file, "still here").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "still here\n");
    }
}
