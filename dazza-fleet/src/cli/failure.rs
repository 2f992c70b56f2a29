//! Why a verb did not do what was asked: an exit code, and one clear text.

use std::fmt;
use std::io::{self, Write};

use dazza_shared::config::Faults;
use dazza_shared::exit::Exit;

use crate::backup::BackupError;
use crate::database::DatabaseError;
use crate::postgres::PostgresError;

/// A verb's failure.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    text: String,
}

impl Failure {
    /// Ends with `exit` after telling `text`.
    pub(crate) fn new(exit: Exit, text: impl Into<String>) -> Self {
        Self { exit, text: text.into() }
    }

    /// The code it ends with.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// The same, told as a part of `what`.
    pub(crate) fn within(self, what: &str) -> Self {
        Self { text: format!("{what}: {}", self.text), ..self }
    }

    /// Tells what happened; the exit code.
    pub(crate) fn tell(&self, stream: &mut dyn Write) -> Exit {
        match writeln!(stream, "error: {}", self.text) {
            // Where nobody can be told, the code still speaks.
            Ok(()) | Err(_) => self.exit,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(Exit::Failure, format!("{error:#}"))
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::new(Exit::BadConfig, faults.to_string())
    }
}

impl From<PostgresError> for Failure {
    fn from(error: PostgresError) -> Self {
        Self::new(Exit::DatabaseUnusable, error.told())
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Self::new(Exit::DatabaseUnusable, error.told())
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        let exit = match error {
            BackupError::Database(_) | BackupError::Programs(_) | BackupError::Unfinished { .. } => {
                Exit::DatabaseUnusable
            }
            BackupError::Unusable { .. } | BackupError::NoSuchBackup { .. } => Exit::BackupUnusable,
            BackupError::NotEmpty { .. } => Exit::NotEmpty,
            BackupError::Busy { .. } => Exit::AlreadyRunning,
            _ => Exit::Failure,
        };
        Self::new(exit, error.told())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Failure, error.to_string())
    }
}
