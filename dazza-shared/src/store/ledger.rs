//! The ledger, to read: what a dispute over money is settled with.

use jiff::Timestamp;
use serde_json::Value;

use super::{Stamp, StoreError, Tx};
use crate::money::Money;
use crate::names::RoomName;

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The key of the player.
    pub who: String,
    /// What came in; below zero, what went out.
    pub amount: Money,
    /// What the player had then; unknown of some lines that were imported.
    pub balance_after: Option<Money>,
    /// Of which kind, such as `pokies`.
    pub kind: String,
    /// The key of the other player, if there was one.
    pub counterparty: Option<String>,
    /// Facts of the game, the seed of its dice among them.
    pub details: Option<Value>,
    /// The key of the line or timer that brought it about.
    pub cause: Option<Vec<u8>>,
    /// Which of the lines of that cause it is, from 0.
    pub effect: Option<i16>,
    /// When.
    pub at: Timestamp,
}

/// The lines of `room` from the moment `since` on, the oldest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn lines_since(tx: &mut Tx<'_>, room: &RoomName, since: Timestamp) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT username, amount, balance_after, transaction_type, counterparty, details, cause, effect,
                  created_at AS "created_at: Stamp"
           FROM economy_transactions WHERE room_id = $1 AND created_at >= $2 ORDER BY id"#,
        room.as_str(),
        Stamp(since) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// The last `n` lines that `room` has written, the newest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn latest(tx: &mut Tx<'_>, room: &RoomName, n: i64) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT username, amount, balance_after, transaction_type, counterparty, details, cause, effect,
                  created_at AS "created_at: Stamp"
           FROM economy_transactions WHERE room_id = $1 ORDER BY id DESC LIMIT $2"#,
        room.as_str(),
        n,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

struct Row {
    username: String,
    amount: i64,
    balance_after: Option<i64>,
    transaction_type: String,
    counterparty: Option<String>,
    details: Option<Value>,
    cause: Option<Vec<u8>>,
    effect: Option<i16>,
    created_at: Stamp,
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        Self {
            who: row.username,
            amount: Money::of(row.amount),
            balance_after: row.balance_after.map(Money::of),
            kind: row.transaction_type,
            counterparty: row.counterparty,
            details: row.details,
            cause: row.cause,
            effect: row.effect,
            at: row.created_at.0,
        }
    }
}
