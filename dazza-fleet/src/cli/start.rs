//! `dazza-fleet start`: serves rooms again that were stopped.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;
use super::limit::Limit;
use super::order::{Choice, Order, meet};
use crate::rollout::{Goal, Terms};

/// Serves rooms again that `stop` stopped, and waits until they are joined.
///
/// A room that waits for its next try is tried at once; one that runs is left as it is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet start fatpizza thepub
  dazza-fleet start --all --timeout 2m --json

Exit codes:
   0  the rooms are joined
   1  a room is switched off in fleet.toml, or the fleet is ending
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  13  a room did not join; the message says why
  14  a room had not joined in the time allowed
  15  this fleet has no such room; all such names are told, and nothing was done")]
pub(crate) struct Start {
    #[command(flatten)]
    choice: Choice,
    /// How long a room may take: seconds, or a length of time such as 2m.
    #[arg(long, value_name = "TIME", default_value = "60s")]
    timeout: Limit,
    /// Print what became of each room as JSON.
    #[arg(long)]
    json: bool,
}

impl Start {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let (client, view) = meet(config)?;
        let rooms = self.choice.rooms(&view, |room| room.is_enabled)?;
        let terms = Terms {
            goal: Goal::Joined,
            at_once: usize::MAX,
            steady: Duration::ZERO,
            patience: self.timeout.duration(),
        };
        Order { verb: "start", terms, json: self.json }.carry_out(&client, rooms, terminal)
    }
}
