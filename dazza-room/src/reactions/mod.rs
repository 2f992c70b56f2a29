//! What the bot does unasked, with the help of the database: one file a habit, and what the room remembers to know when.

mod answer_duel;
mod expire_duels;
mod load;
mod open_duels;
mod pending;

use crate::commands::StoredRun;

pub use open_duels::{OpenDuel, OpenDuels};
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

/// Answers a duel by coin.
pub const ANSWER_DUEL: Reaction = answer_duel::REACTION;

/// Calls off duels that nobody has answered.
pub const EXPIRE_DUELS: Reaction = expire_duels::REACTION;
