//! Why a backup was not taken or not restored, each with the way to mend it.

use std::io;
use std::path::{Path, PathBuf};

use crate::database::DatabaseError;
use crate::postgres::PostgresError;

/// Why a backup was not taken or not restored. Nothing of it is left then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The programs for it are not there.
    #[error(transparent)]
    Programs(#[from] PostgresError),
    /// The database has no schema.
    #[error("the database at {url} has no tables yet: there is nothing to back up")]
    NothingThere {
        /// Where it is, without a password.
        url: String,
    },
    /// The disk is full.
    #[error(
        "the disk is full: cannot write {path}; make room, keep fewer backups (`keep_daily` and the like in [backup]), or \
         name a folder on another disk with --to"
    )]
    DiskFull {
        /// What was written.
        path: PathBuf,
    },
    /// The system refused something.
    #[error("cannot {deed} {path}: {source}")]
    System {
        /// What was to be done.
        deed: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process works in the folder.
    #[error("another backup is being taken or restored in {folder}: wait for its end")]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// `pg_dump` failed.
    #[error("the database at {url} could not be dumped: {told}")]
    Dump {
        /// Where it is, without a password.
        url: String,
        /// What the program told.
        told: String,
    },
    /// There is no such backup.
    #[error("there is no backup {name} in {folder}; `dazza-fleet db backups` lists those there are")]
    NoSuchBackup {
        /// What was asked for.
        name: String,
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// The backup cannot be restored.
    #[error("the backup {name} cannot be restored: {why}")]
    Unusable {
        /// Its name.
        name: String,
        /// Why, with the way to mend it.
        why: String,
    },
    /// Something is in the database.
    #[error("the database at {url} is not empty, it holds {occupant}: nothing is restored over what is there; {mend}")]
    NotEmpty {
        /// Where it is, without a password.
        url: String,
        /// One thing that is in it.
        occupant: String,
        /// How to get an empty one.
        mend: String,
    },
    /// It was restored, and then the database went away.
    #[error(
        "the backup {name} is restored, but its rooms were not let in and nothing was verified: {told}; `dazza-fleet up` \
         lets them in too, and `dazza-fleet db verify` looks whether all adds up"
    )]
    Unfinished {
        /// Its name.
        name: String,
        /// What came in between.
        told: String,
    },
    /// Old backups could not be removed.
    #[error("the backup {name} was taken, but old ones stay: {told}")]
    NotRotated {
        /// The new one.
        name: String,
        /// What came in between.
        told: String,
    },
    /// The restoring failed; the database is as empty as it was.
    #[error("the backup {name} could not be restored, and the database is as empty as before: {told}")]
    Restore {
        /// Its name.
        name: String,
        /// What the programs told.
        told: String,
    },
}

impl BackupError {
    /// Turns what the system said of `path` into an error.
    pub(super) fn system(deed: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::System { deed, path, source },
        }
    }

    /// What happened and what caused it, in one line.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::Database(error) => error.told(),
            Self::Programs(error) => error.told(),
            _ => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_with_what_helps() {
        let told = |kind: io::ErrorKind| BackupError::system("write", Path::new("/x/y.dump.new"))(kind.into()).told();
        let full = told(io::ErrorKind::StorageFull);
        assert!(full.contains("disk is full") && full.contains("y.dump.new") && full.contains("--to"), "{full}");
        assert!(told(io::ErrorKind::PermissionDenied).contains("cannot write /x/y.dump.new: permission denied"));
    }
}
