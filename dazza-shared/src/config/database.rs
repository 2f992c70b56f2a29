//! The database that all rooms share: a server of our own, or one that is there already.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::address::database_url;

/// What `url` says for a server of our own.
pub(super) const EMBEDDED: &str = "embedded";

/// Where the database is.
#[derive(Clone, Debug)]
pub enum DatabaseConfig {
    /// A server that the fleet runs as one more of its children, in the state folder.
    Embedded {
        /// The folder that holds its programs; they are looked for in the usual places otherwise.
        binaries: Option<PathBuf>,
        /// The system user it runs as when the fleet is root, which the server refuses to be.
        user: Option<String>,
    },
    /// A server that somebody else runs.
    Server {
        /// Its address, with the name to log in with and without a password.
        url: String,
        /// The password to log in with.
        password: Option<SecretString>,
    },
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self::Embedded { binaries: None, user: None }
    }
}

impl DatabaseConfig {
    /// A server that somebody else runs, at `url`, which names who logs in and no password.
    ///
    /// # Errors
    ///
    /// What is wrong with the address, and how to mend it.
    pub fn server(url: &str, password: Option<SecretString>) -> Result<Self, String> {
        database_url(url).map_err(|(problem, hint)| format!("{problem}; {hint}"))?;
        Ok(Self::Server { url: url.to_owned(), password })
    }

    /// The keys of `[database]` in which the two differ.
    pub fn differing(&self, other: &Self) -> Vec<&'static str> {
        let (ours, theirs) = (self.values(), other.values());
        let keys = ["url", "password", "binaries", "user"];
        let pairs = keys.into_iter().zip(ours.into_iter().zip(theirs));
        pairs.filter(|(_, (before, after))| before != after).map(|(key, _)| key).collect()
    }

    /// The values of its keys, in their order.
    fn values(&self) -> [Option<String>; 4] {
        match self {
            Self::Embedded { binaries, user } => {
                let binaries = binaries.as_deref().map(Path::display).map(|folder| folder.to_string());
                [Some(EMBEDDED.to_owned()), None, binaries, user.clone()]
            }
            Self::Server { url, password } => {
                let password = password.as_ref().map(|password| password.expose_secret().to_owned());
                [Some(url.clone()), password, None, None]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told_by_its_key() {
        let server = |password: &str| DatabaseConfig::Server {
            url: "postgres://dazza@db/dazza".to_owned(),
            password: Some(password.to_owned().into()),
        };
        let as_user = DatabaseConfig::Embedded { binaries: None, user: Some("dazza".to_owned()) };
        assert!(DatabaseConfig::default().differing(&DatabaseConfig::default()).is_empty());
        assert_eq!(DatabaseConfig::default().differing(&as_user), ["user"]);
        assert_eq!(server("one").differing(&server("two")), ["password"]);
        assert_eq!(server("one").differing(&DatabaseConfig::default()), ["url", "password"]);
    }
}
