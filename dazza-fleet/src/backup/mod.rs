//! Backups of the database: taken, listed, rotated, restored; by hand, and by a running fleet when they are due.
//!
//! `plan` is pure: when the next one is due, and which are kept. `archive` is the folder, `take` and `restore` run the
//! programs of PostgreSQL, and `clerk` is the task of a running fleet that does it all in time.

mod archive;
mod clerk;
mod error;
mod manifest;
mod name;
mod plan;
mod restore;
mod session;
mod take;

pub(crate) use archive::{Archive, Archived};
pub(crate) use clerk::{Desk, Duties};
pub(crate) use error::BackupError;
pub(crate) use manifest::Manifest;
pub(crate) use restore::{Restored, Whole};
pub(crate) use take::{Progress, Source, take};
