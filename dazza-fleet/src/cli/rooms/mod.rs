//! `dazza-fleet rooms`: the rooms of `fleet.toml`, shown and changed.

mod change;
mod list;
mod purge;

use std::path::Path;

use clap::{Args, Subcommand};
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;

/// Shows and changes the rooms of fleet.toml.
///
/// Comments and layout of the file stay as they are. A change is checked whole before it is written; a running fleet
/// is told to reload.
#[derive(Debug, Args)]
pub(crate) struct Rooms {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    List(list::List),
    Add(change::Add),
    Remove(change::Remove),
    Set(change::Set),
    Enable(change::Enable),
    Disable(change::Disable),
    Purge(purge::Purge),
}

impl Rooms {
    pub(crate) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        match self.verb {
            Verb::List(list) => list.run(config, terminal),
            Verb::Add(add) => add.run(config, terminal),
            Verb::Remove(remove) => remove.run(config, terminal),
            Verb::Set(set) => set.run(config, terminal),
            Verb::Enable(enable) => enable.run(config, terminal),
            Verb::Disable(disable) => disable.run(config, terminal),
            Verb::Purge(purge) => purge.run(config, terminal),
        }
    }
}
