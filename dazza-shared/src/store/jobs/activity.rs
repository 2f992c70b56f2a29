//! Rooms by the hour. Lines, comings and goings are counted as they are stored; the job puts them right, and counts people.

use jiff::Timestamp;

use crate::names::RoomName;
use crate::store::{Stamp, StoreError, Tx};

/// The hours that are looked at: those of the lines above a number, up to another; and besides all since a moment.
#[derive(Clone, Copy, Debug)]
pub struct Hours {
    /// Lines above this number.
    pub above: i64,
    /// Lines up to this one.
    pub up_to: i64,
    /// All hours since this moment.
    pub since: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// Counts those hours of `room` anew, and puts right what is not so; how many rows that took.
///
/// # Errors
///
/// `Contended` when others have written to those rows meanwhile.
pub async fn put_right(tx: &mut Tx<'_>, room: &RoomName, hours: Hours) -> Result<u64, StoreError> {
    let n = sqlx::query_file_scalar!(
        "src/store/sql/jobs/activity.sql",
        room.as_str(),
        hours.above,
        hours.up_to,
        Stamp(hours.since) as _,
        Stamp(hours.now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(n.unsigned_abs())
}
