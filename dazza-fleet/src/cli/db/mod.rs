//! `dazza-fleet db`: the database, looked at and kept in order.

mod backup;
mod backups;
mod migrate;
mod progress;
mod reach;
mod restore;
mod status;
mod verify;

use std::path::Path;

use clap::{Args, Subcommand};
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;

pub(crate) use reach::Reached;

/// Looks at the database, brings it to its schema, checks that it adds up, backs it up and restores it.
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
    Backup(backup::Backup),
    Backups(backups::Backups),
    Restore(restore::Restore),
}

impl Db {
    pub(crate) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        match self.verb {
            Verb::Status(status) => status.run(config, terminal),
            Verb::Migrate(migrate) => migrate.run(config, terminal),
            Verb::Verify(verify) => verify.run(config, terminal),
            Verb::Backup(backup) => backup.run(config, terminal),
            Verb::Backups(backups) => backups.run(config, terminal),
            Verb::Restore(restore) => restore.run(config, terminal),
        }
    }
}
