//! What the bot does unasked, with the help of the database: one file a habit, and what the room remembers to know when.

mod load;
mod pending;

use crate::commands::StoredRun;

pub use pending::{Note, Pending};

/// A habit: a name for logs and metrics, and how it is run.
#[derive(Clone, Copy, Debug)]
pub struct Reaction {
    /// What it is called.
    pub name: &'static str,
    /// How it is run.
    pub run: StoredRun,
}

/// Looks up what an earlier process left open.
pub const LOAD: Reaction = load::REACTION;
