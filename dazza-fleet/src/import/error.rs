//! Why a file is not imported. Nothing of it is in the database then.

use std::io;
use std::path::PathBuf;

use dazza_shared::store::StoreError;

/// Why a file is not imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// It cannot be read or copied.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is something else.
    #[error("{} is no SQLite database; name the file that the bot kept, such as cytube_stats.db", path.display())]
    NotADatabase {
        /// Which.
        path: PathBuf,
    },
    /// It is torn or was written over.
    #[error(
        "{} is damaged: {told}; take another backup of it, or import what can still be read with --salvage",
        path.display()
    )]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What SQLite said.
        told: String,
    },
    /// It comes from a version that we do not know.
    #[error("{} has had {what}, which this version of dazza-fleet does not know; import it with a newer one", path.display())]
    Newer {
        /// Which.
        path: PathBuf,
        /// What it has had.
        what: String,
    },
    /// It is a database of something else.
    #[error("{} holds none of the tables of the bot's {file}: is it the right file?", path.display())]
    NotOurs {
        /// Which.
        path: PathBuf,
        /// The file that was expected.
        file: &'static str,
    },
    /// It has the economy of a version that never ran.
    #[error(
        "{} has the tables of a variant that no released bot used ({what}); import it with --accept-variant if you \
         know where it comes from",
        path.display()
    )]
    Variant {
        /// Which.
        path: PathBuf,
        /// By what it was told.
        what: &'static str,
    },
    /// A column without which a table means nothing.
    #[error("{}: the table {table} has no column {column}; this is no schema that the bot ever had", path.display())]
    MissingColumn {
        /// Which.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Anything else that SQLite has against it.
    #[error("cannot read {}", path.display())]
    Sqlite {
        /// Which.
        path: PathBuf,
        /// What it said.
        #[source]
        source: rusqlite::Error,
    },
    /// People have rows in the database already.
    #[error(
        "the database is in use: {table} holds rows that are not of this file; import into a database of its own, \
         before the first `dazza-fleet up`"
    )]
    Occupied {
        /// A table with rows.
        table: String,
    },
    /// What must be true afterwards was not.
    #[error("what was imported does not add up, so that nothing was kept:\n{0}")]
    DoesNotAddUp(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
