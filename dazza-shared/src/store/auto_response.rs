//! What the bot says in a room when a line holds something.

use std::time::Duration;

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// An answer that nobody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoResponse {
    /// Its number.
    pub id: i64,
    /// What a line has to hold.
    pub pattern: String,
    /// Whether that is a regular expression, and not plain words.
    pub is_regex: bool,
    /// How often in a hundred it is given.
    pub chance: u8,
    /// How long it rests after it was given.
    pub cooldown: Duration,
}

/// Adds an answer; it has no number yet, nor needs one.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn add(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (wanted, text): (&AutoResponse, &str),
    (by, now): (&str, Timestamp),
) -> Result<AutoResponse, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO auto_responses (room_id, pattern, is_regex, response, chance, cooldown, created_by, created_at)
         VALUES ($1::text, $2, $3, $4, $5, make_interval(secs => $6), $7::text, $8) RETURNING id",
        room.as_str(),
        storable(&wanted.pattern),
        wanted.is_regex,
        storable(text),
        i16::from(wanted.chance),
        wanted.cooldown.as_secs_f64(),
        by,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(AutoResponse { id, ..wanted.clone() })
}

/// Removes an answer; what it was given to. `None` if there is none of that number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove(tx: &mut Tx<'_>, room: &RoomName, id: i64) -> Result<Option<String>, StoreError> {
    let pattern = sqlx::query_scalar!(
        "DELETE FROM auto_responses WHERE room_id = $1 AND id = $2 RETURNING pattern",
        room.as_str(),
        id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(pattern)
}

/// Counts that an answer is given, and says which text and how often; `None` if there is none, or it was given just now.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn fire(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    now: Timestamp,
) -> Result<Option<(String, i64)>, StoreError> {
    let row = sqlx::query!(
        "UPDATE auto_responses SET fired = fired + 1, last_fired_at = $3
         WHERE room_id = $1 AND id = $2 AND is_enabled
           AND (last_fired_at IS NULL OR last_fired_at > $3 OR last_fired_at + cooldown <= $3)
         RETURNING response, fired",
        room.as_str(),
        id,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.response, row.fired)))
}

/// The answers of a room, the oldest first, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn all(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<AutoResponse>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, pattern, is_regex, chance, extract(epoch FROM cooldown)::bigint AS "seconds!"
           FROM auto_responses WHERE room_id = $1 AND is_enabled ORDER BY id LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let response = rows.into_iter().map(|row| AutoResponse {
        id: row.id,
        pattern: row.pattern,
        is_regex: row.is_regex,
        chance: u8::try_from(row.chance).unwrap_or(100),
        cooldown: Duration::from_secs(row.seconds.unsigned_abs()),
    });
    Ok(response.collect())
}
