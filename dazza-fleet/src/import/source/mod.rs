//! The file that is imported: a copy of it, looked at before anything is read, and then read row by row.
//!
//! The queries in here are SQLite's, of another's schema; those of our own database are in the store.

mod copy;
mod file;
mod form;

pub(super) use copy::Copied;
pub(super) use file::{Lenience, SourceFile, Which};
