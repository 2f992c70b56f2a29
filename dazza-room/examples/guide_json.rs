//! Prints the guide to contests as JSON, for `docs/guide.json`, which the fleet serves on the web.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(dazza_room::games::contest::guide()?.as_bytes())
}
