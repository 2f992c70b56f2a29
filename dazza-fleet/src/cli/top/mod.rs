//! `dazza-fleet top`: the rooms and their logs in the terminal, live.

mod draw;
mod model;
mod screen;
mod session;
mod tail;

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::Args;
use dazza_shared::config::{Environment, FleetConfig};
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use jiff::tz::TimeZone;

use super::client::Client;
use super::failure::Failure;
use super::logs::allow_many_files;
use super::{Terminal, host};
use crate::logs::Level;
use model::{Manner, Model};

/// Shows the rooms and their logs in the terminal, live, and takes orders by single keys.
///
/// `?` lists the keys, `q` ends it. While no supervisor answers, the last picture stands, and it goes on by itself when
/// one is there again. `NO_COLOR` is obeyed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet top
  NO_COLOR=1 dazza-fleet top --level warn

Exit codes:
   0  it was ended by a key or a signal
   1  the terminal could not be used; the message says why
   2  stdout is no terminal that can be drawn on; `dazza-fleet status` is for that
  10  the configuration does not tell where the fleet's state is")]
pub(crate) struct Top {
    /// Begin with log records of this level and worse; + and - change it.
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    level: Level,
}

impl Top {
    pub(crate) fn run(&self, config: &Path, _terminal: &mut Terminal) -> Result<Exit, Failure> {
        let variable = |name| Environment::System.get(name).unwrap_or_default();
        if !io::stdout().is_terminal() || variable("TERM") == "dumb" {
            let told = "stdout is no terminal that can be drawn on; `dazza-fleet status` prints the rooms once";
            return Err(Failure::new(Exit::Usage, told));
        }
        let client = Client::of(config)?.patient_for(session::PATIENCE);
        let paths = StatePaths::new(&FleetConfig::load_state_dir(config)?);
        allow_many_files();
        // Source: no-color.org.
        let manner = Manner { has_colour: variable("NO_COLOR").is_empty(), zone: TimeZone::system() };
        let model = Model::new(self.level, manner);
        host::block_on(session::run(model, client, paths))?;
        Ok(Exit::Done)
    }
}
