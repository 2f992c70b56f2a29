//! Quotes that a room keeps by number. A number is never given twice.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// A quote that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curated {
    /// Its number in the room.
    pub number: i32,
    /// The key of who said it.
    pub who: String,
    /// What.
    pub text: String,
    /// When it was said, or else when it was kept.
    pub at: Timestamp,
}

/// Keeps a quote; its number.
///
/// # Errors
///
/// `Away`, mostly; `Contended` if another was kept in the same moment.
pub async fn keep(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (who, text, said_at): (&str, &str, Option<Timestamp>),
    (by, now): (&str, Timestamp),
) -> Result<i32, StoreError> {
    let number = sqlx::query_scalar!(
        "INSERT INTO curated_quotes (room_id, number, username, message, said_at, added_by, added_at)
         SELECT $1::text, coalesce(max(number), 0) + 1, $2::text, $3, $4, $5::text, $6
         FROM curated_quotes WHERE room_id = $1
         RETURNING number",
        room.as_str(),
        who,
        storable(text),
        said_at.map(Stamp) as _,
        by,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(number)
}

/// Removes the quote of that number; what it was. `None` if there is none.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove(
    tx: &mut Tx<'_>,
    room: &RoomName,
    number: i32,
    (by, now): (&str, Timestamp),
) -> Result<Option<Curated>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE curated_quotes SET removed_by = $3::text, removed_at = $4
           WHERE room_id = $1 AND number = $2 AND removed_at IS NULL
           RETURNING number, username::text AS "who!", message AS text, coalesce(said_at, added_at) AS "at!: Stamp""#,
        room.as_str(),
        number,
        by,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Curated::from))
}

/// The quote of that number, unless who said it wants to be left out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn of_number(tx: &mut Tx<'_>, room: &RoomName, number: i32) -> Result<Option<Curated>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT number, username::text AS "who!", message AS text, coalesce(said_at, added_at) AS "at!: Stamp"
           FROM curated_quotes q
           WHERE room_id = $1 AND number = $2 AND removed_at IS NULL AND NOT EXISTS (
               SELECT FROM opt_outs o
               WHERE o.room_id = $1 AND o.username = q.username AND o.kind IN ('quotes', 'all'))"#,
        room.as_str(),
        number,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Curated::from))
}

/// The numbers of all quotes that may be given, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn numbers(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<i32>, StoreError> {
    let numbers = sqlx::query_scalar!(
        "SELECT number FROM curated_quotes q
         WHERE room_id = $1 AND removed_at IS NULL AND NOT EXISTS (
             SELECT FROM opt_outs o
             WHERE o.room_id = $1 AND o.username = q.username AND o.kind IN ('quotes', 'all'))
         ORDER BY number LIMIT $2",
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(numbers)
}

/// What somebody said last in the room that may be quoted, and when.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn last_said(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<(String, Timestamp)>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT message, sent_at AS "at: Stamp" FROM messages
           WHERE room_id = $1 AND username = $2 AND is_quotable ORDER BY id DESC LIMIT 1"#,
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.message, row.at.0)))
}

struct Row {
    number: i32,
    who: String,
    text: String,
    at: Stamp,
}

impl From<Row> for Curated {
    fn from(Row { number, who, text, at }: Row) -> Self {
        Self { number, who, text, at: at.0 }
    }
}
