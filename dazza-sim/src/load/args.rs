//! The command line of `load`.

use std::path::PathBuf;

use clap::Parser;

use super::talk::Measure;

/// Has people talk in many rooms of a real fleet, and checks that every line is stored and every command answered.
#[derive(Clone, Debug, Parser)]
#[command(name = "load", version, after_help = EXAMPLES)]
pub struct Args {
    /// Rooms of the fleet
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=5_000))]
    pub rooms: u16,

    /// Lines a second in each room
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub rate: u16,

    /// How long it is talked. Unit: seconds
    #[arg(long, value_name = "S", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..))]
    pub seconds: u16,

    /// One line in so many is a command; a room answers 60 a minute
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub one_in: u16,

    /// How long lines may stay unstored, and commands unanswered, when all is said. Unit: seconds
    #[arg(long, value_name = "S", default_value_t = 60)]
    pub patience: u64,

    /// Folder of the programs dazza-fleet and dazza-room; without it, that of this program
    #[arg(long, value_name = "DIR")]
    pub programs: Option<PathBuf>,

    /// Write the figures to this file, too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  load                                     20 rooms, a line a second each, for a minute
  load --rooms 5 --rate 20 --one-in 30     few rooms with much talk
  load --rooms 1000 --json load.json

Exit codes:
  0  every line is stored, every command answered once
  1  something is not; each breach is told. Or the run could not be made
  2  the command line was not understood";

impl Args {
    pub(super) fn measure(&self) -> Measure {
        let [n_rooms, rate, seconds, one_in] = [self.rooms, self.rate, self.seconds, self.one_in].map(usize::from);
        Measure { n_rooms, rate, seconds, one_in }
    }
}
