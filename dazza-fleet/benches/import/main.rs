//! How long it takes to import a million lines of chat, with all that goes with them, and how much memory.
//!
//! `cargo bench -p dazza-fleet --bench import`, or `scripts/bench import`. A file as the original bot left it, imported by the
//! real program into the database server of the fleet's own, which keeps what it has confirmed (fsync on). Another build of the program can be
//! measured by naming it, by its whole path: `cargo bench -p dazza-fleet --bench import -- "$PWD/target/release/dazza-fleet"`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench that cannot measure may as well stop")]

#[path = "../../tests/process/store/old_bot/mod.rs"]
mod old_bot;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use dazza_sim::measure::{Figure, Report, count};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// Lines of chat.
const N_LINES: u64 = 1_000_000;

/// Time between two looks at the memory of the program.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The most memory a program had. Unit: kB.
#[derive(Debug, Default)]
struct Peak {
    pss: u64,
    rss: u64,
}

fn main() {
    let mut report = Report::begin_as_told("import");
    // The name of a file follows `--json`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let named = arguments.next().filter(|argument| !argument.starts_with("--"));
    let program =
        named.map_or_else(|| env!("CARGO_BIN_EXE_dazza-fleet").into(), |name| fs::canonicalize(name).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    report.versions_of(&[&program]);
    runtime.block_on(measure(&program, &mut report));
    report.end().unwrap();
}

async fn measure(program: &Path, report: &mut Report) {
    let folder = tempfile::tempdir().unwrap();
    // The database server runs as another user and has to get to its own folder in there.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    let config = folder.path().join("fleet.toml");
    let text = "[fleet]\nstate_dir = \"var\"\n[cytube]\nurl = \"http://127.0.0.1:1\"\n[rooms.fatpizza]\n[rooms.thepub]\n\
                [accounts.main]\nusername = \"dazza\"\n";
    fs::write(&config, text).unwrap();
    let source = folder.path().join("main.db");
    let mut bot = old_bot::odd(&source);
    old_bot::chat(&mut bot, 1, N_LINES);
    drop(bot);
    let videos = folder.path().join("media.db");
    old_bot::videos(&videos);
    let load = format!("{N_LINES} lines of chat, a file of {} MiB", fs::metadata(&source).unwrap().len() >> 20);
    let verb = |words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words).arg("--config").arg(&config).stdin(Stdio::null());
        command
    };
    assert!(verb(&["db", "migrate"]).output().unwrap().status.success());
    let told = folder.path().join("report.json");
    let [source, videos, shown] = [&source, &videos, &told].map(|path| path.to_str().unwrap());
    let (took, peak) = timed(verb(&["import", "sqlite", source, "--media", videos, "--report", shown])).await;
    let told: Value = serde_json::from_slice(&fs::read(&told).unwrap()).unwrap();
    let n_rows: u64 = told["tables"].as_array().unwrap().iter().filter_map(|table| table["read"].as_u64()).sum();
    let (verified, _) = timed(verb(&["db", "verify"])).await;
    let rate = |n: u64| count(n) / took.as_secs_f64();
    let figure = |key, name, unit, value| Figure::of(key, name, &load).value(unit, value);
    for figure in [
        figure("took", "the import, the server's start and end included", "s", took.as_secs_f64()),
        figure("lines", "lines of chat", "lines/s", rate(N_LINES)),
        figure("rows", "rows of all tables", "rows/s", rate(n_rows)),
        figure("pss", "most memory of the program, PSS", "KiB", count(peak.pss)),
        figure("rss", "most memory of the program, RSS", "KiB", count(peak.rss)),
        figure("verify", "`db verify` after it, which is content", "s", verified.as_secs_f64()),
    ] {
        report.figure(figure);
    }
}

/// Runs a program that must succeed: how long it took, and the most memory it had.
async fn timed(mut command: Command) -> (Duration, Peak) {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let rollup = PathBuf::from(format!("/proc/{}/smaps_rollup", child.id()));
    let mut peak = Peak::default();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return (began.elapsed(), peak);
        }
        let text = fs::read_to_string(&rollup).unwrap_or_default();
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        peak.pss = peak.pss.max(field("Pss:").unwrap_or(0));
        peak.rss = peak.rss.max(field("Rss:").unwrap_or(0));
        sleep(LOOK_EVERY).await;
    }
}
