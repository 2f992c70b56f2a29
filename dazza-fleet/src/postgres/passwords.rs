//! The passwords of the server: made once, kept in the folder of secrets.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::PathBuf;

use dazza_shared::config::secrets::{self, DATABASE_SECRETS};
use dazza_shared::paths::StatePaths;
use rustix::rand::{GetRandomFlags, getrandom};
use secrecy::SecretString;

use super::error::PostgresError;

/// Length of a password before it is spelled in hexadecimal digits. Unit: bytes.
const BYTES: usize = 32;

/// The passwords of the server's two roles.
#[derive(Clone, Debug)]
pub(super) struct Passwords {
    pub(super) superuser: SecretString,
    pub(super) owner: SecretString,
}

impl Passwords {
    /// Those that were kept; where there is no data yet, those that are missing are made.
    ///
    /// # Errors
    ///
    /// There is data, and one of its passwords is lost.
    pub(super) fn provide(paths: &StatePaths) -> Result<Self, PostgresError> {
        let [superuser, owner, _] = DATABASE_SECRETS;
        Ok(Self { superuser: provide(paths, superuser)?, owner: provide(paths, owner)? })
    }
}

fn provide(paths: &StatePaths, name: &str) -> Result<SecretString, PostgresError> {
    let (file, data) = (paths.secret_file(name), paths.postgres_cluster());
    let trouble = match fs::read_to_string(&file) {
        Ok(text) if is_ours(text.trim_end()) => return Ok(text.trim_end().to_owned().into()),
        Ok(_) => "damaged",
        Err(error) if error.kind() == io::ErrorKind::InvalidData => "damaged",
        Err(error) if error.kind() == io::ErrorKind::NotFound => "lost",
        Err(error) => return Err(PostgresError::system("read", file)(error)),
    };
    if data.exists() {
        return Err(PostgresError::LostPassword { file, trouble, folder: data });
    }
    let password = make().map_err(PostgresError::system("make a password for", &file))?;
    let written = secrets::write(paths, name, &password).map_err(io::Error::other);
    written.map(|_path: PathBuf| password).map_err(PostgresError::system("write", file))
}

fn is_ours(text: &str) -> bool {
    text.len() == 2 * BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A secret that nobody can guess.
///
/// # Errors
///
/// What the system says.
pub(crate) fn make() -> io::Result<SecretString> {
    let mut bytes = [0; BYTES];
    // Up to 256 bytes are given whole. Source: getrandom(2).
    getrandom(&mut bytes, GetRandomFlags::empty())?;
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}").map_err(io::Error::other)?;
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn passwords_are_made_once_and_never_again_where_there_is_data() {
        let state = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(state.path());
        paths.create().unwrap();
        let first = Passwords::provide(&paths).unwrap();
        assert_eq!(first.superuser.expose_secret().len(), 64);
        assert_ne!(first.superuser.expose_secret(), first.owner.expose_secret());
        let file = paths.secret_file("postgres");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        fs::create_dir_all(paths.postgres_cluster()).unwrap();
        let again = Passwords::provide(&paths).unwrap();
        assert_eq!(again.owner.expose_secret(), first.owner.expose_secret());
        fs::write(&file, "junk\n").unwrap();
        let damaged = Passwords::provide(&paths).unwrap_err().to_string();
        assert!(damaged.contains("secrets/postgres is damaged") && damaged.contains("backup"), "{damaged}");
        fs::remove_file(&file).unwrap();
        let lost = Passwords::provide(&paths).unwrap_err().to_string();
        assert!(lost.contains("secrets/postgres is lost") && !lost.contains(first.owner.expose_secret()), "{lost}");
    }
}
