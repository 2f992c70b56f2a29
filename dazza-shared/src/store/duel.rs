//! Duels by coin: asked for, answered, and called off.

use jiff::Timestamp;

pub use super::dare::Dare as Duel;
use super::dare::Row;
use super::{Stamp, StoreError, Tx};
use crate::line_key::LineKey;
use crate::money::Money;
use crate::names::RoomName;

/// A duel that somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct Challenge<'a> {
    /// The room.
    pub room: &'a RoomName,
    /// The line that asks for it.
    pub cause: LineKey,
    /// The key of who asks.
    pub challenger: &'a str,
    /// The key of who is asked.
    pub challenged: &'a str,
    /// What each puts in.
    pub stake: Money,
    /// When it was asked for.
    pub at: Timestamp,
    /// Until when it may be answered.
    pub until: Timestamp,
}

/// What became of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The duel of that number is open.
    Open(i64),
    /// Who asks has asked for another one, which is open yet.
    ChallengerIsTaken,
    /// Who is asked has been asked for another one, which is open yet.
    ChallengedIsTaken,
}

/// What was called in a duel: `heads` or `tails`.
#[derive(Clone, Copy, Debug)]
pub struct Calls {
    /// By who asked for it.
    pub challenger: &'static str,
    /// By who was asked.
    pub challenged: &'static str,
}

/// Opens a duel, unless one of the two has such a one open. The stake is for the caller to take.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(tx: &mut Tx<'_>, asked: &Challenge<'_>) -> Result<Opening, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO coin_flip_challenges (room_id, challenger, challenged, amount, status, cause, created_at, expires_at)
         VALUES ($1::text, $2::text, $3::text, $4, 'pending', $5, $6, $7)
         ON CONFLICT DO NOTHING RETURNING id",
        asked.room.as_str(),
        asked.challenger,
        asked.challenged,
        asked.stake.dollars(),
        asked.cause.as_bytes(),
        Stamp(asked.at) as _,
        Stamp(asked.until) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(id) = id {
        return Ok(Opening::Open(id));
    }
    let is_theirs = sqlx::query_scalar!(
        "SELECT id FROM coin_flip_challenges WHERE room_id = $1 AND challenger = $2 AND status = 'pending'",
        asked.room.as_str(),
        asked.challenger,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(if is_theirs.is_some() { Opening::ChallengerIsTaken } else { Opening::ChallengedIsTaken })
}

/// Takes the open duel that `challenged` answers now, the calls made; `None` when there is none.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn accept(
    tx: &mut Tx<'_>,
    room: &RoomName,
    challenged: &str,
    calls: Calls,
    now: Timestamp,
) -> Result<Option<Duel>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE coin_flip_challenges SET status = 'accepting', challenger_choice = $3, challenged_choice = $4
           WHERE room_id = $1 AND challenged = $2 AND status = 'pending' AND expires_at > $5
           RETURNING id, challenger, challenged, amount, expires_at AS "expires_at: Stamp""#,
        room.as_str(),
        challenged,
        calls.challenger,
        calls.challenged,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Duel::from))
}

/// Ends an accepted duel: what fell, as `heads` or `tails`, and the key of who has won.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn complete(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    (fallen, winner): (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE coin_flip_challenges SET status = 'completed', result = $3, winner = $4::text, resolved_at = $5
         WHERE room_id = $1 AND id = $2 AND status = 'accepting'",
        room.as_str(),
        id,
        fallen,
        winner,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Calls an accepted duel off. The stake is for the caller to give back.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn cancel(tx: &mut Tx<'_>, room: &RoomName, id: i64, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE coin_flip_challenges SET status = 'cancelled', resolved_at = $3
         WHERE room_id = $1 AND id = $2 AND status = 'accepting'",
        room.as_str(),
        id,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Calls off all duels that nobody has answered in time. The stakes are for the caller to give back.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take_overdue(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<Vec<Duel>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"UPDATE coin_flip_challenges SET status = 'cancelled', resolved_at = $2
           WHERE room_id = $1 AND status = 'pending' AND expires_at <= $2
           RETURNING id, challenger, challenged, amount, expires_at AS "expires_at: Stamp""#,
        room.as_str(),
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Duel::from).collect())
}

/// Calls off all duels that were begun `before` that moment. The stakes are for the caller to give back.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take_left_open(
    tx: &mut Tx<'_>,
    room: &RoomName,
    before: Timestamp,
    now: Timestamp,
) -> Result<Vec<Duel>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"UPDATE coin_flip_challenges SET status = 'cancelled', resolved_at = $3
           WHERE room_id = $1 AND status IN ('pending', 'accepting') AND created_at < $2
           RETURNING id, challenger, challenged, amount, expires_at AS "expires_at: Stamp""#,
        room.as_str(),
        Stamp(before) as _,
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Duel::from).collect())
}

/// The duels of `room` that wait for their answer.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open_in(tx: &mut Tx<'_>, room: &RoomName) -> Result<Vec<Duel>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, challenger, challenged, amount, expires_at AS "expires_at: Stamp"
           FROM coin_flip_challenges WHERE room_id = $1 AND status = 'pending'"#,
        room.as_str(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Duel::from).collect())
}
