//! The rooms that an operator has stopped: remembered in the database, since they stay stopped until they are started.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Connection, Stamp, StoreError};
use crate::names::RoomName;

/// All stopped rooms.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn stopped(connection: &mut Connection) -> Result<BTreeSet<RoomName>, StoreError> {
    let rooms = sqlx::query_scalar!("SELECT id FROM rooms WHERE stopped_at IS NOT NULL").fetch_all(connection).await?;
    Ok(rooms.iter().filter_map(|room| room.parse().ok()).collect())
}

/// Makes exactly these rooms the stopped ones.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remember(
    connection: &mut Connection,
    rooms: &BTreeSet<RoomName>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let rooms: Vec<String> = rooms.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "UPDATE rooms SET stopped_at = CASE WHEN id = ANY ($1) THEN coalesce(stopped_at, $2) END
         WHERE (id = ANY ($1)) <> (stopped_at IS NOT NULL)",
        &rooms,
        Stamp(now) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}
