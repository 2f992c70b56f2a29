//! What people asked the bot to leave them out of, room by room.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// Somebody who wants to be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptOut {
    /// The key of the person.
    pub who: String,
    /// Of what: `quotes`, `greetings`, `statistics`, or `all`.
    pub kind: String,
}

/// Leaves the person of that key out from now on; whether that is new.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn leave_out(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (who, kind): (&str, &str),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let added = sqlx::query!(
        "INSERT INTO opt_outs (room_id, username, kind, since) VALUES ($1::text, $2::text, $3, $4)
         ON CONFLICT (room_id, username, kind) DO NOTHING",
        room.as_str(),
        who,
        kind,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Takes the person of that key in again, in all; whether there was anything to undo.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take_in(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<bool, StoreError> {
    let removed = sqlx::query!("DELETE FROM opt_outs WHERE room_id = $1 AND username = $2", room.as_str(), who)
        .execute(&mut **tx)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// Of what the person of that key is left out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Vec<String>, StoreError> {
    let kinds = sqlx::query_scalar!(
        "SELECT kind FROM opt_outs WHERE room_id = $1 AND username = $2 ORDER BY kind",
        room.as_str(),
        who,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(kinds)
}

/// All who want to be left out, those who asked last first, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn all(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<OptOut>, StoreError> {
    let all = sqlx::query_as!(
        OptOut,
        r#"SELECT username::text AS "who!", kind FROM opt_outs WHERE room_id = $1 ORDER BY since DESC LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(all)
}
