//! What people's heists have come to.

use crate::money::Money;
use crate::names::RoomName;
use crate::store::{StoreError, Tx};

/// What somebody's heists in a room have come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Heists that he voted in and that came to their end.
    pub n_heists: i64,
    /// How many of them succeeded.
    pub n_won: i64,
    /// All that he ever had of heists.
    pub stolen: Money,
    /// The most that he had of one.
    pub best: Money,
}

/// A crime as the database has it, for whoever shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct CrimeType {
    /// Its id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Least that it brings. Unit: dollars.
    pub min: i64,
    /// Most that it brings. Unit: dollars.
    pub max: i64,
    /// How often it succeeds, from 0 to 1.
    pub success: f32,
}

/// All crimes, by their ids.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn crime_types(tx: &mut Tx<'_>) -> Result<Vec<CrimeType>, StoreError> {
    let crimes = sqlx::query_as!(
        CrimeType,
        "SELECT id, name, min_payout AS min, max_payout AS max, success_rate AS success FROM crime_types ORDER BY id"
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(crimes)
}

/// What the heists of the person of that key in `room` have come to.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn record_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Record, StoreError> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE p.vote IS NOT NULL) AS "n_heists!",
                  count(*) FILTER (WHERE p.vote IS NOT NULL AND h.success) AS "n_won!",
                  coalesce(sum(p.money_earned), 0)::bigint AS "stolen!", coalesce(max(p.money_earned), 0) AS "best!"
           FROM heist_participants p JOIN heist_events h ON h.room_id = p.room_id AND h.id = p.heist_id
           WHERE p.room_id = $1 AND h.room_id = $1 AND p.username = $2 AND h.state = 'completed'"#,
        room.as_str(),
        who,
    )
    .fetch_one(&mut **tx)
    .await?;
    let (stolen, best) = (Money::of(row.stolen), Money::of(row.best));
    Ok(Record { n_heists: row.n_heists, n_won: row.n_won, stolen, best })
}

/// Which of `crew` have voted in a heist of `room` before that one.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn earlier_crew(
    tx: &mut Tx<'_>,
    room: &RoomName,
    crew: &[String],
    heist: i64,
) -> Result<Vec<String>, StoreError> {
    let names = sqlx::query_scalar!(
        r#"SELECT DISTINCT username AS "name!: String" FROM heist_participants
           WHERE room_id = $1 AND username = ANY ($2) AND heist_id < $3 AND vote IS NOT NULL"#,
        room.as_str(),
        crew as _,
        heist,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(names)
}
