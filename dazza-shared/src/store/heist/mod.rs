//! Heists: where a room's stands, who voted for what, how it went, and what it brought whom.

mod record;
mod vote;

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::money::Money;
use crate::names::RoomName;

pub use record::{CrimeType, Record, crime_types, earlier_crew, record_of};
pub use vote::{Vote, Voted, vote, votes};

/// Where a room's heist stands: what must survive a crash between two steps of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The phase, by its name; nothing before the first heist.
    pub phase: Option<String>,
    /// Until when it lasts; of the phase without a heist, when the next one is planned.
    pub until: Option<Timestamp>,
    /// The number of the heist that goes on, or was the last.
    pub heist: Option<i64>,
    /// The ids of the crimes to vote on.
    pub offered: Vec<String>,
    /// The id of the crime that won.
    pub crime: Option<String>,
    /// When the phase was entered, or its end was changed.
    pub since: Option<Timestamp>,
}

/// How lively a room has been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// People who have spoken.
    pub n_people: i64,
    /// Lines that they have said.
    pub n_lines: i64,
}

/// What one person had of a heist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// The key of the person.
    pub who: String,
    /// How much money.
    pub money: Money,
    /// How much trust.
    pub trust: i16,
}

/// A heist that has come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// When.
    pub at: Timestamp,
    /// Whether it succeeded.
    pub is_success: bool,
    /// What it brought.
    pub haul: Money,
}

/// The names under which a room's standing is kept. Source: `commands-and-games.md`, 3.8.
const KEYS: [&str; 6] =
    ["heist_state", "next_heist_time", "state_timer_end", "current_heist_id", "current_crimes", "current_crime_id"];

/// Where the heist of `room` stands, its rows locked until the end of the transaction.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn standing(tx: &mut Tx<'_>, room: &RoomName) -> Result<Standing, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT key, value, updated_at AS "updated_at: Stamp" FROM heist_config
           WHERE room_id = $1 ORDER BY key FOR UPDATE"#,
        room.as_str(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let row = |key: &str| rows.iter().find(|row| row.key == key);
    let value = |key: &str| row(key).and_then(|row| row.value.clone()).filter(|value| !value.is_empty());
    let moment = |key: &str| value(key)?.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Ok(Standing {
        phase: value("heist_state"),
        until: moment("state_timer_end").or_else(|| moment("next_heist_time")),
        heist: value("current_heist_id").and_then(|id| id.parse().ok()),
        offered: value("current_crimes").map(|ids| ids.split(',').map(str::to_owned).collect()).unwrap_or_default(),
        crime: value("current_crime_id"),
        since: row("heist_state").map(|row| row.updated_at.0),
    })
}

/// Keeps where the heist of `room` stands; `is_idle` says that its end is the beginning of the next one.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn keep_standing(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (standing, is_idle): (&Standing, bool),
    now: Timestamp,
) -> Result<(), StoreError> {
    let until = standing.until.map(|at| at.as_millisecond().to_string());
    let (next, ends) = if is_idle { (until, None) } else { (None, until) };
    let values = [
        standing.phase.clone(),
        next,
        ends,
        standing.heist.map(|id| id.to_string()),
        Some(standing.offered.join(",")),
        standing.crime.clone(),
    ];
    sqlx::query!(
        "INSERT INTO heist_config (room_id, key, value, updated_at)
         SELECT $1::text, given.key, given.value, $4 FROM unnest($2::text[], $3::text[]) AS given (key, value)
         ORDER BY given.key
         ON CONFLICT (room_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        room.as_str(),
        &KEYS.map(str::to_owned),
        &values as _,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Who has spoken in `room` since then, in the order of their keys: people, and neither bots nor the server.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn speakers_since(tx: &mut Tx<'_>, room: &RoomName, since: Timestamp) -> Result<Vec<String>, StoreError> {
    let names = sqlx::query_scalar!(
        r#"SELECT DISTINCT m.username AS "name!: String" FROM messages m
           WHERE m.room_id = $1 AND m.sent_at > $2 AND NOT m.is_own AND left(m.username, 1) <> '['
             AND m.username NOT IN ('cytube', 'system', 'server')
             AND NOT EXISTS (SELECT FROM users u WHERE u.username = m.username AND u.is_system)
           ORDER BY 1"#,
        room.as_str(),
        Stamp(since) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(names)
}

/// How lively `room` has been since then.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn activity_since(tx: &mut Tx<'_>, room: &RoomName, since: Timestamp) -> Result<Activity, StoreError> {
    let activity = sqlx::query_as!(
        Activity,
        r#"SELECT count(DISTINCT m.username) AS "n_people!", count(*) AS "n_lines!" FROM messages m
           WHERE m.room_id = $1 AND m.sent_at > $2 AND NOT m.is_own AND left(m.username, 1) <> '['
             AND m.username NOT IN ('cytube', 'system', 'server')
             AND NOT EXISTS (SELECT FROM users u WHERE u.username = m.username AND u.is_system)"#,
        room.as_str(),
        Stamp(since) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(activity)
}

/// Begins a heist, and calls off whatever was left open; its number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<i64, StoreError> {
    cancel_open(tx, room, now).await?;
    let id = sqlx::query_scalar!(
        "INSERT INTO heist_events (room_id, state, created_at) VALUES ($1::text, 'announced', $2) RETURNING id",
        room.as_str(),
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(id)
}

/// Calls off whatever is open in `room`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn cancel_open(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE heist_events SET state = 'cancelled', completed_at = $2
         WHERE room_id = $1 AND state IN ('announced', 'voting', 'in_progress', 'distributing')",
        room.as_str(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The room has been told of a heist, and may vote.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn announce(tx: &mut Tx<'_>, room: &RoomName, id: i64, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE heist_events SET state = 'voting', announced_at = $3 WHERE room_id = $1 AND id = $2",
        room.as_str(),
        id,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The crew goes out, so many, for that crime.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn depart(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    (crime, n_crew): (&str, usize),
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE heist_events SET state = 'in_progress', crime_type = $3, participant_count = $4, departed_at = $5
         WHERE room_id = $1 AND id = $2",
        room.as_str(),
        id,
        crime,
        i32::try_from(n_crew).unwrap_or(i32::MAX),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The crew is back, and so it went.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn come_back(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    (is_success, haul): (bool, Money),
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE heist_events SET state = 'distributing', success = $3, total_payout = $4, returned_at = $5
         WHERE room_id = $1 AND id = $2",
        room.as_str(),
        id,
        is_success,
        haul.dollars(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How a heist went whose loot is to be shared out; `None` if there is none to be.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn returned(tx: &mut Tx<'_>, room: &RoomName, id: i64) -> Result<Option<Returned>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT returned_at AS "at: Stamp", coalesce(success, false) AS "is_success!", total_payout FROM heist_events
           WHERE room_id = $1 AND id = $2 AND state = 'distributing' FOR UPDATE"#,
        room.as_str(),
        id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let returned = row.and_then(|row| Some((row.at?.0, row.is_success, row.total_payout)));
    Ok(returned.map(|(at, is_success, haul)| Returned { at, is_success, haul: Money::of(haul) }))
}

/// Whether the ledger has lines of a heist: then its loot is shared out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn is_paid(tx: &mut Tx<'_>, room: &RoomName, id: i64) -> Result<bool, StoreError> {
    let is_paid = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM economy_transactions t WHERE t.room_id = $1 AND t.heist_id = $2) AS "is_paid!""#,
        room.as_str(),
        id,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(is_paid)
}

/// Ends a heist: notes what it brought whom. Who had a share without a vote is noted without one.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn complete(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    takes: &[Take],
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO heist_participants AS p (heist_id, room_id, username, money_earned, trust_gained, participated_at)
         SELECT $2, $1::text, given.who, given.money, given.trust, $6
         FROM unnest($3::text[], $4::bigint[], $5::smallint[]) AS given (who, money, trust) ORDER BY given.who
         ON CONFLICT (room_id, heist_id, username) DO UPDATE
         SET money_earned = excluded.money_earned, trust_gained = excluded.trust_gained",
        room.as_str(),
        id,
        &takes.iter().map(|take| take.who.clone()).collect::<Vec<_>>(),
        &takes.iter().map(|take| take.money.dollars()).collect::<Vec<_>>(),
        &takes.iter().map(|take| take.trust).collect::<Vec<_>>(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "UPDATE heist_events SET state = 'completed', completed_at = $3 WHERE room_id = $1 AND id = $2",
        room.as_str(),
        id,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
