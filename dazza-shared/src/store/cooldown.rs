//! Cooldowns that outlive the process: checked and started by one statement, so that two uses at once cannot both pass.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::postgres::types::PgInterval;

use super::{Stamp, StoreError, Tx};
use crate::clock::since;
use crate::names::RoomName;

/// Who waits for what, and where.
#[derive(Clone, Copy, Debug)]
pub struct Cooldown<'a> {
    /// The room.
    pub room: &'a RoomName,
    /// Whether one wait holds for all rooms together, as it does for what earns money.
    pub is_shared: bool,
    /// The command.
    pub command: &'a str,
    /// The key of the player.
    pub who: &'a str,
}

/// A wait that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// The command.
    pub command: String,
    /// The key of the player.
    pub who: String,
    /// How long it still runs.
    pub left: Duration,
}

impl Cooldown<'_> {
    fn scope(&self) -> &str {
        if self.is_shared { "*" } else { self.room.as_str() }
    }
}

/// Starts a cooldown of `length` unless one runs: `None` when it was started, else how long the other still runs.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take(
    tx: &mut Tx<'_>,
    cooldown: Cooldown<'_>,
    length: Duration,
    now: Timestamp,
) -> Result<Option<Duration>, StoreError> {
    let left = sqlx::query_scalar!(
        "SELECT take_cooldown($1, $2, $3, $4, $5, $6)",
        cooldown.room.as_str(),
        cooldown.scope(),
        cooldown.command,
        cooldown.who,
        interval(length),
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(left.map(|left| duration(&left)))
}

/// How long a cooldown still runs; `None` when none does.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn left(tx: &mut Tx<'_>, cooldown: Cooldown<'_>, now: Timestamp) -> Result<Option<Duration>, StoreError> {
    let ends = sqlx::query_scalar!(
        r#"SELECT expires_at AS "expires_at: Stamp" FROM cooldowns
           WHERE room_id = $1 AND command_name = $2 AND username = $3 AND expires_at > $4"#,
        cooldown.scope(),
        cooldown.command,
        cooldown.who,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(ends.map(|ends| since(now, ends.0)))
}

/// Ends a cooldown early.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn release(tx: &mut Tx<'_>, cooldown: Cooldown<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "SELECT release_cooldown($1, $2, $3, $4)",
        cooldown.room.as_str(),
        cooldown.scope(),
        cooldown.command,
        cooldown.who,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(())
}

/// Ends a cooldown early, unless it was begun later than `then`: another use has begun that one.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn release_of(tx: &mut Tx<'_>, cooldown: Cooldown<'_>, then: Timestamp) -> Result<(), StoreError> {
    let begun = sqlx::query_scalar!(
        r#"SELECT last_used AS "last_used: Stamp" FROM cooldowns
           WHERE room_id = $1 AND command_name = $2 AND username = $3 AND last_used <= $4"#,
        cooldown.scope(),
        cooldown.command,
        cooldown.who,
        Stamp(then) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if begun.is_some() {
        release(tx, cooldown).await?;
    }
    Ok(())
}

/// All waits of players that run in `room` alone: what its process has to know when it begins.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn running_in(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<Vec<Running>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT command_name, username, expires_at AS "expires_at: Stamp" FROM cooldowns
           WHERE room_id = $1 AND expires_at > $2"#,
        room.as_str(),
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    let running = |(command, who, ends): (String, String, Stamp)| Running { command, who, left: since(now, ends.0) };
    Ok(rows.into_iter().map(|row| running((row.command_name, row.username, row.expires_at))).collect())
}

/// The waits of one player: those of `room` alone, and those that hold in all rooms together.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn running_of(
    tx: &mut Tx<'_>,
    room: &RoomName,
    who: &str,
    now: Timestamp,
) -> Result<Vec<Running>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT command_name, expires_at AS "expires_at: Stamp" FROM cooldowns
           WHERE (room_id = $1 OR room_id = '*') AND username = $2 AND expires_at > $3"#,
        room.as_str(),
        who,
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    let running = |(command, ends): (String, Stamp)| Running { command, who: who.to_owned(), left: since(now, ends.0) };
    Ok(rows.into_iter().map(|row| running((row.command_name, row.expires_at))).collect())
}

fn interval(length: Duration) -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: i64::try_from(length.as_micros()).unwrap_or(i64::MAX) }
}

/// What is left of a wait. Unit of the sum: microseconds; none of ours is as long as a month.
fn duration(left: &PgInterval) -> Duration {
    const DAY: i64 = 86_400_000_000;
    let microseconds = left.microseconds.saturating_add(i64::from(left.days).saturating_mul(DAY));
    Duration::from_micros(u64::try_from(microseconds).unwrap_or(0))
}
