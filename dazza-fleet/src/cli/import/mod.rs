//! `dazza-fleet import`: takes over what another bot has kept.

mod sqlite;
mod tell;

use std::path::Path;

use clap::{Args, Subcommand};
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;

/// Takes over what another bot has kept.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Sqlite(sqlite::Sqlite),
}

impl Import {
    pub(crate) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        match self.verb {
            Verb::Sqlite(sqlite) => sqlite.run(config, terminal),
        }
    }
}
