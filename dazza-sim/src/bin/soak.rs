//! `soak`: arguments in, exit code out.

use clap::Parser as _;
use dazza_shared::exit::Exit;
use dazza_sim::soak::{Args, perform};

fn main() -> Exit {
    perform(&Args::parse())
}
