//! The program `dazza-fleet`: arguments in, exit code out.

use dazza_shared::exit::Exit;

fn main() -> Exit {
    dazza_fleet::run(std::env::args_os(), Box::new(std::io::stdout()), Box::new(std::io::stderr()))
}
