//! Follows a log through all its files: each line once and in order, whatever is set aside meanwhile.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::parts::{Part, inode_of, parts};

/// A place in a log.
#[derive(Debug)]
pub struct Tail {
    log: PathBuf,
    /// What is still to be read, the oldest first; the last one is kept open to know its followers by.
    parts: VecDeque<Part>,
    has_gap: bool,
}

impl Tail {
    /// The beginning of the oldest file of `log`; nothing of it needs to be there yet.
    ///
    /// # Errors
    ///
    /// A file of the log cannot be opened.
    pub fn of(log: &Path) -> io::Result<Self> {
        let parts = parts(log)?.into_iter().rev().collect();
        Ok(Self { log: log.to_owned(), parts, has_gap: false })
    }

    /// The next line, its line feed included; `None` when there is none yet.
    ///
    /// # Errors
    ///
    /// A file of the log cannot be read. What comes after it is read by the next calls.
    pub fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            match self.next_queued() {
                Ok(None) if self.catch_up()? => {}
                other => return other,
            }
        }
    }

    /// Takes out all files but the one that is still written, the youngest first: they are the caller's to read.
    pub fn take_older(&mut self) -> impl Iterator<Item = Part> + use<> {
        let older = self.parts.len().saturating_sub(1);
        self.parts.drain(..older).collect::<Vec<_>>().into_iter().rev()
    }

    /// Leaves out whole files that nothing was written to since `time`.
    pub fn forget_before(&mut self, time: Timestamp) {
        while self.parts.len() > 1 && self.parts.front().is_some_and(|part| part.modified() < time) {
            self.parts.pop_front();
        }
    }

    /// Whether lines were removed before they could be read, since this was asked last.
    pub fn has_gap(&mut self) -> bool {
        std::mem::take(&mut self.has_gap)
    }

    /// The next line of the files that are queued; each is left behind at its end, but for the last.
    fn next_queued(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let is_whole = self.parts.len() > 1;
            let Some(part) = self.parts.front_mut() else { return Ok(None) };
            let line = part.next_line(is_whole);
            match line {
                Ok(None) if !is_whole && part.is_rewound()? => {}
                Ok(None) if is_whole => drop(self.parts.pop_front()),
                Err(_) if is_whole => {
                    self.parts.pop_front();
                    return line;
                }
                _ => return line,
            }
        }
    }

    /// Queues the files that came after the one being read; whether there are any.
    fn catch_up(&mut self) -> io::Result<bool> {
        let is_last = match self.parts.back() {
            Some(last) => last.is_at(&self.log)? || inode_of(&self.log)?.is_none(),
            None => inode_of(&self.log)?.is_none(),
        };
        if is_last {
            return Ok(false);
        }
        let found = parts(&self.log)?;
        let known = self
            .parts
            .back()
            .map(|last| io::Result::Ok((found.iter().position(|part| part.is_same(last)), last.last_write()?)));
        let n_new = match known.transpose()? {
            None => found.len(),
            Some((Some(n_younger), _)) => n_younger,
            // Removed while it was read: what was made before its last line had been read before it.
            Some((None, end)) => {
                self.has_gap = true;
                found.iter().take_while(|part| part.modified() >= end).count()
            }
        };
        self.parts.extend(found.into_iter().take(n_new).rev());
        Ok(n_new > 0)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;
    use crate::config::LogSettings;
    use crate::telemetry::rotate::LogFile;

    fn settings(keep: u32) -> LogSettings {
        LogSettings { max_bytes: 40, keep, ..LogSettings::default() }
    }

    fn read(tail: &mut Tail) -> Vec<u64> {
        let lines = std::iter::from_fn(|| tail.next_line().unwrap());
        lines.map(|line| String::from_utf8(line).unwrap().trim().parse().unwrap()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn each_line_comes_once_and_in_order_however_often_files_are_set_aside(
            turns in prop::collection::vec((0..60_u64, any::<bool>()), 1..12),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("room.jsonl");
            let mut tail = Tail::of(&path).unwrap();
            let log = LogFile::open(&path, (&settings(100)).into()).unwrap();
            let (mut n_written, mut seen) = (0, Vec::new());
            for (n, is_settled) in turns {
                for _ in 0..n {
                    log.append(format!("{n_written:06}\n").as_bytes());
                    n_written += 1;
                    if is_settled {
                        log.settle();
                    }
                }
                seen.extend(read(&mut tail));
                prop_assert_eq!(&seen, &(0..n_written).collect::<Vec<_>>());
            }
            prop_assert!(!tail.has_gap());
            log.settle();
            prop_assert_eq!(read(&mut Tail::of(&path).unwrap()), seen);
        }
    }

    #[test]
    fn what_is_removed_unread_is_a_gap_and_reading_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, (&settings(1)).into()).unwrap();
        let write = |numbers: std::ops::Range<u64>| {
            for number in numbers {
                log.append(format!("{number:06}\n").as_bytes());
                log.settle();
            }
        };
        write(0..3);
        let mut tail = Tail::of(&path).unwrap();
        assert_eq!(read(&mut tail), [0, 1, 2]);
        write(3..40);
        assert_eq!(read(&mut tail), [3, 4, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
        assert!(tail.has_gap());
        assert!(!tail.has_gap());
    }

    #[test]
    fn a_log_of_which_only_an_archive_was_left_goes_on_with_its_next_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, (&settings(9)).into()).unwrap();
        (0..6).for_each(|number| drop(log.append(format!("{number:06}\n").as_bytes())));
        log.settle();
        fs::remove_file(&path).unwrap();
        let mut tail = Tail::of(&path).unwrap();
        assert_eq!(read(&mut tail), [0, 1, 2, 3, 4]);
        assert!(read(&mut tail).is_empty());
        let archive = fs::File::options().write(true).open(folder.path().join("room.jsonl.1.gz")).unwrap();
        archive.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        // Several files, so that one of them has the inode that the archive tells of.
        let files = ["a", "b", "c"].map(|name| folder.path().join(name));
        for file in &files {
            fs::write(file, "7\n").unwrap();
        }
        for (n, file) in files.iter().enumerate() {
            fs::rename(file, &path).unwrap();
            assert_eq!(read(&mut tail), [7], "{n}");
        }
    }

    #[test]
    fn a_line_without_an_end_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        fs::write(&path, "1\n2").unwrap();
        let mut tail = Tail::of(&path).unwrap();
        assert_eq!(read(&mut tail), [1]);
        fs::write(&path, "1\n23\n").unwrap();
        assert_eq!(read(&mut tail), [23]);
        fs::write(&path, "4\n").unwrap();
        assert_eq!(read(&mut tail), [4], "emptied and written anew");
    }

    #[test]
    fn older_files_can_be_read_from_the_youngest_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let log = LogFile::open(&path, (&settings(9)).into()).unwrap();
        for number in 0..12 {
            log.append(format!("{number:06}\n").as_bytes());
            log.settle();
        }
        let mut tail = Tail::of(&path).unwrap();
        let firsts: Vec<_> = tail.take_older().map(|mut part| part.next_line(true).unwrap().unwrap()).collect();
        assert_eq!(firsts, [b"000005\n", b"000000\n"]);
        assert_eq!(read(&mut tail), [10, 11]);
    }

    #[test]
    fn an_archive_that_is_none_is_an_error_and_the_rest_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        fs::write(&path, "5\n").unwrap();
        fs::write(folder.path().join("room.jsonl.1.gz"), "not compressed").unwrap();
        let mut tail = Tail::of(&path).unwrap();
        assert!(tail.next_line().is_err());
        assert_eq!(read(&mut tail), [5]);
    }
}
