//! When people used commands: each room tells all others, since one limit holds over all of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// Somebody used a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The key of the player.
    pub who: Box<str>,
    /// When; no two of a player in one room have the same moment.
    pub at: Timestamp,
}

/// Notes uses in this room; what the same people, and those of the keys in `asked`, used elsewhere within a minute before `now`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn share(
    tx: &mut Tx<'_>,
    room: &RoomName,
    uses: &[&Use],
    asked: &[String],
    now: Timestamp,
) -> Result<Vec<Use>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT username AS "who!", used_at AS "at!: Stamp" FROM note_command_uses($1, $2, $3, $4, $5)"#,
        room.as_str(),
        &uses.iter().map(|used| used.who.to_string()).collect::<Vec<_>>(),
        &uses.iter().map(|used| Stamp(used.at)).collect::<Vec<_>>() as _,
        asked,
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| Use { who: row.who.into(), at: row.at.0 }).collect())
}

/// What was used in `room` within a minute before `now`, and before the process began at `before`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn earlier(
    tx: &mut Tx<'_>,
    room: &RoomName,
    now: Timestamp,
    before: Timestamp,
) -> Result<Vec<Use>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT username AS "who!", used_at AS "at!: Stamp" FROM earlier_command_uses($1, $2, $3)"#,
        room.as_str(),
        Stamp(now) as _,
        Stamp(before) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| Use { who: row.who.into(), at: row.at.0 }).collect())
}
