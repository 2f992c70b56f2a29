//! `dazza-fleet jobs list`: where each job stands.

use std::path::Path;

use clap::Args;
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::store::jobs::board::{Standing, standings};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::ask;
use crate::cli::db::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, columns, host};
use crate::jobs::{ROWS, Row};

/// Lists the jobs: when each ran last and is due next, how its last run went, and how long that took.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet jobs list
  dazza-fleet jobs status --json

Exit codes:
   0  they were listed
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct List {
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

const HEAD: [&str; 7] = ["JOB", "STATUS", "LAST RUN", "NEXT RUN", "RECORDS", "TOOK", "LAST ERROR"];

impl List {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let known = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let known = ask(&reached, async |connection| standings(connection).await).await;
            reached.release().await;
            known
        })?;
        let of = |row: &Row| known.iter().find(|standing| standing.name == row.name);
        if self.json {
            let told: Vec<_> = ROWS.iter().map(|row| as_json(row, of(row))).collect();
            writeln!(terminal.out, "{}", json!({ "jobs": told }))?;
            return Ok(Exit::Done);
        }
        let zone = TimeZone::get(&config.backup.timezone).unwrap_or(TimeZone::UTC);
        let now = Clock::System.now();
        let head = HEAD.map(str::to_owned).to_vec();
        let cells = ROWS.iter().map(|row| cells(row, of(row), &zone, now));
        let rows: Vec<_> = std::iter::once(head).chain(cells).collect();
        columns::write(&mut *terminal.out, &rows)?;
        Ok(Exit::Done)
    }
}

fn cells(row: &Row, standing: Option<&Standing>, zone: &TimeZone, now: Timestamp) -> Vec<String> {
    let shown = |at: Option<Timestamp>| {
        at.map(|at| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string())
    };
    let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let next = standing.and_then(|standing| standing.next_run);
    let next = if next.is_none_or(|next| next <= now) { Some("due".to_owned()) } else { shown(next) };
    vec![
        row.name.to_owned(),
        standing.map_or("never ran", |standing| &standing.status).to_owned(),
        dash(shown(standing.and_then(|standing| standing.last_run))),
        dash(next),
        dash(standing.and_then(|standing| standing.n_records).map(|n| n.to_string())),
        dash(standing.and_then(|standing| standing.took_ms).map(|ms| format!("{}.{:03} s", ms / 1000, ms % 1000))),
        dash(standing.and_then(|standing| standing.last_error.clone())),
    ]
}

fn as_json(row: &Row, standing: Option<&Standing>) -> serde_json::Value {
    json!({
        "job": row.name,
        "about": row.about,
        "status": standing.map_or("never_ran", |standing| &standing.status),
        "last_run": standing.and_then(|standing| standing.last_run),
        "last_success": standing.and_then(|standing| standing.last_success),
        "next_run": standing.and_then(|standing| standing.next_run),
        "records": standing.and_then(|standing| standing.n_records),
        "took_ms": standing.and_then(|standing| standing.took_ms),
        "failures": standing.map_or(0, |standing| standing.n_failures),
        "last_error": standing.and_then(|standing| standing.last_error.as_ref()),
    })
}
