//! What people said in a room on each local day. It is counted as it is stored; the job puts it right.

use jiff::civil::Date;

use crate::names::RoomName;
use crate::store::{Day, StoreError, Tx};

/// The days that are looked at: those of the lines above a number, up to another; and besides all of a span.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// Lines above this number.
    pub above: i64,
    /// Lines up to this one.
    pub up_to: i64,
    /// First day of the span.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

/// Counts those days of `room` anew, and puts right what is not so; how many rows that took.
///
/// # Errors
///
/// `Contended` when others have written to those rows meanwhile.
pub async fn put_right(tx: &mut Tx<'_>, room: &RoomName, zone: &str, days: Days) -> Result<u64, StoreError> {
    let n = sqlx::query_file_scalar!(
        "src/store/sql/jobs/daily.sql",
        room.as_str(),
        zone,
        days.above,
        days.up_to,
        Day(days.first) as _,
        Day(days.last) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(n.unsigned_abs())
}
