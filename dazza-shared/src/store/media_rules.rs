//! What may not be on a room's playlist, and who may not put anything there.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// A medium that is taken off the playlist when somebody adds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// What kind of thing, e.g. `yt`.
    pub kind: String,
    /// Its number where it comes from.
    pub id: String,
    /// Its title, if it was known.
    pub title: Option<String>,
}

/// Somebody whose additions are taken off the playlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueBan {
    /// The key of the person.
    pub who: String,
    /// Until when; nothing is for good.
    pub until: Option<Timestamp>,
}

/// Bars a medium; whether that is new.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn bar(
    tx: &mut Tx<'_>,
    room: &RoomName,
    barred: &Barred,
    (by, at): (&str, Timestamp),
) -> Result<bool, StoreError> {
    let added = sqlx::query!(
        "INSERT INTO media_blacklist (room_id, media_type, media_id, title, added_by, added_at)
         VALUES ($1::text, $2, $3, $4, $5::text, $6) ON CONFLICT (room_id, media_type, media_id) DO NOTHING",
        room.as_str(),
        storable(&barred.kind),
        storable(&barred.id),
        barred.title.as_deref().map(storable),
        by,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Lets a medium play again; whether it was barred.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn unbar(tx: &mut Tx<'_>, room: &RoomName, (kind, id): (&str, &str)) -> Result<bool, StoreError> {
    let removed = sqlx::query!(
        "DELETE FROM media_blacklist WHERE room_id = $1 AND media_type = $2 AND media_id = $3",
        room.as_str(),
        kind,
        id,
    )
    .execute(&mut **tx)
    .await?;
    Ok(removed.rows_affected() > 0)
}

/// All that is barred, the newest first, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn barred(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<Barred>, StoreError> {
    let barred = sqlx::query_as!(
        Barred,
        "SELECT media_type AS kind, media_id AS id, title FROM media_blacklist
         WHERE room_id = $1 ORDER BY added_at DESC, media_type, media_id LIMIT $2",
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(barred)
}

/// Has what somebody adds taken off the playlist.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn ban(
    tx: &mut Tx<'_>,
    room: &RoomName,
    ban: &QueueBan,
    (by, at): (&str, Timestamp),
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO queue_bans (room_id, username, until, added_by, added_at)
         VALUES ($1::text, $2::text, $3, $4::text, $5)
         ON CONFLICT (room_id, username) DO UPDATE
         SET until = EXCLUDED.until, added_by = EXCLUDED.added_by, added_at = EXCLUDED.added_at",
        room.as_str(),
        ban.who,
        ban.until.map(Stamp) as _,
        by,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets somebody add again; whether that was not so.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn unban(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<bool, StoreError> {
    let removed = sqlx::query!("DELETE FROM queue_bans WHERE room_id = $1 AND username = $2", room.as_str(), who)
        .execute(&mut **tx)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// Everybody whose additions are taken off now, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn bans(tx: &mut Tx<'_>, room: &RoomName, limit: i64, now: Timestamp) -> Result<Vec<QueueBan>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT username::text AS "who!", until AS "until: Stamp" FROM queue_bans
           WHERE room_id = $1 AND (until IS NULL OR until > $3) ORDER BY added_at DESC LIMIT $2"#,
        room.as_str(),
        limit,
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| QueueBan { who: row.who, until: row.until.map(|until| until.0) }).collect())
}

/// Whether a medium is barred.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn is_barred(tx: &mut Tx<'_>, room: &RoomName, (kind, id): (&str, &str)) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT media_id FROM media_blacklist WHERE room_id = $1 AND media_type = $2 AND media_id = $3",
        room.as_str(),
        kind,
        id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.is_some())
}
