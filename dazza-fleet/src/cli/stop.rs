//! `dazza-fleet stop`: serves rooms no more, until `start`.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;
use super::limit::Limit;
use super::order::{Choice, Order, meet};
use crate::rollout::{Goal, Terms};

/// Stops rooms in order, and waits until their processes have ended.
///
/// They stay stopped until `start`, also when the fleet itself is ended and started again. fleet.toml is left alone;
/// `rooms disable` writes it down there.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet stop fatpizza thepub
  dazza-fleet stop --all --timeout 30s --json

Exit codes:
   0  the rooms are stopped
   1  it cannot be remembered on the disk, or the fleet is ending
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  14  a room had not stopped in the time allowed; it goes on stopping
  15  this fleet has no such room; all such names are told, and nothing was done")]
pub(crate) struct Stop {
    #[command(flatten)]
    choice: Choice,
    /// How long a room may take: seconds, or a length of time such as 2m.
    #[arg(long, value_name = "TIME", default_value = "30s")]
    timeout: Limit,
    /// Print what became of each room as JSON.
    #[arg(long)]
    json: bool,
}

impl Stop {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let (client, view) = meet(config)?;
        let rooms = self.choice.rooms(&view, |room| room.is_enabled)?;
        let terms = Terms {
            goal: Goal::Stopped,
            at_once: usize::MAX,
            steady: Duration::ZERO,
            patience: self.timeout.duration(),
        };
        Order { verb: "stop", terms, json: self.json }.carry_out(&client, rooms, terminal)
    }
}
