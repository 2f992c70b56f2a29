//! `dazza-fleet jobs history`: what the runs of jobs came to.

use std::path::Path;

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::store::jobs::board::{Run, runs};
use jiff::tz::TimeZone;
use serde_json::json;

use super::{ask, job_names};
use crate::cli::db::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, columns, host};

/// Lists runs of jobs, the newest first. They are kept for 90 days.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet jobs history
  dazza-fleet jobs history content --limit 100

Exit codes:
   0  they were listed
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct History {
    /// Only runs of this job.
    #[arg(value_name = "JOB", value_parser = job_names(&[]))]
    job: Option<String>,
    /// Most runs that are listed.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

const HEAD: [&str; 6] = ["JOB", "BEGAN", "STATUS", "RECORDS", "TOOK", "ERROR"];

impl History {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let found = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let asked = async |connection: &mut _| runs(connection, self.job.as_deref(), self.limit.into()).await;
            let found = ask(&reached, asked).await;
            reached.release().await;
            found
        })?;
        if self.json {
            writeln!(terminal.out, "{}", json!({ "runs": found }))?;
        } else if found.is_empty() {
            writeln!(terminal.out, "no job has run yet")?;
        } else {
            let zone = TimeZone::get(&config.backup.timezone).unwrap_or(TimeZone::UTC);
            let head = HEAD.map(str::to_owned).to_vec();
            let rows: Vec<_> = std::iter::once(head).chain(found.iter().map(|run| cells(run, &zone))).collect();
            columns::write(&mut *terminal.out, &rows)?;
        }
        Ok(Exit::Done)
    }
}

fn cells(run: &Run, zone: &TimeZone) -> Vec<String> {
    let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    vec![
        run.name.clone(),
        run.started_at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        run.status.clone(),
        run.n_records.to_string(),
        dash(run.took_ms.map(|ms| format!("{}.{:03} s", ms / 1000, ms % 1000))),
        dash(run.error.clone()),
    ]
}
