//! Imports what another bot has kept in SQLite: reads a copy of its file, converts every row, and hands them to the store.
//!
//! ```text
//! source -> cell -> convert | lines -> load -> store::import: staging tables -> scripts -> checks -> commit
//! (SQLite)          (pure rules)               (Postgres, one transaction)
//! ```
//!
//! What each table is stands in `tables/`, a row each. Source of all rules: `sqlite-import.md`.

mod address;
mod cell;
mod convert;
mod error;
mod files;
mod line;
mod lines;
mod load;
mod moment;
mod name;
mod people;
mod plain;
mod report;
mod source;
mod table;
mod tables;
mod tally;

pub(crate) use convert::Rules;
pub(crate) use error::ImportError;
pub(crate) use files::Files;
pub(crate) use load::{Done, Progressed, Wish, import};
pub(crate) use report::{Report, TableReport};
