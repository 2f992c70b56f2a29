//! What a room has stored and done, to read: what is held against what was said in it, line by line. For the owner of the
//! database, not for rooms.

use super::{Connection, StoreError};
use crate::line_key::LineKey;
use crate::names::RoomName;

/// A public line as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLine {
    /// Its key; imported lines have none.
    pub key: Option<Vec<u8>>,
    /// The key of who said it.
    pub who: String,
    /// What was said, as plain text.
    pub text: String,
    /// Whether the bot itself said it.
    pub is_own: bool,
}

/// How often something has happened because of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The key of the person.
    pub who: String,
    /// What: `drink`, `bong`, `tell`, `reminder`, `flip`, or a kind of the ledger with `out` or `in` behind it. What was
    /// given counts for the giver, both ways.
    pub what: String,
    /// How often.
    pub n: i64,
}

/// Which of these lines are stored, by their keys.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn stored_among(
    connection: &mut Connection,
    room: &RoomName,
    keys: &[LineKey],
) -> Result<Vec<Vec<u8>>, StoreError> {
    let keys: Vec<_> = keys.iter().map(|key| key.as_bytes().to_vec()).collect();
    let stored = sqlx::query_scalar!(
        r#"SELECT line_key AS "key!" FROM messages WHERE room_id = $1 AND line_key = ANY ($2)"#,
        room.as_str(),
        &keys,
    )
    .fetch_all(connection)
    .await?;
    Ok(stored)
}

/// All lines of `room`, in the order in which they were stored.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn lines(connection: &mut Connection, room: &RoomName) -> Result<Vec<StoredLine>, StoreError> {
    let lines = sqlx::query_as!(
        StoredLine,
        r#"SELECT line_key AS key, username::text AS "who!", message AS text, is_own
           FROM messages WHERE room_id = $1 ORDER BY id"#,
        room.as_str(),
    )
    .fetch_all(connection)
    .await?;
    Ok(lines)
}

/// All that has happened in `room`, by who brought it about.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn effects(connection: &mut Connection, room: &RoomName) -> Result<Vec<Effect>, StoreError> {
    let effects =
        sqlx::query_file_as!(Effect, "src/store/sql/audit/effects.sql", room.as_str()).fetch_all(connection).await?;
    Ok(effects)
}
