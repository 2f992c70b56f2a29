//! Polls that the bot opened on the chat server.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// Writes down that a poll is open; one that was open before is over.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (question, options): (&str, &[String]),
    (by, at): (&str, Timestamp),
) -> Result<(), StoreError> {
    close(tx, room, &[], at).await?;
    let options: Vec<_> = options.iter().map(|option| storable(option)).collect();
    sqlx::query!(
        "INSERT INTO polls (room_id, question, options, opened_by, opened_at) VALUES ($1::text, $2, $3, $4::text, $5)",
        room.as_str(),
        storable(question),
        &options,
        by,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down that the open poll is over, and how often each answer was given.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn close(tx: &mut Tx<'_>, room: &RoomName, votes: &[i32], at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE polls SET closed_at = $3, votes = $2 WHERE room_id = $1 AND closed_at IS NULL",
        room.as_str(),
        votes,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The latest poll of a room: its question, and how often each answer was given if it is over.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn latest(tx: &mut Tx<'_>, room: &RoomName) -> Result<Option<(String, Option<Vec<i32>>)>, StoreError> {
    let row =
        sqlx::query!("SELECT question, votes FROM polls WHERE room_id = $1 ORDER BY id DESC LIMIT 1", room.as_str())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.map(|row| (row.question, row.votes)))
}
