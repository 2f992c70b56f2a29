//! `load`: arguments in, exit code out.

use clap::Parser as _;
use dazza_shared::exit::Exit;
use dazza_sim::load::{Args, perform};

fn main() -> Exit {
    perform(&Args::parse())
}
