//! The program `dazza-room`: arguments in, exit code out.

use std::io::Write;
use std::path::PathBuf;

use clap::Parser;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;

/// Serves one CyTube room. Started by `dazza-fleet`, which hands it its settings over a socket.
#[derive(Debug, Parser)]
#[command(version, after_help = "Exit codes are listed in docs/exit-codes.md.")]
struct Arguments {
    /// The room to serve.
    #[arg(long)]
    room: RoomName,
    /// The fleet's state folder, where its socket and this room's files are.
    #[arg(long)]
    state_dir: PathBuf,
}

fn main() -> Exit {
    let arguments = Arguments::parse();
    let (exit, reason) = match dazza_room::run::run(&arguments.room, &arguments.state_dir) {
        Ok(ending) => ending,
        Err(error) => (Exit::Failure, format!("{error:#}")),
    };
    if exit == Exit::Done {
        return exit;
    }
    // Goes to the room's output file; without one there is nobody left to tell.
    match writeln!(std::io::stderr(), "error: {reason}") {
        Ok(()) | Err(_) => exit,
    }
}
