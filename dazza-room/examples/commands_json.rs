//! Prints the list of all commands as JSON, for `docs/commands.json`, which the fleet serves on the web.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(dazza_room::commands::catalogue()?.as_bytes())
}
