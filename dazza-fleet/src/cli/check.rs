//! `dazza-fleet check`: the configuration as understood, or every fault in it.

use std::path::Path;

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;

/// Prints the configuration as understood, or every fault in it at once.
///
/// Passwords are read, to see that they can be, and never shown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet check
  dazza-fleet check --config /etc/dazza/fleet.toml

Exit codes:
   0  the configuration is fine
  10  it has faults, all of which were printed")]
pub(crate) struct Check {}

pub(crate) fn run(config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let understood = FleetConfig::load(config)?;
    write!(terminal.out, "{}", understood.describe())?;
    Ok(Exit::Done)
}
