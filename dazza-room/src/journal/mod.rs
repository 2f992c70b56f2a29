//! What became of every answer of late, so that a crash in between swallows none and doubles none.
//!
//! A line is noted before it is answered, its answer before it is said, and each line said again when it goes out and when
//! its echo comes back. The server tells its last lines to whoever joins: with both, the next connection, or the next
//! process, knows what still has to be said.

mod backlog;
mod book;
mod entry;
mod file;

pub(crate) use backlog::core;
pub use backlog::{Backlog, Missed};
pub use book::{Book, DELIVERY_KEPT, FRESH, NEWS, Standing, Unseen, Verdicts};
pub use entry::{Entry, Said, Tag};
pub use file::Journal;
