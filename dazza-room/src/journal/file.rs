//! The journal on disk: appended to at once, kept short, read by the next process. It needs no `fsync`: what a process has
//! written outlives it, and after a crash of the whole machine the database and the server's backlog know the rest.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tracing::warn;

use super::Entry;

/// The journal of a room.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Option<File>,
    n_bytes: u64,
    /// How long it may become: twice as long as what mattered when it was last written anew.
    limit: u64,
    /// The line that is being written; its memory is used for the next.
    line: Vec<u8>,
}

/// A journal shorter than this is not written anew. Unit: bytes.
const MIN_LIMIT: u64 = 48 * 1024;

/// A journal longer than this is none of ours. Unit: bytes.
const MAX_READ: u64 = 16 * 1024 * 1024;

impl Journal {
    /// Opens the journal at `path`, with what an earlier process noted in it; what cannot be read is skipped.
    pub fn open(path: &Path) -> (Self, Vec<Entry>) {
        let entries = read(path).unwrap_or_else(|error| {
            if error.kind() != io::ErrorKind::NotFound {
                warn!("cannot read the journal {}: {error}; what was answered lately is not known", path.display());
            }
            Vec::new()
        });
        (Self { path: path.to_owned(), file: None, n_bytes: 0, limit: MIN_LIMIT, line: Vec::new() }, entries)
    }

    /// Appends an entry; a journal that cannot be written is told once, and tried again when it is written anew.
    pub fn append(&mut self, entry: &Entry) {
        let Some(file) = &mut self.file else { return };
        match append(file, &mut self.line, entry) {
            Ok(n_bytes) => self.n_bytes += n_bytes,
            Err(error) => {
                self.complain(&error);
                self.file = None;
            }
        }
    }

    /// Whether it has grown long enough to be written anew, or could not be written.
    pub fn wants_rewrite(&self) -> bool {
        self.file.is_none() || self.n_bytes > self.limit
    }

    /// Writes it anew with these entries alone, which are never all in memory.
    pub fn rewrite(&mut self, entries: impl IntoIterator<Item = Entry>) {
        let was_writable = self.file.is_some() || self.n_bytes == 0;
        match write_anew(&self.path, &mut self.line, entries) {
            Ok((file, n_bytes)) => {
                (self.file, self.n_bytes) = (Some(file), n_bytes);
                self.limit = MIN_LIMIT.max(n_bytes.saturating_mul(2));
            }
            Err(error) => {
                if was_writable {
                    self.complain(&error);
                }
                (self.file, self.n_bytes) = (None, self.limit);
            }
        }
    }

    fn complain(&self, error: &io::Error) {
        warn!(
            "cannot write the journal {}: {error}; should the room crash, answers may be lost or doubled",
            self.path.display()
        );
    }
}

fn read(path: &Path) -> io::Result<Vec<Entry>> {
    if fs::metadata(path)?.len() > MAX_READ {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is too large to be a journal"));
    }
    let text = fs::read(path)?;
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    // The last line of a process that was killed may be torn.
    Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

fn write_anew(path: &Path, line: &mut Vec<u8>, entries: impl IntoIterator<Item = Entry>) -> io::Result<(File, u64)> {
    let aside = path.with_extension("new");
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    let mut file = BufWriter::new(file);
    let mut n_bytes = 0;
    for entry in entries {
        n_bytes += append(&mut file, line, &entry)?;
    }
    let file = file.into_inner().map_err(IntoInnerError::into_error)?;
    fs::rename(&aside, path)?;
    Ok((file, n_bytes))
}

/// Appends an entry as one line, in one go; how long that is.
fn append(file: &mut impl Write, line: &mut Vec<u8>, entry: &Entry) -> io::Result<u64> {
    line.clear();
    serde_json::to_writer(&mut *line, entry)?;
    line.push(b'\n');
    file.write_all(line)?;
    Ok(line.len() as u64)
}

#[cfg(test)]
mod tests {
    use dazza_shared::line_key::LineKey;
    use jiff::Timestamp;

    use super::*;

    fn entry(n: i64) -> Entry {
        let key = LineKey::of_timer(&"fatpizza".parse().unwrap(), "test", n);
        Entry::Tried { key, at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn the_next_process_reads_what_was_appended_up_to_the_tear() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fatpizza.journal");
        let (mut journal, noted) = Journal::open(&path);
        assert!(noted.is_empty() && journal.wants_rewrite());
        journal.rewrite([entry(1)]);
        journal.append(&entry(2));
        assert!(!journal.wants_rewrite());
        let mut text = fs::read(&path).unwrap();
        text.extend(b"{\"did\":\"tried\",\"key\":\"00");
        fs::write(&path, text).unwrap();
        assert_eq!(Journal::open(&path).1, [entry(1), entry(2)]);
    }

    #[test]
    fn it_is_written_anew_when_it_has_grown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fatpizza.journal");
        let (mut journal, _) = Journal::open(&path);
        journal.rewrite([]);
        let n = (1..100_000).find(|n| (journal.append(&entry(*n)), journal.wants_rewrite()).1).unwrap();
        assert!(n > 300, "{n}");
        journal.rewrite((1..=n).map(entry));
        assert!(!journal.wants_rewrite(), "all of it matters still");
        journal.append(&entry(n));
        assert!(!journal.wants_rewrite());
        journal.rewrite([entry(n)]);
        assert_eq!(Journal::open(&path).1, [entry(n)]);
    }

    #[test]
    fn a_journal_that_cannot_be_written_is_tried_again_with_the_next_entry() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not there").join("fatpizza.journal");
        let (mut journal, _) = Journal::open(&path);
        journal.rewrite([]);
        journal.append(&entry(1));
        assert!(journal.wants_rewrite());
        fs::create_dir(path.parent().unwrap()).unwrap();
        journal.rewrite([entry(1)]);
        assert!(!journal.wants_rewrite());
        assert_eq!(Journal::open(&path).1, [entry(1)]);
    }
}
