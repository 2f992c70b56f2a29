//! Takes the built pages in `dashboard/dist` into the program, so that it serves them wherever it runs. Nothing is there
//! before `scripts/dashboard` has built them; then the program says so in their place.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script where to write by its environment")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The first C library that can read packed relocations.
const PACKS_SINCE: (u32, u32) = (2, 36);

fn main() -> Result<(), Box<dyn Error>> {
    if libc_version().is_some_and(|version| version >= PACKS_SINCE) {
        // What the loader has to adjust is listed in bits, not in 24 bytes each: half a megabyte that each supervisor would hold.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
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

/// The version of the C library that the program will run with, where it is built for this machine and that is glibc.
fn libc_version() -> Option<(u32, u32)> {
    if env::var("HOST").ok()? != env::var("TARGET").ok()? {
        return None;
    }
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let mut numbers = told.trim().strip_prefix("glibc ")?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
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
