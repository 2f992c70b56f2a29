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
    let mut n_removed = 0;
    loop {
        let n = remove_part(connection, what, now).await?;
        n_removed += n;
        if n < PART.unsigned_abs() {
            return Ok(n_removed);
        }
    }
}

async fn remove_part(connection: &mut Connection, what: Leftover, now: Timestamp) -> Result<u64, StoreError> {
    let now = Stamp(now);
    let removed = match what {
        Leftover::PrivateMessages => {
            sqlx::query!(
                "DELETE FROM private_messages WHERE id IN
                     (SELECT id FROM private_messages WHERE at < $1::timestamptz - interval '30 days' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::Answers => {
            sqlx::query!(
                "DELETE FROM stored_answers WHERE (room_id, line_key, part) IN
                     (SELECT room_id, line_key, part FROM stored_answers
                      WHERE created_at < $1::timestamptz - interval '1 day' AND due_at < $1 - interval '1 day' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::HandledLines => {
            sqlx::query!(
                "DELETE FROM handled_lines WHERE (room_id, line_key) IN
                     (SELECT room_id, line_key FROM handled_lines
                      WHERE first_tried_at < $1::timestamptz - interval '7 days' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::LimiterCounts => {
            sqlx::query!(
                "DELETE FROM limiter_counts WHERE (username, room_id, window_start) IN
                     (SELECT username, room_id, window_start FROM limiter_counts
                      WHERE window_start < $1::timestamptz - interval '1 hour' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::Cooldowns => {
            sqlx::query!(
                "DELETE FROM cooldowns WHERE expires_at < $1::timestamptz - interval '1 day'
                     AND (room_id, command_name, username) IN
                     (SELECT room_id, command_name, username FROM cooldowns
                      WHERE expires_at < $1 - interval '1 day' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::Reminders => {
            sqlx::query!(
                "DELETE FROM reminders WHERE id IN
                     (SELECT id FROM reminders WHERE expires_at < $1::timestamptz - interval '7 days'
                         OR delivered_at < $1 - interval '7 days' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::Tokens => {
            sqlx::query!(
                "DELETE FROM api_tokens WHERE id IN
                     (SELECT id FROM api_tokens WHERE expires_at < $1::timestamptz - interval '30 days'
                         OR revoked_at < $1 - interval '30 days' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::Runs => {
            sqlx::query!(
                "DELETE FROM batch_job_history WHERE id IN
                     (SELECT id FROM batch_job_history WHERE started_at < $1::timestamptz - interval '90 days' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
        Leftover::Connections => {
            sqlx::query!(
                "DELETE FROM connection_log WHERE id IN
                     (SELECT id FROM connection_log WHERE at < $1::timestamptz - interval '30 days' LIMIT $2)",
                now as _,
                PART,
            )
            .execute(connection)
            .await
        }
    };
    Ok(removed?.rows_affected())
}

/// Removes who came to `room` and went, half a year ago; how many rows.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove_movements(connection: &mut Connection, room: &RoomName, now: Timestamp) -> Result<u64, StoreError> {
    let mut n_removed = 0;
    loop {
        let removed = sqlx::query!(
            "DELETE FROM user_events WHERE room_id = $1 AND id IN
                 (SELECT id FROM user_events WHERE room_id = $1 AND at < $2::timestamptz - interval '180 days' LIMIT $3)",
            room.as_str(),
            Stamp(now) as _,
            PART,
        )
        .execute(&mut *connection)
        .await?;
        n_removed += removed.rows_affected();
        if removed.rows_affected() < PART.unsigned_abs() {
            return Ok(n_removed);
        }
    }
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

/// Has the database look at its tables anew, for its plans.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn analyze(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query!("ANALYZE").execute(connection).await?;
    Ok(())
}
