//! Prints the API as `OpenAPI` has it, for `docs/openapi.json`, which the fleet serves on the web.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(dazza_fleet::openapi()?.as_bytes())
}
