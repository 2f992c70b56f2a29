//! `dazza-fleet db restore`: restores a backup into an empty database.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use dazza_shared::config::{DatabaseConfig, FleetConfig};
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use dazza_shared::store::verify::Check;
use serde_json::json;

use super::{Reached, progress};
use crate::backup::{Archive, Duties, Progress, Restored, Source, Whole};
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::database::{self, Place};
use crate::errand::Errands;

/// Restores a backup into an empty database: all of it, compared with what it held, or nothing.
///
/// The rooms get logins of their own with passwords of this fleet, so that `up` serves them at once, on this machine or
/// another. A backup of an older version is restored as it was; the next `up` brings it to the schema of this one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet db restore 20261130T040000Z
  dazza-fleet db restore /mnt/elsewhere/20261130T040000Z.dump
  dazza-fleet db restore 20261130T040000Z --into postgres://dazza@db.example.org/fresh --password-file var/secrets/fresh

Exit codes:
   0  it was restored; what does not add up in it was told
   1  it could not be restored; nothing of it is in the database
   2  --into is no address of a database
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it
  17  there is no such backup, it is damaged, or of a version that this one cannot restore
  18  the database is not empty; the message says how to get one that is")]
pub(super) struct Restore {
    /// Its name as `db backups` lists it, or the path of its dump.
    #[arg(value_name = "BACKUP")]
    backup: String,
    /// The database to restore into, without a password [default: that of fleet.toml].
    #[arg(long, value_name = "URL")]
    into: Option<String>,
    /// A file with the password for --into.
    #[arg(long, value_name = "FILE", requires = "into")]
    password_file: Option<PathBuf>,
    /// Print what was restored as JSON.
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut config = FleetConfig::load(config)?;
        if let Some(url) = &self.into {
            let server = DatabaseConfig::server(url, self.password()?);
            config.database = server.map_err(|trouble| Failure::new(Exit::Usage, format!("--into: {trouble}")))?;
        }
        let archive = Archive::at(StatePaths::new(&config.state_dir).backups_dir());
        let restored = host::block_on(async {
            let whole = Whole::of(archive.find(&self.backup)?).await?;
            let reached = Reached::of(&config).await?;
            let seen = Progress::default();
            let shown = (seen.clone(), "restored", "ended by a signal: nothing was restored");
            let outcome = progress::shown(restore(whole, &config, &reached, seen), shown, terminal).await;
            reached.release().await;
            outcome
        })?;
        self.tell(&restored, terminal)?;
        Ok(Exit::Done)
    }

    fn password(&self) -> Result<Option<secrecy::SecretString>, Failure> {
        let Some(path) = &self.password_file else { return Ok(None) };
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned().into()))
    }

    fn tell(&self, Restored { manifest, checks }: &Restored, terminal: &mut Terminal) -> Result<(), Failure> {
        let wrong: Vec<&Check> = checks.iter().flatten().filter(|check| check.n_wrong > 0).collect();
        let (n_rows, n_tables) = (manifest.contents.n_rows(), manifest.contents.rows.len());
        if self.json {
            let warnings: Vec<_> = wrong.iter().map(|check| told(check)).collect();
            let (sums, rooms) = (&manifest.contents.sums, &manifest.contents.rooms);
            let told = json!({
                "backup": self.backup, "taken": manifest.taken, "rows": n_rows, "sums": sums, "rooms": rooms,
                "is_of_this_schema": checks.is_some(), "warnings": warnings,
            });
            writeln!(terminal.out, "{told}")?;
            return Ok(());
        }
        let out = &mut terminal.out;
        writeln!(out, "restored {}: {n_rows} rows of {n_tables} tables, as the backup held them", self.backup)?;
        for (name, sum) in &manifest.contents.sums {
            writeln!(out, "  {name:<12} {sum} dollars")?;
        }
        writeln!(out, "  {:<12} {}", "rooms", manifest.contents.rooms.join(", "))?;
        for check in wrong {
            writeln!(terminal.err, "warning: {}", told(check))?;
        }
        let next = match (checks, &self.into) {
            (None, _) => {
                "its schema is older: `dazza-fleet up` or `dazza-fleet db migrate` brings it to that of this version"
            }
            (Some(_), Some(_)) => "set `url` in [database] to this database, then `dazza-fleet up` serves its rooms",
            (Some(_), None) => "`dazza-fleet up` serves its rooms",
        };
        writeln!(terminal.out, "{next}")?;
        Ok(())
    }
}

fn told(Check { claim, n_wrong, examples }: &Check) -> String {
    format!("not in the backup either: {claim} ({n_wrong} times not: {})", examples.join("; "))
}

async fn restore(whole: Whole, config: &FleetConfig, reached: &Reached, seen: Progress) -> Result<Restored, Failure> {
    database::provide(&reached.place).await?;
    let key = database::room_key(&StatePaths::new(&config.state_dir))?;
    let errands = Errands::default();
    let duties = Duties::of(config, reached.place.owner.clone(), errands.clone());
    let target = Source { access: &duties.access, binaries: duties.binaries.as_deref(), errands: &errands };
    Ok(whole.restore(&target, (&key, &how_to_get_an_empty_one(config, &reached.place)), seen).await?)
}

fn how_to_get_an_empty_one(config: &FleetConfig, place: &Place) -> String {
    match config.database {
        DatabaseConfig::Embedded { .. } => {
            let folder = StatePaths::new(&config.state_dir).postgres_dir();
            let folder = folder.display();
            format!(
                "end the fleet (`dazza-fleet down`), move its server's folder away (`mv {folder} {folder}.old`) and try again"
            )
        }
        DatabaseConfig::Server { .. } => format!(
            "make another with `CREATE DATABASE … OWNER {}`, and name it with --into or as `url` in [database]",
            place.owner.role
        ),
    }
}
