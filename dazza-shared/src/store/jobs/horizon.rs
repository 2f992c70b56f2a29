//! How far a job may read by number, and how far it has.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::names::RoomName;
use crate::store::{Connection, StoreError, Tx};

/// How long writers are waited for. Rooms write for milliseconds; what takes longer is left to the next run.
const PATIENCE: Duration = Duration::from_secs(5);

/// Wait between two looks at them.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The number up to which every line of `room` that there will ever be is there already: whoever may still bring one with a
/// lower number is waited for. `None` when somebody takes too long.
///
/// Numbers are given out before the lines that bear them can be seen, so that the highest one in sight proves nothing. But
/// whoever was given one had locked the table before, and holds that lock until all can see the line or nobody ever will.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn of_lines(connection: &mut Connection, room: &RoomName) -> Result<Option<i64>, StoreError> {
    let highest = sqlx::query_scalar!(
        r#"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('messages', 'id')::regclass), 0) AS "id!""#
    )
    .fetch_one(&mut *connection)
    .await?;
    let writers = writers(&mut *connection, room).await?;
    let until = Instant::now() + PATIENCE;
    while still_write(&mut *connection, &writers).await? {
        if Instant::now() > until {
            return Ok(None);
        }
        sleep(LOOK_AGAIN).await;
    }
    Ok(Some(highest))
}

/// The transactions that may be writing lines of `room`. Who is logged in as another room cannot.
async fn writers(connection: &mut Connection, room: &RoomName) -> Result<Vec<String>, StoreError> {
    let writers = sqlx::query_scalar!(
        r#"SELECT DISTINCT l.virtualtransaction AS "id!" FROM pg_locks l
           LEFT JOIN pg_stat_activity a ON a.pid = l.pid
           WHERE l.locktype = 'relation' AND l.relation = 'messages'::regclass AND l.mode = 'RowExclusiveLock' AND l.granted
             AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
             AND l.pid IS DISTINCT FROM pg_backend_pid()
             AND (a.usename IS NULL OR NOT starts_with(a.usename::text, room_role('')) OR a.usename::text = room_role($1))"#,
        room.as_str(),
    )
    .fetch_all(connection)
    .await?;
    Ok(writers)
}

async fn still_write(connection: &mut Connection, writers: &[String]) -> Result<bool, StoreError> {
    if writers.is_empty() {
        return Ok(false);
    }
    let is_so = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM pg_locks WHERE virtualtransaction = ANY ($1)
                          AND locktype = 'relation' AND relation = 'messages'::regclass) AS "is_so!""#,
        writers,
    )
    .fetch_one(connection)
    .await?;
    Ok(is_so)
}

/// How far `job` has read in `room`, which nobody else changes until the transaction ends; `None` before it ever has.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn watermark(tx: &mut Tx<'_>, job: &str, room: &RoomName) -> Result<Option<i64>, StoreError> {
    let mark = sqlx::query_scalar!(
        "SELECT last_id FROM job_watermarks WHERE job_name = $1 AND scope = $2 FOR UPDATE",
        job,
        room.as_str(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(mark)
}

/// Notes how far `job` has read in `room`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn move_watermark(tx: &mut Tx<'_>, job: &str, room: &RoomName, id: i64) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO job_watermarks (job_name, scope, last_id) VALUES ($1, $2, $3)
         ON CONFLICT (job_name, scope) DO UPDATE SET last_id = excluded.last_id, updated_at = now()",
        job,
        room.as_str(),
        id,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has `job` begin anew in `room`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn forget_watermark(tx: &mut Tx<'_>, job: &str, room: &RoomName) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM job_watermarks WHERE job_name = $1 AND scope = $2", job, room.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The number of the last of the next `n_lines` lines of `room` above `above`; `None` if there are fewer up to `until`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn part_of_lines(
    tx: &mut Tx<'_>,
    room: &RoomName,
    above: i64,
    until: i64,
    n_lines: i64,
) -> Result<Option<i64>, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM messages WHERE room_id = $1 AND id > $2 AND id <= $3 ORDER BY id OFFSET $4::bigint - 1 LIMIT 1",
        room.as_str(),
        above,
        until,
        n_lines,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}
