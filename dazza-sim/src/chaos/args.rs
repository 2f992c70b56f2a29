//! The command line of `chaos`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use super::plan::Measure;

/// Kills a real fleet while people talk in its room, and proves that nothing is lost and nothing happens twice.
#[derive(Clone, Debug, Parser)]
#[command(name = "chaos", version, after_help = EXAMPLES)]
pub struct Args {
    /// Makes the plan: what is said, what is killed and when
    #[arg(long, default_value_t = 7)]
    pub seed: u64,

    /// Lines to be said, commands among them
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub lines: usize,

    /// One line in so many is a command; the bot answers one in 1.1 s
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u64).range(2..))]
    pub one_in: u64,

    /// How often the room's process is killed
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub kills: usize,

    /// How often the supervisor is killed, and started again
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub kill_supervisor: usize,

    /// How often the database server is killed
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub kill_postgres: usize,

    /// In place of all this: how long the database is away, under load. Unit: seconds
    #[arg(long, value_name = "S")]
    pub outage: Option<u64>,

    /// How often the room's process is killed meanwhile
    #[arg(long, value_name = "N", default_value_t = 0, requires = "outage")]
    pub outage_kills: usize,

    /// In place of all this: so many reminders, messages, duels and flips, each with a kill in its life; 22 are one of each
    #[arg(long, value_name = "N", conflicts_with = "outage")]
    pub lives: Option<usize>,

    /// How many of them at once: each crosses the kills of the others, too
    #[arg(long, value_name = "N", default_value_t = 3, requires = "lives", value_parser = clap::value_parser!(u64).range(1..=20))]
    pub at_once: u64,

    /// How long a line may stay unstored, or a command unanswered, before it is given up. Unit: seconds
    #[arg(long, value_name = "S", default_value_t = 75)]
    pub patience: u64,

    /// End early once so many lines were given up
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub most_given_up: usize,

    /// Folder of the programs dazza-fleet and dazza-room; without it, that of this program
    #[arg(long, value_name = "DIR")]
    pub programs: Option<PathBuf>,

    /// Leave the fleet's folder, with its logs and database, when a promise was broken
    #[arg(long)]
    pub keep: bool,

    /// Say nothing on the way
    #[arg(long)]
    pub quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  chaos                                            10,000 lines, 200 kills of the room
  chaos --seed 8 --kill-supervisor 20 --kill-postgres 10
  chaos --lines 300 --kills 8 --one-in 12          a short one
  chaos --outage 60 --outage-kills 3               a database that is away for a minute
  chaos --lives 88                                 what lives longer than a line, killed at every moment
  chaos --keep --quiet                             for a machine; the folder is kept if something breaks

Exit codes:
  0  nothing was lost and nothing happened twice
  1  something was; each breach is told with its line and the kills nearby. Or the run could not be made
  2  the command line was not understood";

impl Args {
    pub(super) fn measure(&self) -> Measure {
        Measure {
            n_lines: self.lines,
            one_in: self.one_in,
            n_rooms: self.kills,
            n_supervisors: self.kill_supervisor,
            n_postgres: self.kill_postgres,
        }
    }

    pub(super) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
