//! Tells: messages for people who are away, each delivered once, in the room it was left in.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A tell that somebody leaves.
#[derive(Clone, Copy, Debug)]
pub struct NewTell<'a> {
    /// The key of who leaves it.
    pub from: &'a str,
    /// The key of whom it is for.
    pub to: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Whether it was left by private message, and is never to be said in public.
    pub is_private: bool,
    /// When it is left.
    pub at: Timestamp,
    /// When it is no longer delivered.
    pub expires_at: Timestamp,
}

/// A tell on its way to whom it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tell {
    /// Its number.
    pub id: i64,
    /// Who left it, spelled as last seen.
    pub from: String,
    /// What it says.
    pub text: String,
    /// Whether it was left by private message.
    pub is_private: bool,
    /// When it was left.
    pub left_at: Timestamp,
}

/// How many tells of a room are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenTells {
    /// From this author to this person.
    pub of_pair: i64,
    /// From anybody to this person.
    pub to_person: i64,
    /// From this author to anybody.
    pub of_author: i64,
}

/// Leaves a tell.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn leave(tx: &mut Tx<'_>, room: &RoomName, tell: &NewTell<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO tells (room_id, from_user, to_user, message, via_pm, created_at, expires_at)
         VALUES ($1::text, $2::text, $3::text, $4, $5, $6, $7)",
        room.as_str(),
        tell.from,
        tell.to,
        tell.text,
        tell.is_private,
        Stamp(tell.at) as _,
        Stamp(tell.expires_at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many tells are open that concern `from` or `to`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open_tells(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (from, to): (&str, &str),
    now: Timestamp,
) -> Result<OpenTells, StoreError> {
    let counted = sqlx::query_as!(
        OpenTells,
        r#"SELECT count(*) FILTER (WHERE from_user = $2 AND to_user = $3) AS "of_pair!",
                  count(*) FILTER (WHERE to_user = $3) AS "to_person!",
                  count(*) FILTER (WHERE from_user = $2) AS "of_author!"
           FROM tells
           WHERE room_id = $1 AND delivered_at IS NULL AND expires_at > $4 AND (from_user = $2 OR to_user = $3)"#,
        room.as_str(),
        from,
        to,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(counted)
}

/// Takes up to `limit` of the tells for `to`, the oldest first: whoever takes them delivers them, and nobody else does.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn claim(
    tx: &mut Tx<'_>,
    room: &RoomName,
    to: &str,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Tell>, StoreError> {
    let rows = sqlx::query!(
        r#"UPDATE tells t SET delivered_at = $3, delivered_room = $1
           WHERE t.room_id = $1 AND t.delivered_at IS NULL AND t.id IN (
               SELECT o.id FROM tells o
               WHERE o.room_id = $1 AND o.to_user = $2 AND o.delivered_at IS NULL AND o.expires_at > $3
               ORDER BY o.created_at, o.id LIMIT $4 FOR UPDATE SKIP LOCKED)
           RETURNING t.id, t.message, t.via_pm, t.created_at AS "created_at: Stamp",
                     coalesce((SELECT u.display_name FROM users u WHERE u.username = t.from_user), t.from_user) AS "from!""#,
        room.as_str(),
        to,
        Stamp(now) as _,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut tells: Vec<_> = rows
        .into_iter()
        .map(|row| Tell {
            id: row.id,
            from: row.from,
            text: row.message,
            is_private: row.via_pm,
            left_at: row.created_at.0,
        })
        .collect();
    tells.sort_by_key(|tell| (tell.left_at, tell.id));
    Ok(tells)
}

/// Whether a tell for `to` is open.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn has_open(tx: &mut Tx<'_>, room: &RoomName, to: &str, now: Timestamp) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM tells
                          WHERE room_id = $1 AND to_user = $2 AND delivered_at IS NULL AND expires_at > $3) AS "found!""#,
        room.as_str(),
        to,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(found)
}

/// The keys of all for whom a tell is open.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn recipients(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let keys = sqlx::query_scalar!(
        "SELECT DISTINCT to_user FROM tells WHERE room_id = $1 AND delivered_at IS NULL AND expires_at > $2",
        room.as_str(),
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(keys)
}

/// Opens tells again that were taken and could not be delivered; the keys of whom they are for.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn reopen(tx: &mut Tx<'_>, room: &RoomName, ids: &[i64]) -> Result<Vec<String>, StoreError> {
    let keys = sqlx::query_scalar!(
        "UPDATE tells SET delivered_at = NULL, delivered_room = NULL WHERE room_id = $1 AND id = ANY ($2)
         RETURNING to_user",
        room.as_str(),
        ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(keys)
}

/// The numbers of tells that were taken for delivery since then.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn taken_since(tx: &mut Tx<'_>, room: &RoomName, since: Timestamp) -> Result<Vec<i64>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM tells WHERE room_id = $1 AND delivered_at >= $2",
        room.as_str(),
        Stamp(since) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids)
}

/// Removes tells that were never delivered and no longer will be; how many.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn drop_expired(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<u64, StoreError> {
    let dropped = sqlx::query!(
        "DELETE FROM tells WHERE room_id = $1 AND delivered_at IS NULL AND expires_at <= $2",
        room.as_str(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(dropped.rows_affected())
}
