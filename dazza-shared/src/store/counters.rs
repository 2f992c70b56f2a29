//! Bongs and drinks: each one, and the day's count of a room.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::{Day, Stamp, StoreError, Tx};
use crate::names::RoomName;

/// Who had one, and when.
#[derive(Clone, Copy, Debug)]
pub struct Had<'a> {
    /// The room.
    pub room: &'a RoomName,
    /// The key of the player.
    pub who: &'a str,
    /// When.
    pub at: Timestamp,
    /// The same moment, in the time zone by which days and hours are counted.
    pub local: DateTime,
}

/// What a drink came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drunk {
    /// How many the room has had today, this one included.
    pub count: u64,
    /// How many the player holds since the last contest in this room.
    pub held: u64,
}

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
    Ok(count.map_or(0, whole))
}

/// Counts a bong, also into the player's session and streak; how many the room has had today, this one included.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_bong(tx: &mut Tx<'_>, had: Had<'_>) -> Result<u64, StoreError> {
    let day = Day(had.local.date());
    let count = sqlx::query_scalar!(
        "WITH bong AS (INSERT INTO user_bongs (room_id, username, at, hour) VALUES ($1::text, $2::text, $3, $4))
         INSERT INTO bong_counter AS c (room_id, date, count, updated_at) VALUES ($1::text, $5, 1, $3)
         ON CONFLICT (room_id, date) DO UPDATE SET count = c.count + 1, updated_at = excluded.updated_at
         RETURNING count",
        had.room.as_str(),
        had.who,
        Stamp(had.at) as _,
        i16::from(had.local.hour()),
        day as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    // The function looks at the row of this bong, so it comes second.
    sqlx::query!("SELECT note_bong($1, $2, $3, $4)", had.room.as_str(), had.who, Stamp(had.at) as _, day as _)
        .fetch_one(&mut **tx)
        .await?;
    Ok(whole(count))
}

/// Counts a drink of that `kind`, which fills the player's bladder.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_drink(tx: &mut Tx<'_>, had: Had<'_>, kind: &str) -> Result<Drunk, StoreError> {
    let row = sqlx::query_file!(
        "src/store/sql/counters/note_drink.sql",
        had.room.as_str(),
        had.who,
        Stamp(had.at) as _,
        Day(had.local.date()) as _,
        kind,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Drunk { count: whole(row.count), held: whole(row.held) })
}

/// How many drinks these players hold in this room.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn held_by(tx: &mut Tx<'_>, room: &RoomName, who: [&str; 2]) -> Result<[u64; 2], StoreError> {
    let keys = who.map(str::to_owned);
    let rows = sqlx::query!(
        "SELECT username, current_amount FROM user_bladder WHERE room_id = $1 AND username = ANY ($2::text[])",
        room.as_str(),
        &keys,
    )
    .fetch_all(&mut **tx)
    .await?;
    let of = |who: &str| rows.iter().find(|row| row.username == who).map_or(0, |row| whole(row.current_amount));
    Ok(who.map(of))
}

/// These players hold nothing in this room from now on.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn empty(tx: &mut Tx<'_>, room: &RoomName, who: [&str; 2], now: Timestamp) -> Result<(), StoreError> {
    let who = who.map(str::to_owned);
    sqlx::query!(
        "INSERT INTO user_bladder AS b (room_id, username, last_piss_time, created_at, updated_at)
         SELECT $1::text, name, $3, $3, $3 FROM unnest($2::text[]) AS name ORDER BY name
         ON CONFLICT (room_id, username) DO UPDATE
         SET current_amount = 0, drinks_since_piss = '[]', last_piss_time = excluded.last_piss_time,
             updated_at = excluded.updated_at",
        room.as_str(),
        &who,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn whole(count: i32) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
