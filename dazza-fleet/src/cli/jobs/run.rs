//! `dazza-fleet jobs run`: does jobs now.

use std::path::Path;

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use jiff::civil::Date;
use serde_json::json;

use super::job_names;
use crate::cli::db::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::database;
use crate::jobs::{Bounds, FAILED, Job, Outcome, ROWS, Shift, ShiftError};

/// Does a job now, or all of them, whether or not it is due. Each may be run at any time, and as often as you like.
///
/// While another process does jobs, nothing is done. What is done for one room alone does not count as the job's run.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet jobs run all
  dazza-fleet jobs run daily --room fatpizza --from 2026-01-01

Exit codes:
   0  they were done
   1  one of them failed; it was told why
  10  the configuration has faults
  11  another process does jobs just now
  15  no room of that name in the database
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Run {
    /// A job, as `dazza-fleet jobs list` names it; `all`; or `due`: those that are due now.
    #[arg(value_name = "JOB", value_parser = job_names(&["all", "due"]), default_value = "due")]
    job: String,
    /// Look at this room alone.
    #[arg(long, value_name = "ROOM")]
    room: Option<RoomName>,
    /// Count the figures of days and of rooms by the hour anew from this day on, and all others from the first line on.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Print what came of them as JSON.
    #[arg(long)]
    json: bool,
}

impl Run {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let outcomes = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let outcomes = self.work(&config, &reached).await;
            reached.release().await;
            outcomes
        })?;
        if self.json {
            writeln!(terminal.out, "{}", json!({ "jobs": outcomes }))?;
        } else if outcomes.is_empty() {
            writeln!(terminal.out, "no job is due")?;
        }
        for outcome in outcomes.iter().filter(|_| !self.json) {
            let Outcome { job, records, took_ms, error, .. } = outcome;
            let took = format!("{}.{:03} s", took_ms / 1000, took_ms % 1000);
            match error {
                None => writeln!(terminal.out, "{job}: done, {records} records in {took}")?,
                Some(error) => writeln!(terminal.out, "{job}: FAILED after {took}: {error}")?,
            }
        }
        let failed: Vec<_> =
            outcomes.iter().filter_map(|outcome| outcome.error.as_ref().map(|e| (outcome.job, e))).collect();
        if failed.is_empty() {
            return Ok(Exit::Done);
        }
        let told: Vec<_> = failed.iter().map(|(job, error)| format!("{job} ({error})")).collect();
        Err(Failure::new(Exit::Failure, format!("{} {FAILED}: {}", failed.len(), told.join("; "))))
    }

    async fn work(&self, config: &FleetConfig, reached: &Reached) -> Result<Vec<Outcome>, Failure> {
        database::provide(&reached.place).await?;
        let explained = |error| match error {
            ShiftError::Busy => Failure::new(Exit::AlreadyRunning, ShiftError::Busy.to_string()),
            ShiftError::NoSuchRoom(room) => Failure::new(Exit::NoSuchRoom, ShiftError::NoSuchRoom(room).to_string()),
            ShiftError::Store(error) => reached.explained(error),
        };
        // `[fetch]` is the fleet's: all rooms have the same.
        let fetch = config.rooms.values().next().map(|room| room.settings.fetch.clone()).unwrap_or_default();
        let bounds = Bounds { room: self.room.clone(), from: self.from, fetch, retention: config.retention };
        let zone = &config.backup.timezone;
        let mut shift = Shift::begin(&reached.place.owner, zone, bounds).await.map_err(explained)?;
        let outcomes = self.run_all(&mut shift).await.map_err(explained);
        shift.end().await;
        outcomes
    }

    async fn run_all(&self, shift: &mut Shift) -> Result<Vec<Outcome>, ShiftError> {
        let jobs = match self.job.as_str() {
            "due" => shift.due().await?,
            "all" => ROWS.iter().map(|row| row.job).collect(),
            name => Job::named(name).into_iter().collect(),
        };
        let mut outcomes = Vec::new();
        for job in jobs {
            outcomes.push(shift.run(job).await?);
        }
        Ok(outcomes)
    }
}
