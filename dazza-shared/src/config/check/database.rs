//! Checks `[database]`: a server of our own, or the address of another; each has keys that the other has not.

use std::path::PathBuf;

use super::Checker;
use crate::config::address::database_url;
use crate::config::database::{DatabaseConfig, EMBEDDED};
use crate::config::raw::RawDatabase;

/// The programs that the folder of `binaries` must hold.
const PROGRAMS: [&str; 2] = ["postgres", "initdb"];

/// Longest name of a system user. Source: useradd(8). Unit: bytes.
const MAX_USER_BYTES: usize = 32;

impl Checker<'_> {
    /// The database that all rooms share.
    pub(super) fn database(&mut self, raw: &RawDatabase) -> DatabaseConfig {
        let url = raw.url.as_deref().unwrap_or(EMBEDDED);
        if url == EMBEDDED { self.embedded(raw) } else { self.other_server(raw, url) }
    }

    fn embedded(&mut self, raw: &RawDatabase) -> DatabaseConfig {
        if raw.password.is_some() {
            let hint = "take it out: the fleet makes the passwords of its own server";
            self.fault("database.password", "a password belongs to the `url` of another server", hint);
        }
        let binaries = raw.binaries.as_ref().and_then(|folder| self.binaries(folder));
        let user = raw.user.as_ref().and_then(|user| self.system_user(user));
        DatabaseConfig::Embedded { binaries, user }
    }

    fn other_server(&mut self, raw: &RawDatabase, url: &str) -> DatabaseConfig {
        for (key, written) in [("binaries", &raw.binaries), ("user", &raw.user)] {
            if written.is_some() {
                let problem = format!("`{key}` is for url = \"{EMBEDDED}\" alone");
                self.fault(&format!("database.{key}"), problem, "take it out: this fleet runs no server of its own");
            }
        }
        if let Err((problem, hint)) = database_url(url) {
            self.fault_untold("database.url", problem, hint);
        }
        let password = raw.password.as_ref().and_then(|secret| self.secret("database.password", secret));
        DatabaseConfig::Server { url: url.to_owned(), password }
    }

    fn binaries(&mut self, written: &str) -> Option<PathBuf> {
        let folder = self.path(written);
        let Some(missing) = PROGRAMS.into_iter().find(|program| !folder.join(program).is_file()) else {
            return Some(folder);
        };
        let problem = format!("{} holds no program `{missing}`", folder.display());
        let hint = "name the folder with the server's programs, e.g. \"/usr/lib/postgresql/15/bin\", or leave it out";
        self.fault("database.binaries", problem, hint);
        None
    }

    fn system_user(&mut self, written: &str) -> Option<String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        if !written.is_empty() && written.len() <= MAX_USER_BYTES && written.chars().all(is_plain) && written != "root"
        {
            return Some(written.to_owned());
        }
        let hint = "name a user of this machine that is not root, e.g. \"postgres\", or leave it out";
        self.fault("database.user", "the server cannot run as this user", hint);
        None
    }
}
