//! At which hours of the day people talk: each line is counted once, by its number; and what follows from that for each person.

use crate::names::RoomName;
use crate::store::{StoreError, Tx};

/// The name of the watermark: what was counted by the clocks of another zone is of no use.
pub fn mark(zone: &str) -> String {
    format!("hours {zone}")
}

/// Takes away what was counted in `room`, with all its watermarks.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn clear(tx: &mut Tx<'_>, room: &RoomName) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM user_active_hours WHERE room_id = $1", room.as_str()).execute(&mut **tx).await?;
    sqlx::query!("DELETE FROM job_watermarks WHERE starts_with(job_name, 'hours ') AND scope = $1", room.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Adds the lines of `room` with these numbers, by the clocks of `zone`; how many hours of people that touched.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn add(tx: &mut Tx<'_>, room: &RoomName, zone: &str, (above, up_to): (i64, i64)) -> Result<u64, StoreError> {
    let added = sqlx::query!(
        "INSERT INTO user_active_hours AS h (room_id, username, hour, message_count, word_count, char_count)
         SELECT $1::text, username, extract(hour FROM sent_at AT TIME ZONE $2::text) AS hour, count(*),
                coalesce(sum(word_count), 0), sum(length(message))
         FROM messages
         WHERE room_id = $1 AND id > $3 AND id <= $4 AND NOT is_own AND left(username, 1) <> '['
         GROUP BY username, hour
         ON CONFLICT (room_id, username, hour) DO UPDATE
         SET message_count = h.message_count + excluded.message_count, word_count = h.word_count + excluded.word_count,
             char_count = h.char_count + excluded.char_count",
        room.as_str(),
        zone,
        above,
        up_to,
    )
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected())
}

/// Tells for each person when they talk, over all rooms; how many people that changed. Source: `platform.md`, 7.4.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn summarise(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let n = sqlx::query_file_scalar!("src/store/sql/jobs/summary.sql").fetch_one(&mut **tx).await?;
    Ok(n.unsigned_abs())
}
