//! Votes on what to steal.

use jiff::Timestamp;

use crate::names::RoomName;
use crate::store::{Stamp, StoreError, Tx};

/// What became of a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voted {
    /// It is the first of that person.
    First,
    /// It stands in place of another one.
    Anew,
    /// It was there already.
    Again,
    /// Nobody may vote now.
    TooLate,
}

/// A vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The key of who voted.
    pub who: String,
    /// The id of the crime.
    pub crime: String,
}

/// Takes a vote for a crime; a person has one, and the last one counts.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn vote(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (who, crime): (&str, &str),
    now: Timestamp,
) -> Result<Voted, StoreError> {
    let open = sqlx::query_scalar!(
        "SELECT id FROM heist_events WHERE room_id = $1 AND state = 'voting' FOR UPDATE",
        room.as_str(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(id) = open else { return Ok(Voted::TooLate) };
    let earlier = sqlx::query_scalar!(
        "SELECT vote FROM heist_participants WHERE room_id = $1 AND heist_id = $2 AND username = $3",
        room.as_str(),
        id,
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if earlier.as_ref().is_some_and(|vote| vote.as_deref() == Some(crime)) {
        return Ok(Voted::Again);
    }
    sqlx::query!(
        "INSERT INTO heist_participants (heist_id, room_id, username, vote, participated_at)
         VALUES ($2, $1::text, $3::text, $4, $5)
         ON CONFLICT (room_id, heist_id, username) DO UPDATE
         SET vote = excluded.vote, participated_at = excluded.participated_at",
        room.as_str(),
        id,
        who,
        crime,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(if earlier.is_some() { Voted::Anew } else { Voted::First })
}

/// All votes in a heist, by the keys of who voted.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn votes(tx: &mut Tx<'_>, room: &RoomName, id: i64) -> Result<Vec<Vote>, StoreError> {
    let votes = sqlx::query_as!(
        Vote,
        r#"SELECT username AS "who: String", vote AS "crime!" FROM heist_participants
           WHERE room_id = $1 AND heist_id = $2 AND vote IS NOT NULL ORDER BY username"#,
        room.as_str(),
        id,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(votes)
}
