//! `dazza-fleet db backups`: which backups there are, and whether they are whole.

use std::path::{Path, PathBuf};

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::backup::{Archive, Archived, Manifest};
use crate::cli::failure::Failure;
use crate::cli::{Terminal, columns};

/// Lists the backups, oldest first: when each was taken, its size, its rows, and whether it is whole.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet db backups
  dazza-fleet db backups --check

Exit codes:
   0  they were listed; with --check: and all of them are whole
   1  the folder cannot be read
  10  the configuration has faults
  17  with --check: one of them is damaged; it was told which")]
pub(super) struct Backups {
    /// Read each dump to its end and compare its checksum.
    #[arg(long)]
    check: bool,
    /// The folder to look in [default: `backups` of the state folder].
    #[arg(long = "in", value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

const HEAD: [&str; 6] = ["NAME", "TAKEN", "SIZE", "ROWS", "SCHEMA", "STATE"];

impl Backups {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let archive =
            Archive::at(self.folder.clone().unwrap_or_else(|| StatePaths::new(&config.state_dir).backups_dir()));
        let mut backups = archive.list()?;
        if self.check {
            backups.iter_mut().for_each(Archived::check);
        }
        if self.json {
            let told: Vec<_> = backups.iter().map(as_json).collect();
            writeln!(terminal.out, "{}", json!({ "folder": archive.folder(), "backups": told }))?;
        } else if backups.is_empty() {
            writeln!(terminal.out, "there are no backups in {}", archive.folder().display())?;
        } else {
            let zone = TimeZone::get(&config.backup.timezone).unwrap_or(TimeZone::UTC);
            let head = HEAD.map(str::to_owned).to_vec();
            let rows: Vec<_> = std::iter::once(head).chain(backups.iter().map(|backup| cells(backup, &zone))).collect();
            columns::write(&mut *terminal.out, &rows)?;
        }
        let is_damaged = self.check && backups.iter().any(|backup| backup.state.is_err());
        Ok(if is_damaged { Exit::BackupUnusable } else { Exit::Done })
    }
}

fn cells(Archived { name, state, .. }: &Archived, zone: &TimeZone) -> Vec<String> {
    let dash = || "-".to_owned();
    match state {
        Ok(Manifest { taken, size_bytes, contents, .. }) => vec![
            name.clone(),
            taken.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
            format!("{}.{} MiB", size_bytes >> 20, ((size_bytes % (1 << 20)) * 10) >> 20),
            contents.n_rows().to_string(),
            contents.schema_version.to_string(),
            "ok".to_owned(),
        ],
        Err(why) => vec![name.clone(), dash(), dash(), dash(), dash(), format!("damaged: {why}")],
    }
}

fn as_json(Archived { name, dump, state }: &Archived) -> serde_json::Value {
    match state {
        Ok(Manifest { taken, size_bytes, contents, .. }) => json!({
            "name": name, "path": dump, "state": "ok", "taken": taken, "size_bytes": size_bytes,
            "rows": contents.n_rows(), "schema_version": contents.schema_version,
        }),
        Err(why) => json!({ "name": name, "path": dump, "state": "damaged", "trouble": why }),
    }
}
