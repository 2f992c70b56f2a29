//! What is not kept for ever, and how it goes: a part at a time, so that nobody waits for it.

use jiff::Timestamp;

use crate::names::RoomName;
use crate::store::{Connection, Stamp, StoreError};

/// Rows that go at once.
const PART: i64 = 10_000;

/// What goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// Private messages of 30 days ago. Source: decision 11.
    PrivateMessages,
    /// Answers of a day ago, which nobody would say any more.
    Answers,
    /// Keys of lines that were handled 7 days ago: the chat server does not show those again.
    HandledLines,
    /// Counts of commands of an hour ago.
    LimiterCounts,
    /// Waits that have been over for a day.
    Cooldowns,
    /// Reminders that were given, or can be given no more, for 7 days.
    Reminders,
    /// Tokens that have been good for nothing for 30 days.
    Tokens,
    /// Runs of jobs of 90 days ago.
    Runs,
    /// What became of lines to the chat server, 30 days ago.
    Connections,
}

impl Leftover {
    /// All of it.
    pub const ALL: [Self; 9] = [
        Self::PrivateMessages,
        Self::Answers,
        Self::HandledLines,
        Self::LimiterCounts,
        Self::Cooldowns,
        Self::Reminders,
        Self::Tokens,
        Self::Runs,
        Self::Connections,
    ];
}

/// Removes all of `what` that is not kept any longer; how many rows.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove(connection: &mut Connection, what: Leftover, now: Timestamp) -> Result<u64, StoreError> {
    part_by_part(async || remove_part(&mut *connection, what, now).await).await
}

/// Removes rows a part at a time, until there are no more; how many.
async fn part_by_part(mut remove: impl AsyncFnMut() -> Result<u64, StoreError>) -> Result<u64, StoreError> {
    let mut n_removed = 0;
    loop {
        let n = remove().await?;
        n_removed += n;
        if n < PART.unsigned_abs() {
            return Ok(n_removed);
        }
    }
}

/// A statement that removes some of the rows for which something holds; each is checked against the schema.
macro_rules! removal {
    ($now:ident, $statement:literal) => {
        sqlx::query!($statement, $now as _, PART)
    };
}

async fn remove_part(connection: &mut Connection, what: Leftover, now: Timestamp) -> Result<u64, StoreError> {
    let now = Stamp(now);
    let removal = match what {
        Leftover::PrivateMessages => removal!(
            now,
            "DELETE FROM private_messages WHERE ctid = ANY (ARRAY(SELECT ctid FROM private_messages
             WHERE at < $1::timestamptz - interval '30 days' LIMIT $2))"
        ),
        Leftover::Answers => removal!(
            now,
            "DELETE FROM stored_answers WHERE ctid = ANY (ARRAY(SELECT ctid FROM stored_answers
             WHERE greatest(created_at, due_at) < $1::timestamptz - interval '1 day' LIMIT $2))"
        ),
        Leftover::HandledLines => removal!(
            now,
            "DELETE FROM handled_lines WHERE ctid = ANY (ARRAY(SELECT ctid FROM handled_lines
             WHERE first_tried_at < $1::timestamptz - interval '7 days' LIMIT $2))"
        ),
        Leftover::LimiterCounts => removal!(
            now,
            "DELETE FROM limiter_counts WHERE ctid = ANY (ARRAY(SELECT ctid FROM limiter_counts
             WHERE window_start < $1::timestamptz - interval '1 hour' LIMIT $2))"
        ),
        // One that is taken meanwhile is another row by then, and stays.
        Leftover::Cooldowns => removal!(
            now,
            "DELETE FROM cooldowns WHERE ctid = ANY (ARRAY(SELECT ctid FROM cooldowns
             WHERE expires_at < $1::timestamptz - interval '1 day' LIMIT $2))"
        ),
        Leftover::Reminders => removal!(
            now,
            "DELETE FROM reminders WHERE ctid = ANY (ARRAY(SELECT ctid FROM reminders
             WHERE least(expires_at, delivered_at) < $1::timestamptz - interval '7 days' LIMIT $2))"
        ),
        Leftover::Tokens => removal!(
            now,
            "DELETE FROM api_tokens WHERE ctid = ANY (ARRAY(SELECT ctid FROM api_tokens
             WHERE least(expires_at, revoked_at) < $1::timestamptz - interval '30 days' LIMIT $2))"
        ),
        Leftover::Runs => removal!(
            now,
            "DELETE FROM batch_job_history WHERE ctid = ANY (ARRAY(SELECT ctid FROM batch_job_history
             WHERE started_at < $1::timestamptz - interval '90 days' LIMIT $2))"
        ),
        Leftover::Connections => removal!(
            now,
            "DELETE FROM connection_log WHERE ctid = ANY (ARRAY(SELECT ctid FROM connection_log
             WHERE at < $1::timestamptz - interval '30 days' LIMIT $2))"
        ),
    };
    Ok(removal.execute(connection).await?.rows_affected())
}

/// Removes lines said in `room` more than so many days ago; how many rows.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove_messages(
    connection: &mut Connection,
    room: &RoomName,
    days: u32,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    part_by_part(async || {
        let removal = sqlx::query!(
            "DELETE FROM messages WHERE room_id = $1 AND id IN (SELECT id FROM messages
             WHERE room_id = $1 AND sent_at < $2::timestamptz - make_interval(days => $3) LIMIT $4)",
            room.as_str(),
            Stamp(now) as _,
            days,
            PART,
        );
        Ok(removal.execute(&mut *connection).await?.rows_affected())
    })
    .await
}

/// Removes who came to `room` and went, half a year ago; how many rows.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove_movements(connection: &mut Connection, room: &RoomName, now: Timestamp) -> Result<u64, StoreError> {
    part_by_part(async || {
        let removal = sqlx::query!(
            "DELETE FROM user_events WHERE room_id = $1 AND id IN
                 (SELECT id FROM user_events WHERE room_id = $1 AND at < $2::timestamptz - interval '180 days' LIMIT $3)",
            room.as_str(),
            Stamp(now) as _,
            PART,
        );
        Ok(removal.execute(&mut *connection).await?.rows_affected())
    })
    .await
}

/// Ends what is open in rooms that nobody has served for a day: videos that are watched, and people who are there. Nobody is
/// paid for it; how many rows.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end_orphans(connection: &mut Connection, now: Timestamp) -> Result<u64, StoreError> {
    let n = sqlx::query_file_scalar!("src/store/sql/jobs/orphans.sql", Stamp(now) as _).fetch_one(connection).await?;
    Ok(n.unsigned_abs())
}
