//! What operators changed, in person or by a token, with what stood before and after: the fleet's part of the audit.

use jiff::Timestamp;
use serde_json::Value;

use super::{Connection, Stamp, StoreError};
use crate::names::RoomName;

/// What an operator changed about the fleet, in person or by a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The name of the token; `None` is the operator in person.
    pub token: Option<String>,
    /// The room it is about, if it is about one.
    pub room: Option<RoomName>,
    /// What was done, as `room.stop`.
    pub action: String,
    /// To whom or what else.
    pub target: Option<String>,
    /// What stood before.
    pub before: Option<Value>,
    /// What stands now.
    pub after: Option<Value>,
    /// The id of the question that asked for it.
    pub request_id: Option<String>,
}

/// Writes down what an operator changed.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn write(connection: &mut Connection, act: &Act, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO audit_log (at, room_id, actor, actor_kind, action, target, before, after, request_id)
         VALUES ($1, $2::text, $3, $4, $5, $6, $7, $8, $9)",
        Stamp(at) as _,
        act.room.as_ref().map(RoomName::as_str),
        act.token.as_deref().unwrap_or("operator"),
        if act.token.is_some() { "token" } else { "operator" },
        act.action,
        act.target,
        act.before,
        act.after,
        act.request_id,
    )
    .execute(connection)
    .await?;
    Ok(())
}
