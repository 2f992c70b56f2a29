//! What the scheduled jobs do in the database: a file a job, and the board that says where each stands.
//!
//! A verb does its work for one room, or for all people, in the transaction it is given. Each may be done again at any time:
//! what is counted once goes by a watermark that moves in the same transaction, all else is counted anew and put right.

pub mod achievements;
pub mod activity;
pub mod board;
pub mod bongs;
pub mod content;
pub mod daily;
pub mod horizon;
pub mod hours;
pub mod housekeeping;
pub mod streaks;
pub mod words;

use super::{Connection, Store, StoreError, Tx};
use crate::names::RoomName;

/// Begins a transaction for a job: it sees the database as it was at its begin, and gives way to those who write meanwhile.
///
/// Times: one statement may take a minute, a lock five seconds. Source: `platform.md`, 4.2.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn begin(store: &Store) -> Result<Tx<'static>, StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *tx).await?;
    sqlx::query!(
        "SELECT set_config('statement_timeout', '60s', true) AS statement, set_config('lock_timeout', '5s', true) AS lock,
                set_config('work_mem', '32MB', true) AS memory"
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(tx)
}

/// All rooms that are registered, by name.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn rooms(connection: &mut Connection) -> Result<Vec<RoomName>, StoreError> {
    let rooms =
        sqlx::query_scalar!("SELECT id FROM rooms WHERE is_registered(id) ORDER BY id").fetch_all(connection).await?;
    Ok(rooms.iter().filter_map(|room| room.parse().ok()).collect())
}
