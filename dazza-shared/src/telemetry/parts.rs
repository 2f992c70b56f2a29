//! The files of a log as a reader sees them, while their writer moves them on.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use flate2::read::GzDecoder;
use jiff::Timestamp;

use super::archive::{Archive, INODE_MARK};
use crate::config::LogSettings;

/// Longest line that is read as one; a longer one comes in pieces. Unit: bytes.
///
/// Records are at most a sixteenth of this; only what is no log has longer lines.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Tries to see all files between two moves of their writer.
const TRIES: u32 = 100;

/// One file of a log, open.
#[derive(Debug)]
pub struct Part {
    text: Text,
    /// The inode of the file, or of the one that it was made of.
    inode: Option<u64>,
    modified: Timestamp,
}

#[derive(Debug)]
enum Text {
    Plain(BufReader<File>),
    Packed(Box<BufReader<GzDecoder<File>>>),
}

impl Part {
    /// The next line, its line feed included; `None` at the end.
    ///
    /// A line without an end is left alone unless the part `is_whole`: its writer may be in the middle of it.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no archive.
    pub fn next_line(&mut self, is_whole: bool) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let n_bytes = match &mut self.text {
            Text::Plain(text) => text.take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?,
            Text::Packed(text) => text.take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?,
        };
        let has_end = line.ends_with(b"\n") || line.len() as u64 == MAX_LINE_BYTES;
        match &mut self.text {
            Text::Plain(text) if !has_end && !is_whole => {
                // What was read ahead may be taken back by the writer: it is read afresh.
                text.seek(SeekFrom::Current(-i64::try_from(n_bytes).map_err(io::Error::other)?))?;
                Ok(None)
            }
            _ => Ok(Some(line).filter(|line| !line.is_empty())),
        }
    }

    /// When the file was written to for the last time before it was opened.
    pub fn modified(&self) -> Timestamp {
        self.modified
    }

    /// When the file was written to for the last time, by now.
    pub(super) fn last_write(&self) -> io::Result<Timestamp> {
        match &self.text {
            Text::Plain(text) => modified(text.get_ref()),
            Text::Packed(_) => Ok(self.modified),
        }
    }

    /// Whether this is the file that was seen as `earlier`, compressed since or not.
    ///
    /// Inodes are used again, but not that of a file which is still open; and no archive becomes a plain file.
    pub(super) fn is_same(&self, earlier: &Self) -> bool {
        let can_be = matches!(self.text, Text::Packed(_)) || matches!(earlier.text, Text::Plain(_));
        can_be && self.inode.is_some() && self.inode == earlier.inode
    }

    /// Whether `path` names this very file.
    pub(super) fn is_at(&self, path: &Path) -> io::Result<bool> {
        let is_plain = matches!(self.text, Text::Plain(_));
        Ok(is_plain && inode_of(path)?.is_some_and(|inode| Some(inode) == self.inode))
    }

    /// Whether somebody has emptied the file under its reader, who then begins anew.
    pub(super) fn is_rewound(&mut self) -> io::Result<bool> {
        let Text::Plain(text) = &mut self.text else { return Ok(false) };
        let is_shorter = text.get_ref().metadata()?.len() < text.stream_position()?;
        if is_shorter {
            text.seek(SeekFrom::Start(0))?;
        }
        Ok(is_shorter)
    }

    fn open(path: &Path) -> io::Result<Option<Self>> {
        let Some(file) = open_if_there(path)? else { return Ok(None) };
        let (inode, modified) = (file.metadata()?.ino(), modified(&file)?);
        Ok(Some(Self { text: Text::Plain(BufReader::new(file)), inode: Some(inode), modified }))
    }

    fn unpack(path: &Path) -> io::Result<Option<Self>> {
        let Some(file) = open_if_there(path)? else { return Ok(None) };
        let modified = modified(&file)?;
        let text = GzDecoder::new(file);
        let mark = text.header().and_then(|head| std::str::from_utf8(head.comment()?).ok()?.strip_prefix(INODE_MARK));
        let inode = mark.and_then(|inode| inode.parse().ok());
        Ok(Some(Self { text: Text::Packed(Box::new(BufReader::new(text))), inode, modified }))
    }
}

/// All files of `log`, open, the youngest first; each is there once, however its writer moves them meanwhile.
pub(super) fn parts(log: &Path) -> io::Result<Vec<Part>> {
    let archive = Archive::beside(log);
    for _ in 0..TRIES {
        let live = Part::open(log)?;
        let found = older_parts(&archive)?;
        // A live file that is still in its place was not set aside meanwhile; so at most one file was compressed, and
        // all files only moved the way that we look. The file that is held open keeps its inode for itself.
        let is_undisturbed = match &live {
            Some(live) => live.is_at(log)?,
            None => inode_of(log)?.is_none(),
        };
        if is_undisturbed {
            return Ok(live.into_iter().chain(found).collect());
        }
    }
    Err(io::Error::other("the log is set aside faster than it can be read"))
}

fn older_parts(archive: &Archive) -> io::Result<Vec<Part>> {
    let mut found: Vec<Part> = Part::open(&archive.waiting())?.into_iter().collect();
    for number in 1..=LogSettings::MAX_KEPT {
        let Some(part) = Part::unpack(&archive.numbered(number))? else { continue };
        // Neighbours never share an inode, since each was made while the one before was still there.
        if !found.last().is_some_and(|younger| part.is_same(younger)) {
            found.push(part);
        }
    }
    Ok(found)
}

/// The inode of what is at `path`, if anything is.
pub(super) fn inode_of(path: &Path) -> io::Result<Option<u64>> {
    if_there(fs::metadata(path)).map(|found| found.map(|meta| meta.ino()))
}

fn open_if_there(path: &Path) -> io::Result<Option<File>> {
    if_there(File::open(path))
}

fn if_there<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn modified(file: &File) -> io::Result<Timestamp> {
    Timestamp::try_from(file.metadata()?.modified()?).map_err(io::Error::other)
}
