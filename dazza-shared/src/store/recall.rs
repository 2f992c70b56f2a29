//! What was said in a room of late, for those who want to know what they missed.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A line that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who said it, by key.
    pub who: String,
    /// What.
    pub text: String,
}

/// The latest lines of people since then, no more than `most`, the newest first: no commands, none of the bot's or the
/// server's, and none of people who want to be left out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn latest_lines(
    tx: &mut Tx<'_>,
    room: &RoomName,
    since: Timestamp,
    most: i64,
) -> Result<Vec<Line>, StoreError> {
    let lines = sqlx::query_as!(
        Line,
        "SELECT m.username AS who, m.message AS text FROM messages m
         WHERE m.room_id = $1 AND m.sent_at >= $2 AND NOT m.is_command AND NOT m.is_own AND left(m.username, 1) <> '['
           AND NOT EXISTS (SELECT FROM opt_outs o
                           WHERE o.room_id = $1 AND o.username = lower(m.username) AND o.kind IN ('quotes', 'all'))
         ORDER BY m.sent_at DESC, m.id DESC LIMIT $3",
        room.as_str(),
        Stamp(since) as _,
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(lines)
}
