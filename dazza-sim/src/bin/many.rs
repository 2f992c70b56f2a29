//! `many`: how many rooms one machine carries. A run of `load` for each number of rooms, with its own chat server, in one report.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use clap::Parser;
use dazza_sim::measure::{Figure, Paper, Report};

/// Has people talk in so many rooms of a real fleet, then in so many, and tells what each number costs.
#[derive(Debug, Parser)]
#[command(name = "many", version)]
struct Args {
    /// Rooms of each run
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "100,300,1000")]
    rooms: Vec<u16>,

    /// How long it is talked in each run before anything is timed. Unit: seconds
    #[arg(long, value_name = "S", default_value_t = 60)]
    warm_up: u16,

    /// Write the figures to this file, too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let program = std::env::current_exe()?.with_file_name("load");
    let mut report = Report::begin("many", args.json);
    for n_rooms in args.rooms {
        let paper = run(&program, n_rooms, args.warm_up)?;
        for (what, version) in paper.versions.iter().filter(|(what, _)| *what != "rustc") {
            report.version(what, version);
        }
        for figure in paper.figures {
            report.figure(Figure { key: format!("{}-{n_rooms}", figure.key), ..figure });
        }
        paper.notes.iter().for_each(|note| report.note(note));
    }
    report.end()?;
    Ok(())
}

/// One run: its figures. A broken promise is one of them and no reason to stop.
fn run(program: &Path, n_rooms: u16, warm_up: u16) -> anyhow::Result<Paper> {
    let folder = tempfile::tempdir()?;
    let json = folder.path().join("talk.json");
    let mut command = Command::new(program);
    command.args(["--rooms", &n_rooms.to_string(), "--warm-up", &warm_up.to_string(), "--json"]).arg(&json);
    let out = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(json.exists(), "{n_rooms} rooms could not be measured:\n{}", String::from_utf8_lossy(&out.stdout));
    Ok(Paper::read(&json)?)
}
