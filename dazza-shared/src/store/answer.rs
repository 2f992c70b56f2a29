//! What the bot says because of something in the database, stored with it: so a crash in between does not swallow it.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::line_key::LineKey;
use crate::names::RoomName;

/// One line to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it answers: a line, or a timer.
    pub key: LineKey,
    /// Its place among what is said because of it, from 0.
    pub n: i16,
    /// The key of whom it goes to; nobody in particular is the room.
    pub to: Option<String>,
    /// Plain text.
    pub text: String,
    /// When it is to be said.
    pub due_at: Timestamp,
}

/// Keeps lines to say, in the transaction of what they tell of. One that is there already is to be said anew.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn keep(tx: &mut Tx<'_>, room: &RoomName, parts: &[Part]) -> Result<(), StoreError> {
    if parts.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO stored_answers AS a (room_id, line_key, part, to_user, message, due_at)
         SELECT $1::text, * FROM unnest($2::bytea[], $3::smallint[], $4::text[], $5::text[], $6::timestamptz[])
         ON CONFLICT (room_id, line_key, part) DO UPDATE
         SET to_user = excluded.to_user, message = excluded.message, due_at = excluded.due_at, confirmed_at = NULL",
        room.as_str(),
        &parts.iter().map(|part| part.key.as_bytes().to_vec()).collect::<Vec<_>>(),
        &parts.iter().map(|part| part.n).collect::<Vec<_>>(),
        &parts.iter().map(|part| part.to.clone()).collect::<Vec<_>>() as _,
        &parts.iter().map(|part| storable(&part.text)).collect::<Vec<_>>(),
        &parts.iter().map(|part| Stamp(part.due_at)).collect::<Vec<_>>() as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What was to be said because of `key`, in order.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn of(tx: &mut Tx<'_>, room: &RoomName, key: LineKey) -> Result<Vec<Part>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT line_key, part, to_user, message, due_at AS "due_at: Stamp" FROM stored_answers
           WHERE room_id = $1 AND line_key = $2 ORDER BY part"#,
        room.as_str(),
        key.as_bytes(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// What was to be said to the room since then and was never seen there, in order.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn unconfirmed(tx: &mut Tx<'_>, room: &RoomName, since: Timestamp) -> Result<Vec<Part>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT line_key, part, to_user, message, due_at AS "due_at: Stamp" FROM stored_answers
           WHERE room_id = $1 AND confirmed_at IS NULL AND to_user IS NULL AND due_at >= $2
           ORDER BY due_at, line_key, part"#,
        room.as_str(),
        Stamp(since) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// These lines have been seen in the room.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn confirm(
    tx: &mut Tx<'_>,
    room: &RoomName,
    seen: &[(LineKey, i16)],
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE stored_answers a SET confirmed_at = $4
         FROM unnest($2::bytea[], $3::smallint[]) AS seen (line_key, part)
         WHERE a.room_id = $1 AND a.line_key = seen.line_key AND a.part = seen.part AND a.confirmed_at IS NULL",
        room.as_str(),
        &seen.iter().map(|(key, _)| key.as_bytes().to_vec()).collect::<Vec<_>>(),
        &seen.iter().map(|(_, n)| *n).collect::<Vec<_>>(),
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A line to say, as the database has it.
struct Row {
    line_key: Vec<u8>,
    part: i16,
    to_user: Option<String>,
    message: String,
    due_at: Stamp,
}

impl Row {
    fn read(self) -> Option<Part> {
        let Self { line_key, part, to_user, message, due_at } = self;
        let key = LineKey::from_bytes(&line_key)?;
        Some(Part { key, n: part, to: to_user, text: message, due_at: due_at.0 })
    }
}
