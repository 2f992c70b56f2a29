//! Reads a file that the configuration names: an ordinary one with an end, so that no device and no pipe holds us up.

use std::fs;
use std::io;
use std::path::Path;

/// The text of the file at `path`, which may have at most `most` bytes.
///
/// # Errors
///
/// What the system says; or `InvalidInput` for what is no ordinary file, and `FileTooLarge` for one that is too long.
pub(super) fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file"));
    }
    if metadata.len() > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {most} bytes")));
    }
    fs::read_to_string(path)
}
