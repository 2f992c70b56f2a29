//! Deeds of moderators through the bot: asked for, and then shown by the chat server to have happened, or not.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// A deed that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number; 0 while it has none.
    pub id: i64,
    /// The key of whom it is done to.
    pub who: String,
    /// What: `mute`, `unmute`, `kick`, `ban` or `unban`.
    pub action: String,
    /// Why; may be empty.
    pub reason: String,
    /// When it ends by itself; nothing is never.
    pub until: Option<Timestamp>,
    /// The key of who asks.
    pub by: String,
    /// When it is asked for.
    pub at: Timestamp,
}

/// A mute that ends by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedMute {
    /// The key of whom it keeps silent.
    pub who: String,
    /// Until when.
    pub until: Timestamp,
}

/// Writes a deed down; its number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn ask(tx: &mut Tx<'_>, room: &RoomName, asked: &Asked) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO moderation_actions (room_id, username, action, reason, until, requested_by, requested_at)
         VALUES ($1::text, $2::text, $3, nullif($4, ''), $5, $6::text, $7) RETURNING id",
        room.as_str(),
        asked.who,
        asked.action,
        storable(&asked.reason),
        asked.until.map(Stamp) as _,
        asked.by,
        Stamp(asked.at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(id)
}

/// The chat server has shown that it happened.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn confirm(tx: &mut Tx<'_>, room: &RoomName, id: i64, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE moderation_actions SET confirmed_at = $3 WHERE room_id = $1 AND id = $2 AND confirmed_at IS NULL",
        room.as_str(),
        id,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// It did not happen, as far as we know.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn fail(tx: &mut Tx<'_>, room: &RoomName, id: i64, why: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE moderation_actions SET failed_because = $3
         WHERE room_id = $1 AND id = $2 AND confirmed_at IS NULL AND failed_because IS NULL",
        room.as_str(),
        id,
        storable(why),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whoever was muted is not any more: none of their mutes ends by itself from now on.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn lift_mutes(tx: &mut Tx<'_>, room: &RoomName, who: &str, at: Timestamp) -> Result<u64, StoreError> {
    let lifted = sqlx::query!(
        "UPDATE moderation_actions SET lifted_at = $3
         WHERE room_id = $1 AND username = $2 AND action = 'mute' AND lifted_at IS NULL AND confirmed_at IS NOT NULL",
        room.as_str(),
        who,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(lifted.rows_affected())
}

/// The mutes that end by themselves, the next one first, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn timed_mutes(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<TimedMute>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT username::text AS "who!", until AS "until!: Stamp" FROM moderation_actions
           WHERE room_id = $1 AND until IS NOT NULL AND lifted_at IS NULL AND action = 'mute' AND confirmed_at IS NOT NULL
           ORDER BY until LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| TimedMute { who: row.who, until: row.until.0 }).collect())
}

/// The deeds of which nobody knows whether they happened, the oldest first, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn unknown(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<Asked>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, username::text AS "who!", action, coalesce(reason, '') AS "reason!", until AS "until: Stamp",
                  requested_by::text AS "by!", requested_at AS "at: Stamp"
           FROM moderation_actions
           WHERE room_id = $1 AND confirmed_at IS NULL AND failed_because IS NULL ORDER BY id LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let asked = rows.into_iter().map(|row| Asked {
        id: row.id,
        who: row.who,
        action: row.action,
        reason: row.reason,
        until: row.until.map(|until| until.0),
        by: row.by,
        at: row.at.0,
    });
    Ok(asked.collect())
}

/// What became of the deed of that number: whether it was confirmed, why it failed, whether it was lifted.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn fate(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
) -> Result<Option<(bool, Option<String>, bool)>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT confirmed_at IS NOT NULL AS "is_confirmed!", failed_because, lifted_at IS NOT NULL AS "is_lifted!"
           FROM moderation_actions WHERE room_id = $1 AND id = $2"#,
        room.as_str(),
        id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.is_confirmed, row.failed_because, row.is_lifted)))
}
