//! The key from which the passwords of all rooms are made: made once, kept in the folder of secrets.
//!
//! A lost key is no harm: a new one is made, and every room gets a new password with it.

use std::fs;
use std::io;

use dazza_shared::config::secrets::{self, ROOM_KEY};
use dazza_shared::paths::StatePaths;
use dazza_shared::store::roles::RoomKey;

use super::error::DatabaseError;
use crate::postgres::passwords;

/// The key that is kept, or a new one.
///
/// # Errors
///
/// It cannot be read or written.
pub(crate) fn provide(paths: &StatePaths) -> Result<RoomKey, DatabaseError> {
    let path = paths.secret_file(ROOM_KEY);
    read_or_make(paths).map_err(|source| DatabaseError::Key { path, source })
}

fn read_or_make(paths: &StatePaths) -> io::Result<RoomKey> {
    match fs::read_to_string(paths.secret_file(ROOM_KEY)) {
        Ok(text) if !text.trim_end().is_empty() => return Ok(RoomKey::new(text.trim_end().to_owned().into())),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(_) | Err(_) => {}
    }
    let key = passwords::make()?;
    secrets::write(paths, ROOM_KEY, &key).map_err(io::Error::other)?;
    Ok(RoomKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_made_anew_when_it_is_lost() {
        let state = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(state.path());
        paths.create().unwrap();
        let first = provide(&paths).unwrap().fingerprint();
        assert_eq!(provide(&paths).unwrap().fingerprint(), first);
        fs::remove_file(paths.secret_file(ROOM_KEY)).unwrap();
        assert_ne!(provide(&paths).unwrap().fingerprint(), first);
    }
}
