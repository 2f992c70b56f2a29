//! `dazza-fleet restart`: fresh processes for rooms, a few at a time.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use dazza_shared::exit::Exit;

use super::Terminal;
use super::failure::Failure;
use super::limit::Limit;
use super::order::{Choice, Order, meet};
use crate::rollout::{Goal, Terms};

/// How long a room must stay joined before the next one is restarted, unless told otherwise.
const STEADY: Duration = Duration::from_secs(5);

/// Replaces the processes of rooms and waits until each room is joined again.
///
/// A few rooms are restarted at once; each must be joined, and stay joined for a while, before the next one follows. At
/// the first room that fails the rest are left as they are, and the message says which process and version they run. A
/// room that waits for its next try (backing off, held, quarantined or blocked) is tried at once.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet restart fatpizza
  dazza-fleet restart fatpizza thepub --timeout 2m
  dazza-fleet restart --all --at-once 4 --steady 10s --json

Exit codes:
   0  the rooms are joined, by new processes
   1  a room is switched off or stopped, or the fleet is ending
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  13  a room did not join; the message says why, and what the others run
  14  a room had not joined in the time allowed
  15  this fleet has no such room; all such names are told, and nothing was done")]
pub(crate) struct Restart {
    #[command(flatten)]
    choice: Choice,
    /// How many rooms are restarted at once.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    at_once: u16,
    /// How long a room must stay joined to count; 5s, but nothing for a single room.
    #[arg(long, value_name = "TIME")]
    steady: Option<Limit>,
    /// How long a room may take: seconds, or a length of time such as 2m.
    #[arg(long, value_name = "TIME", default_value = "60s")]
    timeout: Limit,
    /// Print what became of each room as JSON.
    #[arg(long)]
    json: bool,
}

impl Restart {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let (client, view) = meet(config)?;
        let rooms = self.choice.rooms(&view, |room| room.is_wanted)?;
        let usual = if rooms.len() > 1 { STEADY } else { Duration::ZERO };
        let terms = Terms {
            goal: Goal::Replaced,
            at_once: self.at_once.into(),
            steady: self.steady.map_or(usual, Limit::duration),
            patience: self.timeout.duration(),
        };
        Order { verb: "restart", terms, json: self.json }.carry_out(&client, rooms, terminal)
    }
}
