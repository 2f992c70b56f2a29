//! Which lines have been handled: what makes a command happen once, however often its line is heard.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::line_key::LineKey;
use crate::names::RoomName;

/// Takes a line for its command, in the transaction of the command's effect.
///
/// # Errors
///
/// `AlreadyDone` when the line was handled before.
pub async fn claim(
    tx: &mut Tx<'_>,
    room: &RoomName,
    line: LineKey,
    (command, who): (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let claimed = sqlx::query!(
        "INSERT INTO handled_lines AS h (room_id, line_key, command_name, username, first_tried_at, handled_at)
         VALUES ($1::text, $2, $3, $4::text, $5, $5)
         ON CONFLICT (room_id, line_key) DO UPDATE SET handled_at = excluded.handled_at WHERE h.handled_at IS NULL",
        room.as_str(),
        line.as_bytes(),
        command,
        who,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    if claimed.rows_affected() == 0 { Err(StoreError::AlreadyDone) } else { Ok(()) }
}
