//! `dazza-fleet db backup`: takes a backup of the database.

use std::path::{Path, PathBuf};

use clap::Args;
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use serde_json::json;

use super::{Reached, progress};
use crate::backup::{Archive, Archived, BackupError, Duties, Progress, Source, take};
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::database;
use crate::errand::Errands;

/// Takes a backup of the whole database as it is at one moment; rooms go on meanwhile.
///
/// A dump of `pg_dump` in its custom format, with its checksum and what it holds in a manifest beside it. It is there whole, or
/// not at all. Those that fleet.toml does not keep are removed afterwards.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet db backup
  dazza-fleet db backup --to /mnt/elsewhere

Exit codes:
   0  it was taken
   1  it could not be taken or written; nothing is left of it
  10  the configuration has faults
  11  another backup is being taken in that folder
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Backup {
    /// The folder to put it in, where nothing is removed [default: `backups` of the state folder].
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Print what was taken as JSON.
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let archive = Archive::at(self.to.clone().unwrap_or_else(|| StatePaths::new(&config.state_dir).backups_dir()));
        let (taken, removed) = host::block_on(async {
            let _lock = archive.claim()?;
            let reached = Reached::of(&config).await?;
            let seen = Progress::default();
            let shown = (seen.clone(), "dumped", "ended by a signal: no backup was taken, and nothing is left of it");
            let outcome = progress::shown(back_up(&config, &reached, &archive, seen), shown, terminal).await;
            reached.release().await;
            let taken = outcome?;
            let removed = match self.to {
                Some(_) => Vec::new(),
                None => archive
                    .rotate(&config.backup, Clock::System.now())
                    .map_err(|error| BackupError::NotRotated { name: taken.name.clone(), told: error.told() })?,
            };
            Ok((taken, removed))
        })?;
        self.tell(&taken, &removed, terminal)?;
        Ok(Exit::Done)
    }

    fn tell(&self, taken: &Archived, removed: &[String], terminal: &mut Terminal) -> Result<(), Failure> {
        let Archived { name, dump, state: Ok(manifest) } = taken else { return Ok(()) };
        let (n_rows, n_tables) = (manifest.contents.n_rows(), manifest.contents.rows.len());
        if self.json {
            let told = json!({
                "name": name, "path": dump, "size_bytes": manifest.size_bytes, "sha256": manifest.sha256,
                "rows": n_rows, "took_seconds": manifest.took_seconds, "removed": removed,
            });
            writeln!(terminal.out, "{told}")?;
            return Ok(());
        }
        let mib = manifest.size_bytes.div_ceil(1024 * 1024);
        let took = manifest.took_seconds;
        writeln!(
            terminal.out,
            "took the backup {name}: {n_rows} rows of {n_tables} tables, {mib} MiB, in {took:.1} s"
        )?;
        writeln!(terminal.out, "  {}", dump.display())?;
        for name in removed {
            writeln!(terminal.out, "removed {name}")?;
        }
        Ok(())
    }
}

async fn back_up(
    config: &FleetConfig,
    reached: &Reached,
    archive: &Archive,
    seen: Progress,
) -> Result<Archived, Failure> {
    database::provide(&reached.place).await?;
    let errands = Errands::default();
    let duties = Duties::of(config, reached.place.owner.clone(), errands.clone());
    let source = Source { access: &duties.access, binaries: duties.binaries.as_deref(), errands: &errands };
    Ok(take(&source, archive, seen).await?)
}
