//! Reads passwords from the files and variables that the configuration names.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use secrecy::SecretString;

use super::Checker;
use super::file::read_text;
use crate::config::raw::RawSecret;
use crate::config::secrets::{MAX_SECRET_BYTES, trouble_in};

impl Checker<'_> {
    /// The password that `raw` points to; `None` after a fault. `key` is the key of the reference.
    pub(super) fn secret(&mut self, key: &str, raw: &RawSecret) -> Option<SecretString> {
        match (&raw.file, &raw.env) {
            (Some(file), None) => self.secret_file(&format!("{key}.file"), file),
            (None, Some(name)) => self.secret_variable(&format!("{key}.env"), name),
            (None, None) if self.has_misfit_in(key) => None,
            _ => {
                self.fault(key, "a password has one source", "write either { file = \"…\" } or { env = \"…\" }");
                None
            }
        }
    }

    fn secret_file(&mut self, key: &str, written: &str) -> Option<SecretString> {
        let path = self.path(written);
        let shown = path.display();
        let text = match read_private(&path) {
            Ok(text) => text,
            Err(Unread::Missing) => {
                let hint = match secret_name(&path) {
                    Some(name) => format!("run: dazza-fleet secrets set {name}"),
                    None => format!("write the password into {shown}, then run: chmod 600 {shown}"),
                };
                self.fault(key, "there is no such file", hint);
                return None;
            }
            Err(Unread::Open(mode)) => {
                let problem = format!("other users of this machine may use this file (mode {mode:04o})");
                self.fault(key, problem, format!("run: chmod 600 {shown}"));
                return None;
            }
            Err(Unread::TooLong) => {
                self.fault(
                    key,
                    format!("the file holds more than {MAX_SECRET_BYTES} bytes"),
                    "let it hold the password alone",
                );
                return None;
            }
            Err(Unread::Other(error)) => {
                self.fault(key, format!("the file cannot be read: {error}"), "name a file that this user can read");
                return None;
            }
        };
        self.checked_secret(key, text.strip_suffix('\n').unwrap_or(&text))
    }

    fn secret_variable(&mut self, key: &str, name: &str) -> Option<SecretString> {
        let text = self.environment.get(name);
        if text.is_none() {
            self.fault(key, "this variable is not set", "set it where the fleet is started, or use { file = \"…\" }");
        }
        self.checked_secret(key, &text?)
    }

    fn checked_secret(&mut self, key: &str, text: &str) -> Option<SecretString> {
        match trouble_in(text) {
            None => Some(text.to_owned().into()),
            Some(trouble) => {
                self.fault(key, format!("the password {trouble}"), "let it be one line with the password alone");
                None
            }
        }
    }
}

/// Why a file of a secret was not read.
enum Unread {
    Missing,
    Open(u32),
    TooLong,
    Other(io::Error),
}

fn read_private(path: &Path) -> Result<String, Unread> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Unread::Missing,
        _ => Unread::Other(error),
    })?;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(Unread::Open(mode));
    }
    if metadata.len() > MAX_SECRET_BYTES {
        return Err(Unread::TooLong);
    }
    read_text(path, MAX_SECRET_BYTES).map_err(Unread::Other)
}

/// The name of a secret that lies where `dazza-fleet secrets set` puts it.
fn secret_name(path: &Path) -> Option<&str> {
    let is_ours = path.parent().is_some_and(|folder| folder.ends_with("secrets"));
    if is_ours { path.file_name()?.to_str() } else { None }
}
