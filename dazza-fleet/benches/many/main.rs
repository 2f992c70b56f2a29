//! How many rooms one machine carries: 100, 300 and 1,000 of them, a line a second in each, every line and answer checked.
//!
//! `cargo bench -p dazza-fleet --bench many`, or `scripts/bench many`; other numbers with `-- --rooms 20,50`. Each number is a
//! run of `load`, a program of `dazza-sim`, with the chat server and those who speak in its own process; release builds.

#![expect(clippy::unwrap_used, reason = "a bench that cannot measure has nothing better to do than to stop")]

use std::path::Path;
use std::process::{Command, Stdio};

use dazza_sim::measure::{Figure, Paper, Report};

/// Rooms of each run.
const NUMBERS: &str = "100,300,1000";

fn main() {
    let mut report = Report::begin_as_told("many");
    let numbers = std::env::args().skip_while(|argument| argument != "--rooms").nth(1);
    let numbers = numbers.unwrap_or_else(|| NUMBERS.to_owned());
    build();
    for n_rooms in numbers.split(',') {
        let paper = run(n_rooms);
        for (what, version) in paper.versions.iter().filter(|(what, _)| *what != "rustc") {
            report.version(what, version);
        }
        for figure in paper.figures {
            report.figure(Figure { key: format!("{}-{n_rooms}", figure.key), ..figure });
        }
        paper.notes.iter().for_each(|note| report.note(note));
    }
    report.end().unwrap();
}

/// One run: its figures. A broken promise is one of them and no reason to stop.
fn run(n_rooms: &str) -> Paper {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("talk.json");
    let program = Path::new(env!("CARGO_BIN_EXE_dazza-fleet")).with_file_name("load");
    let mut command = Command::new(program);
    let out = command.args(["--rooms", n_rooms, "--json"]).arg(&json).stdin(Stdio::null()).output().unwrap();
    assert!(json.exists(), "{}", String::from_utf8_lossy(&out.stdout));
    Paper::read(&json).unwrap()
}

/// Cargo builds the programs of this crate for a bench, but not those of others.
fn build() {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "-p", "dazza-room", "-p", "dazza-sim"]);
    assert!(command.status().unwrap().success(), "cannot build the room and the chat server");
}
