//! `dazza-sim`: arguments in, exit code out.

use clap::Parser as _;
use dazza_shared::exit::Exit;
use dazza_sim::cli;

fn main() -> Exit {
    cli::run(&cli::Args::parse())
}
