//! Why the database cannot be used, each with the way to mend it.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use dazza_shared::store::schema::SchemaError;
use dazza_shared::store::{Access, StoreError, cluster};

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    /// It cannot be reached; it may be back soon.
    #[error("cannot reach the database at {url}; is it running, and is `url` in [database] right?")]
    Unreachable {
        /// Where it is, without a password.
        url: String,
        /// What the driver said.
        #[source]
        source: StoreError,
    },
    /// It does not let us in.
    #[error(
        "the database at {url} refuses the login of `{role}`; set `password` in [database] to the password of that \
         role, or `url` to another role"
    )]
    Refused {
        /// Where it is, without a password.
        url: String,
        /// As whom we tried.
        role: String,
        /// What the database said.
        #[source]
        source: StoreError,
    },
    /// There is no database of that name.
    #[error("the server at {url} has no such database; make it with `CREATE DATABASE … OWNER {role}`")]
    NoSuchDatabase {
        /// Where it is, without a password.
        url: String,
        /// Who should own it.
        role: String,
        /// What the database said.
        #[source]
        source: StoreError,
    },
    /// The role may not do what the fleet has to do.
    #[error(
        "the role `{role}` may not do what the fleet has to do in {url}; it must own the database and have CREATEROLE: \
         as a superuser run `ALTER DATABASE … OWNER TO {role}` and `ALTER ROLE {role} CREATEROLE`"
    )]
    NotAllowed {
        /// Where it is, without a password.
        url: String,
        /// The role.
        role: String,
        /// What the database said.
        #[source]
        source: StoreError,
    },
    /// The server is too old.
    #[error("the server at {url} is PostgreSQL {version}; version {} or later is needed", cluster::OLDEST_VERSION)]
    TooOld {
        /// Where it is, without a password.
        url: String,
        /// Its version.
        version: i32,
    },
    /// The schema cannot be what this version needs.
    #[error("the schema of the database at {url} cannot be used")]
    Schema {
        /// Where it is, without a password.
        url: String,
        /// What is wrong with it.
        #[source]
        source: SchemaError,
    },
    /// The key of the rooms' passwords cannot be read or made.
    #[error("cannot use the key of the rooms' passwords in {path}")]
    Key {
        /// Its file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl DatabaseError {
    /// What an error of the store means for who uses it through `access`.
    pub(crate) fn of(access: &Access, source: StoreError) -> Self {
        let (url, role) = (access.url.clone(), access.role.clone());
        match source.code().as_deref() {
            Some("28P01" | "28000") => Self::Refused { url, role, source },
            Some("3D000") => Self::NoSuchDatabase { url, role, source },
            Some("42501") => Self::NotAllowed { url, role, source },
            _ => Self::Unreachable { url, source },
        }
    }

    /// The same for an error of the schema.
    pub(crate) fn of_schema(access: &Access, error: SchemaError) -> Self {
        match error {
            SchemaError::Store(source) => Self::of(access, source),
            source => Self::Schema { url: access.url.clone(), source },
        }
    }

    /// Whether waiting may mend it.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }

    /// The error with its causes, each once.
    pub(crate) fn told(&self) -> String {
        let mut told = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let words = error.to_string();
            if !told.contains(&words) {
                told = format!("{told}: {words}");
            }
            cause = error.source();
        }
        told
    }
}
