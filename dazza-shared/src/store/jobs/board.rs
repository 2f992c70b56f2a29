//! Where each job stands, and what its runs came to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::{Connection, Stamp, StoreError};

/// What one process holds while it runs jobs. Advisory locks belong to one database, so that any number will do.
const LOCK: i64 = 0x6461_7a7a_616a_6f62;

/// What a run is marked with when the next one finds that it never ended.
const NEVER_ENDED: &str = "it ended before its work was done";

/// Where a job stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Standing {
    /// The job.
    pub name: String,
    /// When it began last.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_run: Option<Timestamp>,
    /// When it last did its work.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_success: Option<Timestamp>,
    /// When it is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_run: Option<Timestamp>,
    /// `idle`, `running` or `error`.
    pub status: String,
    /// How often it has failed.
    pub n_failures: u64,
    /// How it failed last.
    pub last_error: Option<String>,
    /// What its last run that ended came to.
    pub n_records: Option<u64>,
    /// How long that took. Unit: milliseconds.
    pub took_ms: Option<u64>,
}

/// One run of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The job.
    pub name: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended, if it has.
    pub completed_at: Option<Timestamp>,
    /// `running`, `completed` or `error`.
    pub status: String,
    /// How many rows it made or changed.
    pub n_records: u64,
    /// Why it failed, if it did.
    pub error: Option<String>,
    /// How long it took. Unit: milliseconds.
    pub took_ms: Option<u64>,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Ended<'a> {
    /// The job.
    pub name: &'a str,
    /// The number of the run, as [`begin`] gave it.
    pub run: i64,
    /// When.
    pub at: Timestamp,
    /// When the job is due again; `None` leaves that as it was.
    pub next_run: Option<Timestamp>,
    /// How many rows it made or changed.
    pub n_records: u64,
    /// Why it failed, if it did.
    pub error: Option<&'a str>,
    /// How long it took. Unit: milliseconds.
    pub took_ms: u64,
}

/// Becomes the one who runs jobs, for as long as the connection lives; whether nobody else is it.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take(connection: &mut Connection) -> Result<bool, StoreError> {
    let taken = sqlx::query_scalar!(r#"SELECT pg_try_advisory_lock($1) AS "taken!""#, LOCK).fetch_one(connection);
    Ok(taken.await?)
}

/// Where all jobs stand that ever ran.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn standings(connection: &mut Connection) -> Result<Vec<Standing>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT j.job_name, j.last_run AS "last_run: Stamp", j.next_run AS "next_run: Stamp", j.status, j.error_count,
                  j.last_error,
                  (SELECT h.completed_at FROM batch_job_history h
                   WHERE h.job_name = j.job_name AND h.status = 'completed' ORDER BY h.id DESC LIMIT 1)
                      AS "last_success: Stamp",
                  (SELECT h.records_processed FROM batch_job_history h
                   WHERE h.job_name = j.job_name AND h.completed_at IS NOT NULL ORDER BY h.id DESC LIMIT 1) AS n_records,
                  (SELECT h.duration_ms FROM batch_job_history h
                   WHERE h.job_name = j.job_name AND h.completed_at IS NOT NULL ORDER BY h.id DESC LIMIT 1) AS took_ms
           FROM batch_jobs j ORDER BY j.job_name"#
    )
    .fetch_all(connection)
    .await?;
    let standing = rows.into_iter().map(|row| Standing {
        name: row.job_name,
        last_run: row.last_run.map(|at| at.0),
        last_success: row.last_success.map(|at| at.0),
        next_run: row.next_run.map(|at| at.0),
        status: row.status,
        n_failures: row.error_count.unsigned_abs().into(),
        last_error: row.last_error,
        n_records: row.n_records.map(i64::unsigned_abs),
        took_ms: row.took_ms.map(i64::unsigned_abs),
    });
    Ok(standing.collect())
}

/// The newest runs, of one job or of all, the newest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn runs(connection: &mut Connection, name: Option<&str>, limit: i64) -> Result<Vec<Run>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT job_name, started_at AS "started_at: Stamp", completed_at AS "completed_at: Stamp", status,
                  records_processed, error_message, duration_ms
           FROM batch_job_history WHERE $1::text IS NULL OR job_name = $1 ORDER BY id DESC LIMIT $2"#,
        name,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let run = rows.into_iter().map(|row| Run {
        name: row.job_name,
        started_at: row.started_at.0,
        completed_at: row.completed_at.map(|at| at.0),
        status: row.status,
        n_records: row.records_processed.unsigned_abs(),
        error: row.error_message,
        took_ms: row.duration_ms.map(i64::unsigned_abs),
    });
    Ok(run.collect())
}

/// Notes that a job begins; the number of its run. Only who has [`take`]n the board may: a run that stands there as
/// running has ended without a word.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn begin(connection: &mut Connection, name: &str, now: Timestamp) -> Result<i64, StoreError> {
    let run = sqlx::query_scalar!(
        r#"WITH given_up AS (
             UPDATE batch_job_history SET status = 'error', error_message = $3 WHERE job_name = $1 AND status = 'running'
             RETURNING id
           ), noted AS (
             INSERT INTO batch_jobs AS j (job_name, last_run, status, updated_at) VALUES ($1, $2, 'running', $2)
             ON CONFLICT (job_name) DO UPDATE
             SET last_run = $2, status = 'running', updated_at = $2,
                 error_count = j.error_count + (SELECT count(*) FROM given_up)::integer,
                 last_error = CASE WHEN EXISTS (SELECT FROM given_up) THEN $3 ELSE j.last_error END
           )
           INSERT INTO batch_job_history (job_name, started_at, status) VALUES ($1, $2, 'running') RETURNING id"#,
        name,
        Stamp(now) as _,
        NEVER_ENDED,
    )
    .fetch_one(connection)
    .await?;
    Ok(run)
}

/// Notes how a run ended.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end(connection: &mut Connection, ended: &Ended<'_>) -> Result<(), StoreError> {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    sqlx::query!(
        "WITH told AS (
           UPDATE batch_job_history
           SET completed_at = $3, status = CASE WHEN $6::text IS NULL THEN 'completed' ELSE 'error' END,
               records_processed = $5, error_message = $6, duration_ms = $7
           WHERE id = $2
         )
         UPDATE batch_jobs
         SET next_run = coalesce($4, next_run), status = CASE WHEN $6::text IS NULL THEN 'idle' ELSE 'error' END,
             error_count = error_count + ($6::text IS NOT NULL)::integer, last_error = coalesce($6, last_error),
             updated_at = $3
         WHERE job_name = $1",
        ended.name,
        ended.run,
        Stamp(ended.at) as _,
        ended.next_run.map(Stamp) as _,
        whole(ended.n_records),
        ended.error,
        whole(ended.took_ms),
    )
    .execute(connection)
    .await?;
    Ok(())
}
