//! What people have made of their odd jobs, by room: shifts with a sign, searches of the couch, and closed eskies.

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

/// One esky that was opened.
#[derive(Clone, Copy, Debug)]
pub struct Esky<'a> {
    /// The key of the player.
    pub who: &'a str,
    /// What lay in it.
    pub prize: Money,
    /// Whether that was a jackpot.
    pub is_jackpot: bool,
    /// Whether it was a trap.
    pub is_trap: bool,
    /// What is gone when nothing lay in it: the price, and what a trap took besides.
    pub lost: Money,
}

/// What somebody has made of eskies in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EskyRecord {
    /// How many were opened.
    pub n_opened: i64,
    /// All that lay in them.
    pub won: Money,
    /// How many were jackpots.
    pub n_jackpots: i64,
    /// How many were traps.
    pub n_traps: i64,
    /// The most that lay in one.
    pub best: Money,
    /// The most that one without a prize took.
    pub worst: Money,
    /// How many with a prize in a row, up to the last.
    pub streak: i32,
    /// The longest such row.
    pub best_streak: i32,
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

/// Takes an esky into the statistics of who has opened it.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_esky(tx: &mut Tx<'_>, room: &RoomName, esky: Esky<'_>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query_file!(
        "src/store/sql/earning/note_esky.sql",
        room.as_str(),
        esky.who,
        esky.prize.dollars(),
        esky.is_jackpot,
        esky.is_trap,
        esky.lost.dollars(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The eskies of the player of that key; `None` when there was none here.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn eskies_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<EskyRecord>, StoreError> {
    let row = sqlx::query!(
        "SELECT total_opens, total_winnings, jackpots_won, bombs_hit, best_win, worst_loss, current_streak, best_streak
         FROM mystery_box_stats WHERE room_id = $1 AND username = $2",
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| EskyRecord {
        n_opened: row.total_opens,
        won: Money::of(row.total_winnings),
        n_jackpots: row.jackpots_won,
        n_traps: row.bombs_hit,
        best: Money::of(row.best_win),
        worst: Money::of(row.worst_loss),
        streak: row.current_streak,
        best_streak: row.best_streak,
    }))
}
