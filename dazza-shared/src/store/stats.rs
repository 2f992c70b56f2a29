//! Figures of one room and of people in it. None of them looks at all that was ever said.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// What one room knows of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When first seen in this room.
    pub first: Timestamp,
    /// When last seen in this room.
    pub last: Timestamp,
    /// How many lines said in it.
    pub n_lines: i64,
}

/// A room in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Lines that people said.
    pub n_lines: i64,
    /// People who said them.
    pub n_people: i64,
    /// Lines of the last 24 hours, to the hour.
    pub n_lines_of_day: i64,
    /// The hour of the day, from 0, at which most was ever said.
    pub busiest_hour: Option<i32>,
    /// Bongs, all told.
    pub n_bongs: i64,
}

/// An hour of the last seven days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusyHour {
    /// When it began.
    pub start: Timestamp,
    /// How many lines were said in it.
    pub n_lines: i32,
    /// How many people said them.
    pub n_people: i64,
}

/// What `room` knows of the person of that key; `None` if never seen in it.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn seen(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<Seen>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT least(s.first_seen, p.joined_at, e.first) AS "first: Stamp",
                  greatest(s.last_seen, p.last_seen, e.last) AS "last: Stamp",
                  coalesce(s.message_count, 0) AS "n_lines!"
           FROM (SELECT min(at) AS first, max(at) AS last FROM user_events WHERE room_id = $1 AND username = $2) AS e
           LEFT JOIN user_room_stats s ON s.room_id = $1 AND s.username = $2
           LEFT JOIN room_user_presence p ON p.room_id = $1 AND p.username = $2"#,
        room.as_str(),
        who,
    )
    .fetch_one(&mut **tx)
    .await?;
    let seen = row.first.zip(row.last);
    Ok(seen.map(|(first, last)| Seen { first: first.0, last: last.0, n_lines: row.n_lines }))
}

/// How many bongs somebody has had in `room`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn bongs_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<i64, StoreError> {
    let counted = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM user_bongs WHERE room_id = $1 AND username = $2"#,
        room.as_str(),
        who,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(counted)
}

/// The room in figures; hours of the day are those of `zone`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn totals(tx: &mut Tx<'_>, room: &RoomName, zone: &str, now: Timestamp) -> Result<Totals, StoreError> {
    let totals = sqlx::query_as!(
        Totals,
        r#"SELECT coalesce(sum(s.message_count), 0)::bigint AS "n_lines!",
                  count(*) FILTER (WHERE s.message_count > 0) AS "n_people!",
                  (SELECT coalesce(sum(a.messages), 0) FROM room_hourly_activity a
                   WHERE a.room_id = $1 AND a.hour_start > $3::timestamptz - interval '24 hours'
                     AND a.hour_start <= $3) AS "n_lines_of_day!",
                  (SELECT extract(hour FROM a.hour_start AT TIME ZONE $2)::integer FROM room_hourly_activity a
                   WHERE a.room_id = $1 AND a.messages > 0
                   GROUP BY 1 ORDER BY sum(a.messages) DESC, 1 LIMIT 1) AS busiest_hour,
                  (SELECT coalesce(sum(b.count), 0) FROM bong_counter b WHERE b.room_id = $1) AS "n_bongs!"
           FROM user_room_stats s WHERE s.room_id = $1"#,
        room.as_str(),
        zone,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(totals)
}

/// The `limit` hours of the last seven days in which most was said, the busiest first.
///
/// The days are 168 hours, so that no weekday has the same hour twice. People are counted for these hours alone.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn busiest_hours(
    tx: &mut Tx<'_>,
    room: &RoomName,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<BusyHour>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT a.hour_start AS "start: Stamp", a.messages,
                  (SELECT count(DISTINCT m.username) FROM messages m
                   WHERE m.room_id = $1 AND m.sent_at >= a.hour_start AND m.sent_at < a.hour_start + interval '1 hour'
                     AND NOT m.is_own AND left(m.username, 1) <> '[') AS "n_people!"
           FROM (SELECT h.hour_start, h.messages FROM room_hourly_activity h
                 WHERE h.room_id = $1 AND h.messages > 0 AND h.hour_start <= $2
                   AND h.hour_start > $2::timestamptz - interval '168 hours'
                 ORDER BY h.messages DESC, h.hour_start DESC LIMIT $3) AS a
           ORDER BY a.messages DESC, a.hour_start DESC"#,
        room.as_str(),
        Stamp(now) as _,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let hour = |(start, n_lines, n_people): (Stamp, i32, i64)| BusyHour { start: start.0, n_lines, n_people };
    Ok(rows.into_iter().map(|row| hour((row.start, row.messages, row.n_people))).collect())
}
