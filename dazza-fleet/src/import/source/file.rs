//! A file of the bot's, open to be read.

use std::path::PathBuf;

use rusqlite::{Connection, ErrorCode, OpenFlags, Statement};

use super::super::error::ImportError;
use super::copy::Copied;
use super::form::{Form, form, unknown_version, variant};

/// Which of the bot's two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Which {
    /// All but the videos.
    Main,
    /// The videos that were ever seen.
    Media,
}

/// A file of the bot's. Nothing in it can be changed by way of this.
#[derive(Debug)]
pub(in crate::import) struct SourceFile {
    copied: Copied,
    connection: Connection,
    form: Form,
    /// What is wrong with the file, if it is read all the same.
    pub(in crate::import) damage: Option<String>,
}

/// What is let pass.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::import) struct Lenience {
    /// A damaged file: what can be read of it is.
    pub(in crate::import) salvage: bool,
    /// The variant of the economy.
    pub(in crate::import) accept_variant: bool,
}

impl Which {
    const fn file(self) -> &'static str {
        match self {
            Self::Main => "cytube_stats.db",
            Self::Media => "media_encountered.db",
        }
    }

    /// A table without which the file is none of the bot's: one of them.
    const fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Main => &["messages", "user_stats"],
            Self::Media => &["media_history"],
        }
    }
}

impl SourceFile {
    /// Opens a copy, once it has been found whole and of the bot's making.
    ///
    /// # Errors
    ///
    /// Each of [`ImportError`] that is about the file.
    pub(in crate::import) fn open(copied: Copied, which: Which, lenience: Lenience) -> Result<Self, ImportError> {
        let path = copied.original.clone();
        let failed = |error| explained(path.clone(), error);
        if copied.has_company {
            // Takes the log, or the journal, into the copy.
            Connection::open_with_flags(&copied.file, OpenFlags::SQLITE_OPEN_READ_WRITE)
                .and_then(|connection| connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())))
                .map_err(failed)?;
        }
        let connection = Connection::open_with_flags(&copied.file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
        let damage = match integrity(&connection) {
            Err(error) if is_damage(&error) => Some(error.to_string()),
            told => told.map_err(failed)?,
        };
        if let Some(told) = damage.clone().filter(|_| !lenience.salvage) {
            return Err(ImportError::Damaged { path, told });
        }
        let form = form(&connection).map_err(failed)?;
        if !which.marks().iter().any(|mark| form.contains_key(*mark)) {
            return Err(ImportError::NotOurs { path, file: which.file() });
        }
        if let Some(what) = unknown_version(&connection, &form).map_err(failed)? {
            return Err(ImportError::Newer { path, what });
        }
        match variant(&form).filter(|_| !lenience.accept_variant) {
            Some(what) => Err(ImportError::Variant { path, what }),
            None => Ok(Self { copied, connection, form, damage }),
        }
    }

    /// Tells this file, as it is now, from any other.
    pub(in crate::import) fn sha256(&self) -> &[u8] {
        &self.copied.sha256
    }

    /// Its tables, each with its columns.
    pub(in crate::import) fn form(&self) -> &Form {
        &self.form
    }

    /// Whether a table has a column.
    pub(in crate::import) fn has(&self, table: &str, column: &str) -> bool {
        self.form.get(table).is_some_and(|columns| columns.iter().any(|name| name == column))
    }

    /// How many rows a table has; 0 when it cannot be told.
    pub(in crate::import) fn n_rows(&self, table: &str) -> u64 {
        let counted = self.connection.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0));
        counted.map_or(0, |n: i64| n.unsigned_abs())
    }

    /// All values of a column, each once. Of a damaged file, those that can be read.
    ///
    /// # Errors
    ///
    /// `Sqlite`.
    pub(in crate::import) fn values(&self, table: &str, column: &str) -> Result<Vec<Option<String>>, ImportError> {
        let statement = format!("SELECT DISTINCT \"{column}\" FROM \"{table}\"");
        let mut statement = self.connection.prepare(&statement).map_err(|error| self.explained(error))?;
        let mut rows = statement.query([]).map_err(|error| self.explained(error))?;
        let mut values = Vec::new();
        while let Some(row) = self.passed(rows.next())?.flatten() {
            let value = row.get_ref(0).map_err(|error| self.explained(error))?;
            values.push(value.as_bytes_or_null().ok().flatten().map(|text| String::from_utf8_lossy(text).into_owned()));
        }
        Ok(values)
    }

    /// What the bot had stored of its heists under `key`.
    pub(in crate::import) fn heist_setting(&self, key: &str) -> Option<String> {
        let statement = "SELECT CAST(value AS TEXT) FROM heist_config WHERE key = ?1";
        self.connection.query_row(statement, [key], |row| row.get(0)).ok()
    }

    /// What reads the rows of a table, in the order of their numbers: the number first, then these columns.
    ///
    /// # Errors
    ///
    /// `Sqlite`.
    pub(in crate::import) fn reading(&self, table: &str, columns: &[&str]) -> Result<Statement<'_>, ImportError> {
        let columns: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let columns = ["rowid".to_owned()].into_iter().chain(columns).collect::<Vec<_>>().join(", ");
        let statement = format!("SELECT {columns} FROM \"{table}\" ORDER BY rowid");
        self.connection.prepare(&statement).map_err(|error| self.explained(error))
    }

    /// What was read; `None` where a damaged file that is read all the same has an end.
    ///
    /// # Errors
    ///
    /// `Sqlite`, or `Damaged`.
    pub(in crate::import) fn passed<T>(&self, read: rusqlite::Result<T>) -> Result<Option<T>, ImportError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.damage.is_some() && is_damage(&error) => Ok(None),
            Err(error) => Err(self.explained(error)),
        }
    }

    /// A column is missing without which `table` means nothing.
    pub(in crate::import) fn lacks(&self, table: &'static str, column: &'static str) -> ImportError {
        ImportError::MissingColumn { path: self.copied.original.clone(), table, column }
    }

    fn explained(&self, error: rusqlite::Error) -> ImportError {
        explained(self.copied.original.clone(), error)
    }
}

/// What is wrong with the file: the first few of SQLite's own words, or nothing.
fn integrity(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let mut told = connection.prepare("PRAGMA integrity_check(3)")?;
    let told = told.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok((told != ["ok"]).then(|| told.join(", ").replace('\n', " ")))
}

fn is_damage(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
}

fn explained(path: PathBuf, error: rusqlite::Error) -> ImportError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => ImportError::NotADatabase { path },
        Some(ErrorCode::DatabaseCorrupt) => ImportError::Damaged { path, told: error.to_string() },
        _ => ImportError::Sqlite { path, source: error },
    }
}
