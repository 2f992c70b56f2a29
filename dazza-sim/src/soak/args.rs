//! The command line of `soak`.

use std::path::PathBuf;

use clap::Parser;

/// Watches a demo for hours: what each of its processes holds of memory and descriptors, and whether that grows.
#[derive(Clone, Debug, Parser)]
#[command(name = "soak", version, after_help = EXAMPLES)]
pub struct Args {
    /// Rooms of the demo
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u8).range(3..=100))]
    pub rooms: u8,

    /// How long it is watched. Unit: minutes
    #[arg(long, value_name = "N", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    pub minutes: u32,

    /// Folder of the programs dazza-fleet, dazza-room and dazza-sim; without it, that of this program
    #[arg(long, value_name = "DIR")]
    pub programs: Option<PathBuf>,

    /// Write the figures to this file, too, anew at each look
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  soak                           20 rooms for two hours
  soak --minutes 600 --json soak.json

Exit codes:
  0  it was watched to the end, or until SIGINT or SIGTERM, or the demo ended by itself; what was seen is told
  1  the run could not be made; the message says why
  2  the command line was not understood";
