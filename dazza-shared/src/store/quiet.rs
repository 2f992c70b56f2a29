//! Until when the bot is quiet in a room.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A time in which the bot holds its tongue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Until when.
    pub until: Timestamp,
    /// Whether it answers nobody either, but for those who look after the room.
    pub is_total: bool,
}

/// Keeps the bot quiet, or lets it speak again.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn set(tx: &mut Tx<'_>, room: &RoomName, quiet: Option<Quiet>) -> Result<(), StoreError> {
    sqlx::query!(
        "SELECT set_quiet($1, $2, $3)",
        room.as_str(),
        quiet.map(|quiet| Stamp(quiet.until)) as _,
        quiet.is_some_and(|quiet| quiet.is_total),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether the bot is quiet, and until when; also when that time is over.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn of(tx: &mut Tx<'_>, room: &RoomName) -> Result<Option<Quiet>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT quiet_until AS "until: Stamp", quiet_is_total AS is_total FROM rooms WHERE id = $1"#,
        room.as_str(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|row| Some(Quiet { until: row.until?.0, is_total: row.is_total })))
}
