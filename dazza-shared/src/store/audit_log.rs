//! Who of a room's people changed what through the bot, with what stood before and after. Rows are written and read, and
//! never changed.

use jiff::Timestamp;
use serde_json::Value;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// One change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change<'a> {
    /// The key of who did it.
    pub actor: &'a str,
    /// What was done, as `command.add`.
    pub action: &'a str,
    /// To whom or what.
    pub target: Option<&'a str>,
    /// What stood before.
    pub before: Option<Value>,
    /// What stands now.
    pub after: Option<Value>,
}

/// A change as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The key of who did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To whom or what.
    pub target: Option<String>,
    /// What stood before.
    pub before: Option<Value>,
    /// What stands now.
    pub after: Option<Value>,
}

/// Writes a change down.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn write(tx: &mut Tx<'_>, room: &RoomName, change: Change<'_>, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO audit_log (at, room_id, actor, actor_kind, action, target, before, after)
         VALUES ($1, $2::text, $3, 'player', $4, $5, $6, $7)",
        Stamp(at) as _,
        room.as_str(),
        change.actor,
        change.action,
        change.target,
        change.before,
        change.after,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The latest changes in a room, the last one last, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn latest(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<Kept>, StoreError> {
    let mut kept = sqlx::query_as!(
        Kept,
        "SELECT actor, action, target, before, after FROM audit_log
         WHERE room_id = $1 AND actor_kind = 'player' ORDER BY id DESC LIMIT $2",
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    kept.reverse();
    Ok(kept)
}
