//! A copy of the file, with what SQLite keeps beside it, so that the original is never touched.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::error::ImportError;

/// What SQLite may keep beside a database: a log of writes that are not in it yet, or a journal of a write that broke off.
const BESIDE: [&str; 2] = ["-wal", "-journal"];

/// Bytes copied at once.
const PIECE: usize = 1 << 16;

/// A copy of a database. It goes when this goes.
#[derive(Debug)]
pub(in crate::import) struct Copied {
    folder: PathBuf,
    /// The copy itself.
    pub(super) file: PathBuf,
    /// What was copied, for people.
    pub(super) original: PathBuf,
    /// Whether there was something beside it.
    pub(super) has_company: bool,
    /// Tells one file from another, with what was beside it.
    pub(in crate::import) sha256: Vec<u8>,
}

impl Copied {
    /// Copies the database at `original` into `folder`, which must not be in use.
    ///
    /// # Errors
    ///
    /// `Unreadable`.
    pub(in crate::import) fn make(original: &Path, folder: PathBuf) -> Result<Self, ImportError> {
        Self::copy(original, folder).map_err(|source| ImportError::Unreadable { path: original.to_owned(), source })
    }

    fn copy(original: &Path, folder: PathBuf) -> io::Result<Self> {
        // Asked first: a folder can be opened, and a pipe would be waited for.
        if !fs::metadata(original)?.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        // What an import that was killed has left.
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let file = folder.join("source.db");
        let mut copied =
            Self { folder, file: file.clone(), original: original.to_owned(), has_company: false, sha256: Vec::new() };
        let mut hash = Sha256::new();
        copy(original, &file, &mut hash)?;
        for ending in BESIDE {
            let beside = with_ending(original, ending);
            if fs::metadata(&beside).is_ok_and(|found| found.is_file() && found.len() > 0) {
                copied.has_company = true;
                copy(&beside, &with_ending(&file, ending), &mut hash)?;
            }
        }
        copied.sha256 = hash.finalize().to_vec();
        Ok(copied)
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        // What stays behind is taken away by the next import.
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn copy(from: &Path, to: &Path, hash: &mut Sha256) -> io::Result<()> {
    let (mut from, mut to) = (File::open(from)?, File::create(to)?);
    let mut piece = vec![0; PIECE];
    loop {
        let n_read = from.read(&mut piece)?;
        let Some(read) = piece.get(..n_read).filter(|read| !read.is_empty()) else { return Ok(()) };
        hash.update(read);
        to.write_all(read)?;
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
}
