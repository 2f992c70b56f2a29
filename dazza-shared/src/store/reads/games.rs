//! What is being played in a room just now.

use serde::Serialize;
use utoipa::ToSchema;

use crate::names::RoomName;
use crate::store::{Stamp, StoreError, Tx};

/// All that is being played in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Games {
    /// The heist, if there is one.
    pub heist: Option<Heist>,
    /// The raffle, if there is one.
    pub raffle: Option<Raffle>,
    /// Contests that wait for an answer or are under way.
    pub contests: Vec<Challenge>,
    /// Duels by coin that wait for an answer.
    pub duels: Vec<Challenge>,
    /// The poll that the bot opened, if there is one.
    pub poll: Option<Poll>,
}

/// A heist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Heist {
    /// Its number.
    pub id: i64,
    /// `announced`, `voting`, `in_progress` or `distributing`.
    pub state: String,
    /// What is to be done, once it is known.
    pub crime: Option<String>,
    /// The keys of those who are in.
    pub crew: Vec<String>,
    /// When it was announced.
    pub announced_at: Option<Stamp>,
    /// When it began.
    pub departed_at: Option<Stamp>,
}

/// A raffle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Raffle {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub title: String,
    /// What a ticket costs. Unit: dollars.
    pub ticket_price: i64,
    /// Most tickets of one person.
    pub max_tickets: i32,
    /// Tickets that are out.
    pub tickets: i64,
    /// People who hold some.
    pub entrants: i64,
    /// When it was opened.
    pub opened_at: Stamp,
    /// When it closes by itself.
    pub closes_at: Option<Stamp>,
}

/// Somebody has challenged somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Challenge {
    /// Its number.
    pub id: i64,
    /// The key of who has.
    pub challenger: String,
    /// The key of whom.
    pub challenged: String,
    /// What is at stake. Unit: dollars.
    pub amount: i64,
    /// `pending`, or `accepted`.
    pub status: String,
    /// Since when.
    pub created_at: Stamp,
    /// Until when it may be answered.
    pub expires_at: Stamp,
}

/// A poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Poll {
    /// Its number.
    pub id: i64,
    /// What is asked.
    pub question: String,
    /// What may be answered.
    pub options: Vec<String>,
    /// Votes for each; `None` while they are hidden, or before they are known.
    pub votes: Option<Vec<i32>>,
    /// When it was opened.
    pub opened_at: Stamp,
    /// When it closes by itself.
    pub closes_at: Option<Stamp>,
}

/// What is being played in `room`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn games(tx: &mut Tx<'_>, room: &RoomName) -> Result<Games, StoreError> {
    let room = room.as_str();
    let heist = sqlx::query_as!(
        Heist,
        r#"SELECT h.id, h.state, (SELECT c.name FROM crime_types c WHERE c.id = h.crime_type) AS crime,
                  ARRAY(SELECT p.username::text FROM heist_participants p
                        WHERE p.room_id = h.room_id AND p.heist_id = h.id ORDER BY p.username) AS "crew!",
                  h.announced_at AS "announced_at: Stamp", h.departed_at AS "departed_at: Stamp"
           FROM heist_events h
           WHERE h.room_id = $1 AND h.state IN ('announced', 'voting', 'in_progress', 'distributing')"#,
        room,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let raffle = sqlx::query_as!(
        Raffle,
        r#"SELECT r.id, r.title, r.ticket_price, r.max_tickets,
                  (SELECT coalesce(sum(e.tickets), 0) FROM raffle_entries e
                   WHERE e.room_id = r.room_id AND e.raffle_id = r.id) AS "tickets!",
                  (SELECT count(*) FROM raffle_entries e
                   WHERE e.room_id = r.room_id AND e.raffle_id = r.id) AS "entrants!",
                  r.opened_at AS "opened_at: Stamp", r.closes_at AS "closes_at: Stamp"
           FROM raffles r WHERE r.room_id = $1 AND r.status = 'open'"#,
        room,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let contests = sqlx::query_as!(
        Challenge,
        r#"SELECT c.id, c.challenger::text AS "challenger!", c.challenged::text AS "challenged!", c.amount, c.status,
                  c.created_at AS "created_at: Stamp", c.expires_at AS "expires_at: Stamp"
           FROM pissing_contest_challenges c
           WHERE c.room_id = $1 AND c.status IN ('pending', 'accepted') ORDER BY c.id"#,
        room,
    )
    .fetch_all(&mut **tx)
    .await?;
    let duels = sqlx::query_as!(
        Challenge,
        r#"SELECT c.id, c.challenger::text AS "challenger!", c.challenged::text AS "challenged!", c.amount,
                  CASE c.status WHEN 'accepting' THEN 'accepted' ELSE c.status END AS "status!",
                  c.created_at AS "created_at: Stamp", c.expires_at AS "expires_at: Stamp"
           FROM coin_flip_challenges c
           WHERE c.room_id = $1 AND c.status IN ('pending', 'accepting') ORDER BY c.id"#,
        room,
    )
    .fetch_all(&mut **tx)
    .await?;
    let poll = sqlx::query_as!(
        Poll,
        r#"SELECT p.id, p.question, p.options, CASE WHEN NOT p.is_obscured THEN p.votes END AS votes,
                  p.opened_at AS "opened_at: Stamp", p.closes_at AS "closes_at: Stamp"
           FROM polls p WHERE p.room_id = $1 AND p.closed_at IS NULL"#,
        room,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(Games { heist, raffle, contests, duels, poll })
}
