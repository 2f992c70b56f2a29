//! Bongs and drinks: each one, and the day's count of a room.

use jiff::civil::Date;

use super::{Day, StoreError, Tx};
use crate::names::RoomName;

/// How many bongs `room` has had on `day`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn bongs_on(tx: &mut Tx<'_>, room: &RoomName, day: Date) -> Result<u64, StoreError> {
    let count = sqlx::query_scalar!(
        "SELECT count FROM bong_counter WHERE room_id = $1 AND date = $2",
        room.as_str(),
        Day(day) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}
