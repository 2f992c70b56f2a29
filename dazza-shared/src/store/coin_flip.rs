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

/// What somebody has made of his flips in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// How many there were.
    pub n_flips: i64,
    /// How often the head fell.
    pub n_heads: i64,
    /// How many were won.
    pub n_won: i64,
    /// All that was put in.
    pub staked: Money,
    /// All that was taken out.
    pub won: Money,
    /// The stakes of those that were lost.
    pub lost: Money,
    /// The highest stake of one that was won, and of one that was lost.
    pub biggest: (Money, Money),
    /// Wins in a row, now; below zero, losses.
    pub streak: i64,
    /// Most wins in a row, and most losses.
    pub longest: (i64, i64),
}

/// The record of the player of that key; `None` when he never flipped here.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn record_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<Record>, StoreError> {
    let row = sqlx::query!(
        "SELECT total_flips, heads_count, wins, total_wagered, total_won, total_lost, biggest_win, biggest_loss,
                current_streak, best_win_streak, worst_loss_streak
         FROM coin_flip_stats WHERE room_id = $1 AND username = $2",
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Record {
        n_flips: row.total_flips,
        n_heads: row.heads_count,
        n_won: row.wins,
        staked: Money::of(row.total_wagered),
        won: Money::of(row.total_won),
        lost: Money::of(row.total_lost),
        biggest: (Money::of(row.biggest_win), Money::of(row.biggest_loss)),
        streak: row.current_streak.into(),
        longest: (row.best_win_streak.into(), row.worst_loss_streak.into()),
    }))
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
