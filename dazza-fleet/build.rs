//! Takes the built pages in `dashboard/dist` into the program, so that it serves them wherever it runs. Nothing is there
//! before `scripts/dashboard` has built them; then the program says so in their place.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script where to write by its environment")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let dist = home.parent().ok_or("this crate stands in a workspace")?.join("dashboard/dist");
    // A folder that is not there would count as changed at every build.
    if let Err(error) = fs::create_dir_all(&dist) {
        println!("cargo:warning=cannot make {}: {error}; every build takes longer for it", dist.display());
    }
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-changed=build.rs");

    let mut files = Vec::new();
    if dist.join("index.html").is_file() {
        collect(&dist, &mut files)?;
        files.sort();
    }
    let mut list = String::from("&[\n");
    for file in &files {
        let path = file.strip_prefix(&dist)?.to_str().ok_or("a file's name is no text")?;
        writeln!(list, "    (\"/{path}\", include_bytes!({:?})),", file.display().to_string())?;
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("dashboard.rs"), list)?;
    Ok(())
}

/// Adds all files below `folder`, but those whose name begins with a dot.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
