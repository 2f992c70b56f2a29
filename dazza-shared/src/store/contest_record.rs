//! What people have made of contests: their records in a room, and the room's own.

use super::contest::Measured;
use super::{StoreError, Tx};
use crate::money::Money;
use crate::names::RoomName;

/// What somebody has made of contests in a room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContestRecord {
    /// How many there were.
    pub n_matches: i64,
    /// How many were won.
    pub n_won: i64,
    /// How many were lost.
    pub n_lost: i64,
    /// What was won and what was lost.
    pub money: (Money, Money),
    /// The best of each figure.
    pub best: Measured,
    /// Their means, of contests that were not failed.
    pub mean: Option<Measured>,
    /// The style that came up least.
    pub rarest: Option<String>,
    /// The place that came up most.
    pub favourite: Option<String>,
}

/// The best figure of a kind that a room has seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Of which kind: `distance`, `volume`, `aim` or `duration`.
    pub kind: String,
    /// The key of who holds it.
    pub who: String,
    /// How much it is.
    pub value: f32,
    /// In which style.
    pub style: Option<String>,
    /// Where.
    pub location: Option<String>,
}

/// The record of the player of that key; `None` when there was no contest of his here.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn record_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<ContestRecord>, StoreError> {
    let row = sqlx::query!(
        "SELECT total_matches, wins, losses, money_won, money_lost, best_distance, best_volume, best_aim, best_duration,
                avg_distance, avg_volume, avg_aim, avg_duration, rarest_characteristic, favorite_location
         FROM pissing_contest_stats WHERE room_id = $1 AND username = $2",
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| {
        let mean = row.avg_distance.zip(row.avg_volume).zip(row.avg_aim).zip(row.avg_duration);
        ContestRecord {
            n_matches: row.total_matches,
            n_won: row.wins,
            n_lost: row.losses,
            money: (Money::of(row.money_won), Money::of(row.money_lost)),
            best: measured([row.best_distance, row.best_volume, row.best_aim, row.best_duration]),
            mean: mean.map(|(((distance, volume), aim), duration)| measured([distance, volume, aim, duration])),
            rarest: row.rarest_characteristic,
            favourite: row.favorite_location,
        }
    }))
}

/// The records of a room, by kind.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn bests_in(tx: &mut Tx<'_>, room: &RoomName) -> Result<Vec<Best>, StoreError> {
    let rows = sqlx::query_as!(
        Best,
        r#"SELECT record_type AS kind, username AS who, value, characteristic AS style, location
           FROM pissing_contest_records WHERE room_id = $1 ORDER BY record_type"#,
        room.as_str(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

fn measured([distance, volume, aim, duration]: [f32; 4]) -> Measured {
    Measured { distance, volume, aim, duration, total: 0 }
}
