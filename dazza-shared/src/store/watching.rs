//! Who watched which video, from its start to the next, and what it paid.

use std::time::Duration;

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::line_key::LineKey;
use crate::money::Money;
use crate::names::RoomName;

/// A video that plays in a room; its start is what it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Showing {
    /// When it began.
    pub start: Timestamp,
    /// `CyTube`'s own letters for where it comes from.
    pub media_type: String,
    /// Its number there.
    pub media_id: String,
    /// Its title.
    pub title: String,
}

/// Somebody who watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watcher {
    /// The key of the person.
    pub who: String,
    /// Since when.
    pub since: Timestamp,
    /// When he left, if he did.
    pub left: Option<Timestamp>,
}

/// What an earlier process left open is gone on with if it is younger than this. Source: `commands-and-games.md`, 4.
const RESUMED: Duration = Duration::from_hours(2);

/// What a reward is called among the deeds of timers.
const DEED: &str = "watching";

/// A video has begun; whatever was open before it ends unpaid. Safe to repeat.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(tx: &mut Tx<'_>, room: &RoomName, showing: &Showing) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE video_sessions SET end_time = greatest(start_time, $2), duration = greatest(start_time, $2) - start_time
         WHERE room_id = $1 AND end_time IS NULL AND start_time < $2",
        room.as_str(),
        Stamp(showing.start) as _,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "INSERT INTO video_sessions (room_id, start_time, media_type, media_id, media_title)
         SELECT $1::text, $2::timestamptz, $3, $4, $5
         WHERE NOT EXISTS (SELECT FROM video_sessions s
                           WHERE s.room_id = $1 AND (s.start_time = $2 OR s.end_time IS NULL))",
        room.as_str(),
        Stamp(showing.start) as _,
        super::storable(&showing.media_type),
        super::storable(&showing.media_id),
        super::storable(&showing.title),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// So these watch what began at `start`, or did until they left. Safe to repeat; nothing once it has ended.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note(tx: &mut Tx<'_>, room: &RoomName, start: Timestamp, watchers: &[Watcher]) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO video_watchers (room_id, session_id, username, join_time, leave_time)
         SELECT $1::text, s.id, given.who, given.since, given.left_at
         FROM video_sessions s,
              unnest($3::text[], $4::timestamptz[], $5::timestamptz[]) AS given (who, since, left_at)
         WHERE s.room_id = $1 AND s.start_time = $2 AND s.end_time IS NULL
         ORDER BY given.who
         ON CONFLICT (room_id, session_id, username) DO UPDATE
         SET join_time = excluded.join_time, leave_time = excluded.leave_time",
        room.as_str(),
        Stamp(start) as _,
        &watchers.iter().map(|one| one.who.clone()).collect::<Vec<_>>(),
        &watchers.iter().map(|one| Stamp(one.since)).collect::<Vec<_>>() as _,
        &watchers.iter().map(|one| one.left.map(Stamp)).collect::<Vec<_>>() as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What began at `start` has ended, and so much is to be paid to whom; what was paid. Nothing when it had ended already.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (start, at): (Timestamp, Timestamp),
    rewards: &[(String, Money)],
) -> Result<Vec<(String, Money)>, StoreError> {
    let ended = sqlx::query_scalar!(
        "UPDATE video_sessions SET end_time = greatest(start_time, $3), duration = greatest(start_time, $3) - start_time
         WHERE room_id = $1 AND start_time = $2 AND end_time IS NULL RETURNING id",
        room.as_str(),
        Stamp(start) as _,
        Stamp(at) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(id) = ended else { return Ok(Vec::new()) };
    let paid = if rewards.is_empty() { Vec::new() } else { pay(tx, room, (id, at), rewards).await? };
    sqlx::query!(
        "UPDATE video_watchers SET leave_time = greatest(join_time, $3)
         WHERE room_id = $1 AND session_id = $2 AND leave_time IS NULL",
        room.as_str(),
        id,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(paid)
}

async fn pay(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (id, at): (i64, Timestamp),
    rewards: &[(String, Money)],
) -> Result<Vec<(String, Money)>, StoreError> {
    let cause = LineKey::of_timer(room, DEED, id);
    let rows = sqlx::query!(
        r#"SELECT username AS "who!", amount AS "amount!" FROM pay_watch_rewards($1, $2, $3, $4, $5, $6)"#,
        room.as_str(),
        cause.as_bytes(),
        id,
        &rewards.iter().map(|(who, _)| who.clone()).collect::<Vec<_>>(),
        &rewards.iter().map(|(_, amount)| amount.dollars()).collect::<Vec<_>>(),
        Stamp(at) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.who, Money::of(row.amount))).collect())
}

/// What an earlier process left open: what is young is gone on with, and everything else ends unpaid.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn resume(
    tx: &mut Tx<'_>,
    room: &RoomName,
    now: Timestamp,
) -> Result<Option<(Showing, Vec<Watcher>)>, StoreError> {
    let oldest = now.checked_sub(RESUMED).unwrap_or(now);
    sqlx::query!(
        "UPDATE video_sessions SET end_time = greatest(start_time, $2), duration = greatest(start_time, $2) - start_time
         WHERE room_id = $1 AND end_time IS NULL AND start_time <= $3",
        room.as_str(),
        Stamp(now) as _,
        Stamp(oldest) as _,
    )
    .execute(&mut **tx)
    .await?;
    let open = sqlx::query!(
        r#"SELECT id, start_time AS "start: Stamp", coalesce(media_type, '') AS "media_type!",
                  coalesce(media_id, '') AS "media_id!", coalesce(media_title, '') AS "title!"
           FROM video_sessions WHERE room_id = $1 AND end_time IS NULL"#,
        room.as_str(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(open) = open else { return Ok(None) };
    let watchers = sqlx::query!(
        r#"SELECT username AS "who: String", join_time AS "since: Stamp", leave_time AS "left: Stamp"
           FROM video_watchers WHERE room_id = $1 AND session_id = $2"#,
        room.as_str(),
        open.id,
    )
    .fetch_all(&mut **tx)
    .await?;
    let watcher = |(who, since, left): (String, Stamp, Option<Stamp>)| Watcher {
        who,
        since: since.0,
        left: left.map(|left| left.0),
    };
    let (media_type, media_id, title) = (open.media_type, open.media_id, open.title);
    let showing = Showing { start: open.start.0, media_type, media_id, title };
    Ok(Some((showing, watchers.into_iter().map(|row| watcher((row.who, row.since, row.left))).collect())))
}
