//! What a duel and a contest have in common: one person dares another, for a stake that each puts in.

use jiff::Timestamp;

use super::Stamp;
use crate::money::Money;

/// A game of two that somebody has asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dare {
    /// Its number, among those of its game.
    pub id: i64,
    /// The key of who asked for it.
    pub challenger: String,
    /// The key of who was asked.
    pub challenged: String,
    /// What each puts in; nothing when it is for the glory.
    pub stake: Money,
    /// Until when it may be answered.
    pub until: Timestamp,
}

/// A dare as its row has it.
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) challenger: String,
    pub(super) challenged: String,
    pub(super) amount: i64,
    pub(super) expires_at: Stamp,
}

impl From<Row> for Dare {
    fn from(row: Row) -> Self {
        let Row { id, challenger, challenged, amount, expires_at } = row;
        Self { id, challenger, challenged, stake: Money::of(amount), until: expires_at.0 }
    }
}
