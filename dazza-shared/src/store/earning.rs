//! What people have made of their odd jobs, by room: shifts with a sign, and searches of the couch.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::money::Money;
use crate::names::RoomName;

/// One shift with a sign.
#[derive(Clone, Copy, Debug)]
pub struct Shift<'a> {
    /// The key of the player.
    pub who: &'a str,
    /// What it paid.
    pub pay: Money,
    /// Whether the sign has hit a car.
    pub has_hit_car: bool,
    /// Whether the police came.
    pub has_met_police: bool,
    /// Whether it was a perfect one.
    pub is_perfect: bool,
}

/// What somebody has made of shifts in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShiftRecord {
    /// How many there were.
    pub n_shifts: i64,
    /// All that they paid.
    pub earned: Money,
    /// How many cars were hit.
    pub n_cars: i64,
    /// How often the police came.
    pub n_police: i64,
    /// The most that one paid.
    pub best: Money,
    /// The least; `None` before the first.
    pub worst: Option<Money>,
    /// How many were perfect.
    pub n_perfect: i64,
}

/// One search of the couch.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// The key of the player.
    pub who: &'a str,
    /// What was found.
    pub found: Money,
    /// Whether it went wrong.
    pub is_hurt: bool,
    /// Whether that had to be paid for.
    pub has_paid: bool,
}

/// What somebody has made of searches in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchRecord {
    /// How many there were.
    pub n_searches: i64,
    /// How many brought something.
    pub n_found: i64,
    /// All that they brought.
    pub found: Money,
    /// The most that one brought.
    pub best: Money,
    /// How many went wrong.
    pub n_hurt: i64,
    /// How many of those had to be paid for.
    pub n_paid: i64,
}

/// Takes a shift into the statistics of who has worked it.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_shift(tx: &mut Tx<'_>, room: &RoomName, shift: Shift<'_>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query_file!(
        "src/store/sql/earning/note_shift.sql",
        room.as_str(),
        shift.who,
        shift.pay.dollars(),
        shift.has_hit_car,
        shift.has_met_police,
        shift.is_perfect,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The shifts of the player of that key; `None` when there was none here.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn shifts_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<ShiftRecord>, StoreError> {
    let row = sqlx::query!(
        "SELECT total_spins, total_earnings, cars_hit, cops_called, best_shift, worst_shift, perfect_days
         FROM sign_spinning_stats WHERE room_id = $1 AND username = $2",
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| ShiftRecord {
        n_shifts: row.total_spins,
        earned: Money::of(row.total_earnings),
        n_cars: row.cars_hit,
        n_police: row.cops_called,
        best: Money::of(row.best_shift),
        worst: row.worst_shift.map(Money::of),
        n_perfect: row.perfect_days,
    }))
}

/// Takes a search of the couch into the statistics of who has searched.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_search(
    tx: &mut Tx<'_>,
    room: &RoomName,
    search: Search<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query_file!(
        "src/store/sql/earning/note_search.sql",
        room.as_str(),
        search.who,
        search.found.dollars(),
        search.is_hurt,
        search.has_paid,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The searches of the player of that key; `None` when there was none here.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn searches_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<SearchRecord>, StoreError> {
    let row = sqlx::query!(
        "SELECT total_dives, successful_dives, total_found, best_find, injuries, hospital_trips
         FROM couch_stats WHERE room_id = $1 AND username = $2",
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| SearchRecord {
        n_searches: row.total_dives,
        n_found: row.successful_dives,
        found: Money::of(row.total_found),
        best: Money::of(row.best_find),
        n_hurt: row.injuries,
        n_paid: row.hospital_trips,
    }))
}
