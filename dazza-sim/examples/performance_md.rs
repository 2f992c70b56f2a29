//! Writes `docs/performance.md` and its charts, of the papers in `docs/performance` that `scripts/bench` has left there.

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    dazza_sim::measure::page::written(&docs)?.into_iter().try_for_each(|(path, text)| fs::write(path, text))
}
