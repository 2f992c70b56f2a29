//! Raffles: opened, tickets sold, drawn or called off. The money is for the caller to move.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::money::Money;
use crate::names::RoomName;

/// A raffle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raffle {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub title: String,
    /// What a ticket costs.
    pub price: Money,
    /// Most tickets that one may hold.
    pub max_tickets: i32,
}

/// Somebody who holds tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// The key of the person.
    pub who: String,
    /// How many.
    pub tickets: i32,
}

/// Opens a raffle, unless one is open in the room; its number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (title, price, max_tickets): (&str, Money, i32),
    (by, at): (&str, Timestamp),
) -> Result<Option<i64>, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO raffles (room_id, title, ticket_price, max_tickets, status, opened_by, opened_at)
         VALUES ($1::text, $2, $3, $4, 'open', $5::text, $6)
         ON CONFLICT DO NOTHING RETURNING id",
        room.as_str(),
        storable(title),
        price.dollars(),
        max_tickets,
        by,
        Stamp(at) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// The open raffle of a room, kept from all others until the transaction ends.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn current(tx: &mut Tx<'_>, room: &RoomName) -> Result<Option<Raffle>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, title, ticket_price, max_tickets FROM raffles WHERE room_id = $1 AND status = 'open' FOR UPDATE",
        room.as_str(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Raffle {
        id: row.id,
        title: row.title,
        price: Money::of(row.ticket_price),
        max_tickets: row.max_tickets,
    }))
}

/// Gives somebody tickets; how many that makes.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn enter(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    (who, tickets): (&str, i32),
    at: Timestamp,
) -> Result<i32, StoreError> {
    let held = sqlx::query_scalar!(
        "INSERT INTO raffle_entries (raffle_id, room_id, username, tickets, entered_at)
         VALUES ($2, $1::text, $3::text, $4, $5)
         ON CONFLICT (room_id, raffle_id, username) DO UPDATE SET tickets = raffle_entries.tickets + EXCLUDED.tickets
         RETURNING tickets",
        room.as_str(),
        id,
        who,
        tickets,
        Stamp(at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(held)
}

/// Who holds how many tickets of a raffle, by name.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn entrants(tx: &mut Tx<'_>, room: &RoomName, id: i64) -> Result<Vec<Entrant>, StoreError> {
    let entrants = sqlx::query_as!(
        Entrant,
        r#"SELECT username::text AS "who!", tickets FROM raffle_entries
           WHERE room_id = $1 AND raffle_id = $2 ORDER BY username"#,
        room.as_str(),
        id,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(entrants)
}

/// Ends a raffle: with a winner it is drawn, without one it is called off.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    winner: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let status = if winner.is_some() { "drawn" } else { "cancelled" };
    sqlx::query!(
        "UPDATE raffles SET status = $3, winner = $4::text, closed_at = $5 WHERE room_id = $1 AND id = $2",
        room.as_str(),
        id,
        status,
        winner,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
