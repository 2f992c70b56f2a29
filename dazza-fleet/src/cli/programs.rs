//! Finds the programs that belong to this one: they lie beside it.

use std::path::PathBuf;

use dazza_shared::exit::Exit;

use super::failure::Failure;

/// The program called `name` beside the one that runs.
///
/// # Errors
///
/// It is not there.
pub(crate) fn beside_us(name: &str) -> Result<PathBuf, Failure> {
    let us = std::env::current_exe()?;
    let path = us.with_file_name(name);
    if path.is_file() {
        return Ok(path);
    }
    let told = format!("the program {name} is missing: it belongs beside this one, at {}", path.display());
    Err(Failure::new(Exit::Failure, told))
}
