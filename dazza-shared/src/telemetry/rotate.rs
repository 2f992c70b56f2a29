//! A log file: one write a record, set aside when it is full.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::time::Instant;

use super::archive::{Archive, Limits};
use super::trouble::{Loss, Trouble};

/// Wait before a file that could not be set aside or compressed is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(10);

/// A log file that is written by one process.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    size: u64,
    /// The last line has no end: a write failed, or an earlier process died, in the middle of it.
    is_torn: bool,
    limits: Limits,
    archiving: Option<JoinHandle<io::Result<()>>>,
    /// Nothing is set aside before this: the last try failed.
    rest_until: Option<Instant>,
    written: u64,
    trouble: Trouble,
}

impl LogFile {
    /// Opens the file to append, and makes it if it is not there.
    pub(super) fn open(path: &Path, limits: Limits) -> io::Result<Self> {
        let (file, size, is_torn) = open_to_append(path)?;
        let mut open = Open {
            file,
            size,
            is_torn,
            limits,
            archiving: None,
            rest_until: None,
            written: 0,
            trouble: Trouble::default(),
        };
        let archive = Archive::beside(path);
        if archive.waiting().exists() {
            open.archiving = Some(begin_archiving(archive, limits)?); // an earlier process died over it
        } else {
            open.note(archive.trim(limits));
        }
        Ok(Self { path: path.to_owned(), open: Mutex::new(open) })
    }

    /// Appends one record, its line feed included; what cannot be written is counted and lost.
    ///
    /// The first record that is written after some were lost gives back what is to be told of them.
    pub(super) fn append(&self, record: &[u8]) -> Option<Loss> {
        let mut open = self.lock();
        if open.size > 0 && open.size.saturating_add(length(record)) > open.limits.max_bytes {
            let done = open.set_aside(&self.path);
            open.note(done);
        }
        match open.write(record) {
            Ok(()) => open.trouble.over(),
            Err(error) => {
                open.trouble.lost(&error, Instant::now());
                None
            }
        }
    }

    /// Changes when the file is set aside and how much is kept, from the next record on.
    pub(super) fn limit(&self, limits: Limits) {
        let mut open = self.lock();
        open.limits = limits;
        if open.archiving.is_none() {
            let trimmed = Archive::beside(&self.path).trim(limits);
            open.note(trimmed);
        }
    }

    /// What was written since the file was opened. Unit: bytes.
    pub(super) fn written(&self) -> u64 {
        self.lock().written
    }

    /// Records that could not be written, and files that could not be set aside, compressed or removed.
    pub(super) fn failures(&self) -> u64 {
        self.lock().trouble.failures()
    }

    /// Why writing fails, once.
    pub(super) fn warning(&self) -> Option<String> {
        self.lock().trouble.warning()
    }

    /// Waits until what was set aside is compressed.
    pub(super) fn settle(&self) {
        let mut open = self.lock();
        let done = open.end_archiving();
        open.note(done);
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Begins a new file, unless the one before is not compressed yet: then this one grows on.
    fn set_aside(&mut self, path: &Path) -> io::Result<()> {
        let is_busy = self.archiving.as_ref().is_some_and(|thread| !thread.is_finished());
        if is_busy || self.rest_until.is_some_and(|rest| Instant::now() < rest) {
            return Ok(());
        }
        let before = self.end_archiving();
        let archive = Archive::beside(path);
        // A waiting file was not compressed: to rename over it would lose it.
        if !archive.waiting().exists() {
            match fs::rename(path, archive.waiting()) {
                // A try before this one came no further than here.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                other => other?,
            }
            (self.file, self.size, self.is_torn) = open_to_append(path)?;
        }
        if archive.waiting().exists() {
            self.archiving = Some(begin_archiving(archive, self.limits)?);
        }
        before
    }

    /// Writes a record whole or, as far as the system allows, not at all.
    fn write(&mut self, record: &[u8]) -> io::Result<()> {
        if self.size > 0 && self.size.saturating_add(length(record)) > self.limits.most() {
            return Err(io::Error::other("the log is full, and the file before it is not compressed yet"));
        }
        let mut done = Ok(());
        if self.is_torn {
            done = self.file.write_all(b"\n");
        }
        if let Err(error) = done.and_then(|()| self.file.write_all(record)) {
            self.is_torn = self.is_torn || self.file.set_len(self.size).is_err();
            return Err(error);
        }
        let n_bytes = length(record) + u64::from(self.is_torn);
        self.is_torn = false;
        self.size = self.size.saturating_add(n_bytes);
        self.written = self.written.saturating_add(n_bytes);
        Ok(())
    }

    fn end_archiving(&mut self) -> io::Result<()> {
        match self.archiving.take().map(JoinHandle::join) {
            Some(Ok(done)) => done,
            Some(Err(_)) => Err(io::Error::other("the compression panicked")),
            None => Ok(()),
        }
    }

    /// Counts a failure that cost no record, and lets the disk rest.
    fn note(&mut self, outcome: io::Result<()>) {
        if let Err(error) = outcome {
            let now = Instant::now();
            self.trouble.failed(&error, now);
            self.rest_until = Some(now + TRY_AGAIN);
        }
    }
}

fn begin_archiving(archive: Archive, limits: Limits) -> io::Result<JoinHandle<io::Result<()>>> {
    thread::Builder::new().name("log-archive".to_owned()).spawn(move || archive.take_in(limits))
}

/// The file, its size, and whether its last line has no end.
fn open_to_append(path: &Path) -> io::Result<(File, u64, bool)> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
    let size = file.metadata()?.len();
    let mut last = [b'\n'];
    if size > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    Ok((file, size, last != [b'\n']))
}

fn length(record: &[u8]) -> u64 {
    u64::try_from(record.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use flate2::read::GzDecoder;

    use super::*;
    use crate::config::LogSettings;

    fn limits(max_bytes: u64, keep: u32) -> Limits {
        Limits::from(&LogSettings { max_bytes, keep, ..LogSettings::default() })
    }

    fn unpacked(path: PathBuf) -> String {
        let mut text = String::new();
        GzDecoder::new(File::open(path).unwrap()).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn full_files_are_set_aside_in_order_and_no_record_is_lost_between_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, limits(32, 3)).unwrap();
        for number in 0..20 {
            log.append(format!("record {number:02}\n").as_bytes());
            log.settle();
        }
        let archive = Archive::beside(&path);
        let kept: String = [3, 2, 1].map(|number| unpacked(archive.numbered(number))).concat();
        let all = kept + &fs::read_to_string(&path).unwrap();
        let wanted: Vec<_> = (9..20).map(|number| format!("record {number:02}")).collect();
        assert_eq!(all.lines().collect::<Vec<_>>(), wanted);
        assert!(!archive.numbered(4).exists());
        assert_eq!(log.failures(), 0);
    }

    #[test]
    fn a_file_never_outgrows_its_limit_when_compression_keeps_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, limits(100, 1)).unwrap();
        for _ in 0..50 {
            log.append(b"0123456789012345678901234567890123456789\n");
            log.settle();
            assert!(path.metadata().unwrap().len() <= 100);
        }
        log.limit(limits(1_000, 1));
        for _ in 0..10 {
            log.append(b"0123456789012345678901234567890123456789\n");
        }
        assert!(path.metadata().unwrap().len() > 100);
    }

    #[test]
    fn a_torn_line_is_ended_before_the_next_record() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        fs::write(&path, "{\"torn").unwrap();
        let log = LogFile::open(&path, limits(1_000, 1)).unwrap();
        log.append(b"{}\n");
        log.append(b"{}\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"torn\n{}\n{}\n");
    }

    #[test]
    fn what_a_dead_process_had_set_aside_is_taken_in_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let archive = Archive::beside(&path);
        fs::write(archive.waiting(), "old\n").unwrap();
        let log = LogFile::open(&path, limits(1_000, 2)).unwrap();
        log.settle();
        assert_eq!(unpacked(archive.numbered(1)), "old\n");
        assert!(!archive.waiting().exists());
    }

    #[test]
    fn losses_are_counted_and_the_next_record_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs").join("room.jsonl");
        fs::create_dir(folder.path().join("logs")).unwrap();
        let log = LogFile::open(&path, limits(8, 1)).unwrap();
        log.append(b"first\n");
        fs::rename(folder.path().join("logs"), folder.path().join("moved")).unwrap();
        log.append(b"second\n");
        assert_eq!(log.failures(), 1);
        assert_eq!(fs::read_to_string(folder.path().join("moved/room.jsonl")).unwrap(), "first\nsecond\n");
    }

    #[test]
    fn a_file_that_could_not_be_compressed_is_neither_lost_nor_tried_at_each_record() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let archive = Archive::beside(&path);
        let log = LogFile::open(&path, limits(8, 1)).unwrap();
        fs::create_dir_all(archive.numbered(1).join("in the way")).unwrap();
        for text in ["first\n", "second\n", "third\n", "fourth\n"] {
            log.append(text.as_bytes());
            log.settle();
        }
        assert_eq!(fs::read_to_string(archive.waiting()).unwrap(), "first\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "second\nthird\nfourth\n");
        assert_eq!(log.failures(), 1);
        assert!(log.warning().is_some());
        assert_eq!(log.warning(), None);
    }

    #[test]
    fn a_file_that_cannot_be_set_aside_grows_no_further_than_its_share() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let settings = LogSettings { max_bytes: 8, keep: 1, max_total_bytes: 100, ..LogSettings::default() };
        let log = LogFile::open(&path, Limits::from(&settings)).unwrap();
        fs::create_dir_all(Archive::beside(&path).numbered(1).join("in the way")).unwrap();
        for _ in 0..10 {
            assert_eq!(log.append(b"record\n"), None);
            log.settle();
        }
        assert_eq!(path.metadata().unwrap().len(), 14);
        assert_eq!(log.failures(), 1 + 7);
    }
}
