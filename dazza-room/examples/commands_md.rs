//! Prints the manual of all commands, for `docs/commands.md`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(dazza_room::commands::manual().as_bytes())
}
