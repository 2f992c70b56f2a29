//! Prints the manual of all metrics, for `docs/metrics.md`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(dazza_fleet::metrics_manual().as_bytes())
}
