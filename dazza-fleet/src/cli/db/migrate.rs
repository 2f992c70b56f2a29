//! `dazza-fleet db migrate`: brings the database to the schema of this version.

use std::path::Path;

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use serde_json::json;

use super::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::database::prepare;

/// Applies what the schema of the database lacks, as `up` does before it starts the first room.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet db migrate

Exit codes:
   0  the schema is that of this version
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Migrate {
    /// Print what was applied as JSON.
    #[arg(long)]
    json: bool,
}

impl Migrate {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let paths = StatePaths::new(&config.state_dir);
        paths.create().map_err(anyhow::Error::from)?;
        let applied = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let prepared = prepare(&reached.place, &paths).await;
            reached.release().await;
            Ok(prepared?.applied)
        })?;
        if self.json {
            let versions: Vec<_> = applied.iter().map(|migration| migration.version).collect();
            writeln!(terminal.out, "{}", json!({ "applied": versions }))?;
        } else if applied.is_empty() {
            writeln!(terminal.out, "the database has had every migration of this version")?;
        }
        for migration in applied.iter().filter(|_| !self.json) {
            writeln!(terminal.out, "applied {}: {}", migration.version, migration.description)?;
        }
        Ok(Exit::Done)
    }
}
