//! The scheduled jobs: where each stands, and what its latest runs came to.

use axum::Json;
use axum::extract::State;
use dazza_shared::store::jobs::board;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Answer;
use super::caller::Known;
use super::openapi::Refusals;
use super::query::{Nothing, Query};
use super::state::Api;
use crate::jobs::{ROWS, When};

/// How many runs are shown.
const N_RUNS: i64 = 50;

/// The jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Jobs {
    /// They, in the order in which they are done.
    jobs: Vec<Job>,
    /// The latest runs, the newest first.
    runs: Vec<Run>,
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Job {
    /// Its name.
    name: &'static str,
    /// What it does.
    about: &'static str,
    /// When it is due, in words.
    schedule: String,
    /// `idle`, `running` or `error`; `waiting` before its first run.
    status: String,
    /// When it began last.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_run: Option<Timestamp>,
    /// When it last did its work.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success: Option<Timestamp>,
    /// When it is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_run: Option<Timestamp>,
    /// How often it has failed.
    n_failures: u64,
    /// How it failed last; for whoever shows a token.
    last_error: Option<String>,
    /// What its last run that ended came to.
    n_records: Option<u64>,
    /// How long that took. Unit: milliseconds.
    took_ms: Option<u64>,
}

/// A run of a job.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    /// The job.
    job: String,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    started: Timestamp,
    /// When it ended, if it has.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished: Option<Timestamp>,
    /// `running`, `completed` or `error`.
    outcome: String,
    /// How many rows it made or changed.
    rows: u64,
    /// Why it failed, if it did; for whoever shows a token.
    message: Option<String>,
}

/// The jobs, and what their latest runs came to.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "fleet", responses((status = 200, body = Jobs, description = "what was asked for"), Refusals))]
pub(crate) async fn jobs(
    State(api): State<Api>,
    Known(is_known): Known,
    Query(Nothing {}): Query<Nothing>,
) -> Answer<Jobs> {
    let mut connection = api.reads.connection().await?;
    let standings = board::standings(&mut connection).await?;
    let runs = board::runs(&mut connection, None, N_RUNS).await?;
    let jobs = ROWS.iter().map(|row| {
        let standing = standings.iter().find(|standing| standing.name == row.name);
        Job { name: row.name, about: row.about, schedule: told(row.when), ..Job::of(standing, is_known) }
    });
    let runs = runs.into_iter().map(|run| Run {
        job: run.name,
        started: run.started_at,
        finished: run.completed_at,
        outcome: run.status,
        rows: run.n_records,
        message: run.error.filter(|_| is_known),
    });
    Ok(Json(Jobs { jobs: jobs.collect(), runs: runs.collect() }))
}

impl Job {
    fn of(standing: Option<&board::Standing>, is_known: bool) -> Self {
        Self {
            name: "",
            about: "",
            schedule: String::new(),
            status: standing.map_or_else(|| "waiting".to_owned(), |job| job.status.clone()),
            last_run: standing.and_then(|job| job.last_run),
            last_success: standing.and_then(|job| job.last_success),
            next_run: standing.and_then(|job| job.next_run),
            n_failures: standing.map_or(0, |job| job.n_failures),
            last_error: standing.and_then(|job| job.last_error.clone()).filter(|_| is_known),
            n_records: standing.and_then(|job| job.n_records),
            took_ms: standing.and_then(|job| job.took_ms),
        }
    }
}

/// When a job is due, in words.
fn told(when: When) -> String {
    match when {
        When::Cycle => "every 4 hours, with the others of the cycle".to_owned(),
        When::Every(every) => format!("every {} minutes", every.as_secs() / 60),
        When::At(at) => format!("daily at {:02}:{:02}", at.hour(), at.minute()),
    }
}
