//! A log file: one write a record, set aside when it is full.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::archive::Archive;

/// A log file that is written by one process.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    open: Mutex<Open>,
    lost: AtomicU64,
}

#[derive(Debug)]
struct Open {
    file: File,
    size: u64,
    /// The last line has no end: a write failed, or an earlier process died, in the middle of it.
    is_torn: bool,
    max_bytes: u64,
    keep: u32,
    archiving: Option<JoinHandle<io::Result<()>>>,
}

impl LogFile {
    /// Opens the file to append, and makes it if it is not there.
    pub(super) fn open(path: &Path, max_bytes: u64, keep: u32) -> io::Result<Self> {
        let (file, size, is_torn) = open_to_append(path)?;
        let mut open = Open { file, size, is_torn, max_bytes, keep, archiving: None };
        let archive = Archive::beside(path);
        if archive.waiting().exists() {
            open.archiving = Some(begin_archiving(archive, keep)?); // an earlier process died over it
        }
        Ok(Self { path: path.to_owned(), open: Mutex::new(open), lost: AtomicU64::new(0) })
    }

    /// Appends one record, its line feed included; what cannot be written is counted and lost.
    pub(super) fn append(&self, record: &[u8]) {
        let mut open = self.lock();
        let size = u64::try_from(record.len()).unwrap_or(u64::MAX);
        if open.size > 0 && open.size.saturating_add(size) > open.max_bytes && self.set_aside(&mut open).is_err() {
            self.count_loss();
        }
        if open.append(record).is_err() {
            self.count_loss();
        }
    }

    /// Changes when the file is set aside and how many are kept, from the next record on.
    pub(super) fn limit(&self, max_bytes: u64, keep: u32) {
        let mut open = self.lock();
        open.max_bytes = max_bytes;
        open.keep = keep;
    }

    /// Records and archives that could not be written.
    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Waits until what was set aside is compressed.
    pub(super) fn settle(&self) {
        if self.lock().end_archiving().is_err() {
            self.count_loss();
        }
    }

    /// Begins a new file, unless the one before is still being compressed: then this one grows on.
    fn set_aside(&self, open: &mut Open) -> io::Result<()> {
        if open.archiving.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return Ok(());
        }
        let before = open.end_archiving();
        let archive = Archive::beside(&self.path);
        fs::rename(&self.path, archive.waiting())?;
        (open.file, open.size, open.is_torn) = open_to_append(&self.path)?;
        open.archiving = Some(begin_archiving(archive, open.keep)?);
        before
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count_loss(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }
}

impl Open {
    fn append(&mut self, record: &[u8]) -> io::Result<()> {
        if self.is_torn {
            self.file.write_all(b"\n")?;
            self.size = self.size.saturating_add(1);
        }
        self.is_torn = true;
        self.file.write_all(record)?;
        self.is_torn = false;
        self.size = self.size.saturating_add(u64::try_from(record.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    fn end_archiving(&mut self) -> io::Result<()> {
        match self.archiving.take().map(JoinHandle::join) {
            Some(Ok(done)) => done,
            Some(Err(_)) => Err(io::Error::other("the compression panicked")),
            None => Ok(()),
        }
    }
}

fn begin_archiving(archive: Archive, keep: u32) -> io::Result<JoinHandle<io::Result<()>>> {
    thread::Builder::new().name("log-archive".to_owned()).spawn(move || archive.take_in(keep))
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

#[cfg(test)]
mod tests {
    use flate2::read::GzDecoder;

    use super::*;

    fn unpacked(path: PathBuf) -> String {
        let mut text = String::new();
        GzDecoder::new(File::open(path).unwrap()).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn full_files_are_set_aside_in_order_and_no_record_is_lost_between_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, 32, 3).unwrap();
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
        assert_eq!(log.lost(), 0);
    }

    #[test]
    fn a_file_never_outgrows_its_limit_when_compression_keeps_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, 100, 1).unwrap();
        for _ in 0..50 {
            log.append(b"0123456789012345678901234567890123456789\n");
            log.settle();
            assert!(path.metadata().unwrap().len() <= 100);
        }
        log.limit(1_000, 1);
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
        let log = LogFile::open(&path, 1_000, 1).unwrap();
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
        let log = LogFile::open(&path, 1_000, 2).unwrap();
        log.settle();
        assert_eq!(unpacked(archive.numbered(1)), "old\n");
        assert!(!archive.waiting().exists());
    }

    #[test]
    fn losses_are_counted_and_the_next_record_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs").join("room.jsonl");
        fs::create_dir(folder.path().join("logs")).unwrap();
        let log = LogFile::open(&path, 8, 1).unwrap();
        log.append(b"first\n");
        fs::rename(folder.path().join("logs"), folder.path().join("moved")).unwrap();
        log.append(b"second\n");
        assert_eq!(log.lost(), 1);
        assert_eq!(fs::read_to_string(folder.path().join("moved/room.jsonl")).unwrap(), "first\nsecond\n");
    }
}
