//! What people have made of their flips of a coin, against the house and in duels.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::money::Money;
use crate::names::RoomName;

/// One player's part in a flip.
#[derive(Clone, Copy, Debug)]
pub struct Flip<'a> {
    /// The key of the player.
    pub who: &'a str,
    /// Whether the head fell.
    pub is_heads: bool,
    /// What the player put in.
    pub stake: Money,
    /// What the player took out; nothing for a loss.
    pub won: Money,
    /// The player's streak from now on: wins in a row, below zero losses.
    pub streak: i64,
}

/// The streaks of these players in `room`, held until the transaction ends; who is not in it has none.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn streaks(tx: &mut Tx<'_>, room: &RoomName, who: &[&str]) -> Result<BTreeMap<String, i64>, StoreError> {
    let who: Vec<_> = who.iter().map(|who| (*who).to_owned()).collect();
    let rows = sqlx::query!(
        "SELECT username, current_streak FROM coin_flip_stats WHERE room_id = $1 AND username = ANY ($2::text[])
         ORDER BY username FOR UPDATE",
        room.as_str(),
        &who,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.username, i64::from(row.current_streak))).collect())
}

/// Takes flips into the statistics of their players, each at most once a call.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_flips(
    tx: &mut Tx<'_>,
    room: &RoomName,
    flips: &[Flip<'_>],
    now: Timestamp,
) -> Result<(), StoreError> {
    let who: Vec<_> = flips.iter().map(|flip| flip.who.to_owned()).collect();
    let is_heads: Vec<_> = flips.iter().map(|flip| flip.is_heads).collect();
    let stakes: Vec<_> = flips.iter().map(|flip| flip.stake.dollars()).collect();
    let won: Vec<_> = flips.iter().map(|flip| flip.won.dollars()).collect();
    let streaks: Vec<_> = flips.iter().map(|flip| narrow(flip.streak)).collect();
    sqlx::query_file!(
        "src/store/sql/coin_flip/note_flips.sql",
        room.as_str(),
        &who,
        &is_heads,
        &stakes,
        &won,
        &streaks,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn narrow(streak: i64) -> i32 {
    i32::try_from(streak).unwrap_or(if streak < 0 { i32::MIN } else { i32::MAX })
}
