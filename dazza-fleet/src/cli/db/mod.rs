//! `dazza-fleet db`: the database, looked at and kept in order.

mod migrate;
mod reach;
mod status;
mod verify;

use std::path::Path;

use clap::{Args, Subcommand};
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;

pub(crate) use reach::Reached;

/// Looks at the database, brings it to its schema, checks that it adds up.
///
/// Works beside a running fleet; without one, the server of the fleet's own is begun for the verb and ended with it.
#[derive(Debug, Args)]
pub(crate) struct Db {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Status(status::Status),
    Migrate(migrate::Migrate),
    Verify(verify::Verify),
}

impl Db {
    pub(crate) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        match self.verb {
            Verb::Status(status) => status.run(config, terminal),
            Verb::Migrate(migrate) => migrate.run(config, terminal),
            Verb::Verify(verify) => verify.run(config, terminal),
        }
    }
}
