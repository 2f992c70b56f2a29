//! Passwords at rest: a file each, readable by the fleet's user alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::paths::StatePaths;

/// Longest file of a secret. Unit: bytes.
pub(super) const MAX_SECRET_BYTES: u64 = 1024;

/// Secrets of the database: those of the server of the fleet's own, for the role that may do everything and for the
/// owner's, and the key from which the passwords of all rooms are made. The fleet makes them; nobody else may.
pub const DATABASE_SECRETS: [&str; 3] = ["postgres-superuser", "postgres", ROOM_KEY];

/// The secret from which the passwords of all rooms are made.
pub const ROOM_KEY: &str = "postgres-rooms";

/// Longest name of a secret. Unit: bytes.
const MAX_NAME_BYTES: usize = 64;

/// Why a secret was not written.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The name cannot be a file's.
    #[error("{name:?} cannot be the name of a secret: it has 1 to 64 of a-z, A-Z, 0-9, _ and -")]
    Name {
        /// The name.
        name: String,
    },
    /// The secret cannot be a password.
    #[error("the secret {trouble}")]
    Secret {
        /// What is wrong with it.
        trouble: &'static str,
    },
    /// The file cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Writes the secret called `name` and gives back its file; a reader sees the old one or the new one, whole.
///
/// The folders must be there, see [`StatePaths::create`].
///
/// # Errors
///
/// Any [`SecretError`]; the old secret stands then.
pub fn write(paths: &StatePaths, name: &str, secret: &SecretString) -> Result<PathBuf, SecretError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.chars().all(is_plain) {
        return Err(SecretError::Name { name: name.to_owned() });
    }
    if let Some(trouble) = trouble_in(secret.expose_secret()) {
        return Err(SecretError::Secret { trouble });
    }
    let path = paths.secret_file(name);
    let text = format!("{}\n", secret.expose_secret());
    match replace(&path, &paths.secret_file(&format!(".{name}.new")), text.as_bytes()) {
        Ok(()) => Ok(path),
        Err(source) => Err(SecretError::Write { path, source }),
    }
}

/// What keeps a text from being a password.
pub(super) fn trouble_in(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("is empty"),
        _ if text.chars().any(char::is_control) => Some("holds more than one line, or signs that nobody can type"),
        _ if u64::try_from(text.len()).is_ok_and(|length| length < MAX_SECRET_BYTES) => None,
        _ => Some("is too long"),
    }
}

fn replace(path: &Path, new: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {} // what an earlier try left behind could have any mode
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_is_private_and_can_be_replaced() {
        let state = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(state.path());
        paths.create().unwrap();
        for secret in ["first", "second"] {
            fs::write(paths.secret_file(".main.new"), "left behind").unwrap();
            let path = write(&paths, "main", &secret.to_owned().into()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("{secret}\n"));
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(paths.secrets_dir()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused_without_telling_it() {
        let state = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(state.path());
        let long = "x".repeat(2_000);
        let cases =
            [("../main", "fine"), ("", "fine"), ("main", ""), ("main", "hun\nter2"), ("main", &long), ("main", "fine")];
        for (name, secret) in cases {
            let error = write(&paths, name, &secret.to_owned().into()).unwrap_err().to_string();
            assert!(!error.contains("hunter2") && !error.contains("xxx"), "{error}");
        }
    }
}
