//! Lines that a room has said again and again.

use std::time::Duration;

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::clock::later;
use crate::names::RoomName;

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its number.
    pub id: i64,
    /// What is said, its blanks not filled.
    pub text: String,
    /// How often.
    pub every: Duration,
    /// How many lines others must have said since the last time.
    pub min_lines: u32,
    /// When it is due next.
    pub due_at: Timestamp,
}

/// Adds an announcement, due for the first time after its span.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn add(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (text, every, min_lines): (&str, Duration, u32),
    (by, now): (&str, Timestamp),
) -> Result<Announcement, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"INSERT INTO announcements (room_id, message, every, min_lines, next_due_at, created_by, created_at)
           VALUES ($1::text, $2, make_interval(secs => $3), $4, $5, $6::text, $7)
           RETURNING id, message, extract(epoch FROM every)::bigint AS "seconds!", min_lines, created_at AS "due_at!: Stamp""#,
        room.as_str(),
        storable(text),
        every.as_secs_f64(),
        i32::try_from(min_lines).unwrap_or(i32::MAX),
        Stamp(later(now, every)) as _,
        by,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    let added = Announcement::from(row);
    Ok(Announcement { due_at: later(now, every), ..added })
}

/// Removes an announcement; what it said. `None` if there is none of that number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove(tx: &mut Tx<'_>, room: &RoomName, id: i64) -> Result<Option<String>, StoreError> {
    let text = sqlx::query_scalar!(
        "DELETE FROM announcements WHERE room_id = $1 AND id = $2 RETURNING message",
        room.as_str(),
        id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(text)
}

/// Takes an announcement that is due, to say it now; it is due again after its span. `None` if it is not.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    now: Timestamp,
) -> Result<Option<Announcement>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE announcements SET last_said_at = $3, next_due_at = $3::timestamptz + every
           WHERE room_id = $1 AND id = $2 AND is_enabled AND next_due_at <= $3
           RETURNING id, message, extract(epoch FROM every)::bigint AS "seconds!", min_lines, next_due_at AS "due_at!: Stamp""#,
        room.as_str(),
        id,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Announcement::from))
}

/// The announcements of a room, the oldest first, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn all(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<Announcement>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, message, extract(epoch FROM every)::bigint AS "seconds!", min_lines,
                  coalesce(next_due_at, created_at + every) AS "due_at!: Stamp"
           FROM announcements WHERE room_id = $1 AND is_enabled ORDER BY id LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Announcement::from).collect())
}

struct Row {
    id: i64,
    message: String,
    seconds: i64,
    min_lines: i32,
    due_at: Stamp,
}

impl From<Row> for Announcement {
    fn from(Row { id, message, seconds, min_lines, due_at }: Row) -> Self {
        Self {
            id,
            text: message,
            every: Duration::from_secs(seconds.unsigned_abs()),
            min_lines: min_lines.unsigned_abs(),
            due_at: due_at.0,
        }
    }
}
