//! House rules that clippy cannot hold: headers, sizes, which folder may use which, names, and words that have no place.

#![expect(clippy::unwrap_used, clippy::excessive_nesting, reason = "a rule walks files, their lines and what it bars")]

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, in lines. Source: the house style, sizes of files.
const MAX_LINES: usize = 400;

/// Which files (by the start of their path) must not use what (by the start of a path in code), and why.
const ARROWS: &[(&str, &[&str], &str)] = &[
    (
        "dazza-room/src/games",
        &["tokio", "crate::commands", "crate::cytube", "crate::socketio", "crate::room", "crate::chat", "jiff"],
        "a game is a rule: chance, money and names go in, an outcome comes out",
    ),
    (
        "dazza-room/src/room",
        &["tokio", "crate::socketio", "crate::commands", "crate::outbox", "std::fs"],
        "the room's state is pure: events go in, happenings come out",
    ),
    (
        "dazza-room/src/chat",
        &["tokio", "crate::socketio", "crate::cytube", "crate::commands", "std::fs"],
        "reading and writing lines is pure",
    ),
    (
        "dazza-room/src/commands",
        &["crate::cytube", "crate::socketio", "std::fs", "tokio::net"],
        "a command sees the room, never the wire",
    ),
    ("dazza-room/src/outbox", &["crate::socketio", "crate::cytube", "std::fs"], "pacing is pure"),
    ("dazza-room/src/entry", &["crate::socketio", "std::fs", "tokio::net"], "the way in is pure"),
    (
        "dazza-fleet/src/postgres",
        &["crate::supervisor", "crate::cli", "crate::api", "crate::view", "sqlx"],
        "the database server is a child: it knows neither rooms nor queries",
    ),
    ("dazza-fleet/src/supervisor/plan.rs", PURE, "a plan is data"),
    ("dazza-fleet/src/supervisor/health.rs", PURE, "a verdict is a function of beats and time"),
    ("dazza-fleet/src/supervisor/restart.rs", PURE, "back-off is a sum"),
    ("dazza-fleet/src/supervisor/common_cause.rs", PURE, "what is held follows from the table and time"),
    ("dazza-fleet/src/supervisor/changes.rs", PURE, "what a reload does follows from two configurations"),
    ("dazza-fleet/src/cli/rollout.rs", PURE, "a rollout is a function of views and time"),
    ("dazza-fleet/src/cli/top/model", PURE, "what top shows follows from events and time"),
    ("dazza-fleet/src/cli/top/draw", PURE, "a screen is drawn from what top knows"),
    ("dazza-fleet/src/supervisor/child.rs", PURE, "a child's moves are a table"),
    ("dazza-fleet/src/supervisor/table.rs", PURE, "the table is data"),
    ("dazza-fleet/src/supervisor/desired.rs", PURE, "what we want follows from the configuration"),
    ("dazza-fleet/src/supervisor/gate.rs", PURE, "the gate is a function of askers and time"),
    (
        "dazza-fleet/src/api",
        &["crate::supervisor::table", "crate::supervisor::child", "std::fs"],
        "the API asks by message and shows the view",
    ),
    (
        "dazza-fleet/src/import",
        &["crate::cli", "crate::supervisor", "crate::postgres", "sqlx"],
        "an import knows its source and the store, and no query of ours",
    ),
    ("dazza-shared/src", &["dazza_room", "dazza_fleet", "dazza_sim"], "what is shared knows neither program"),
    ("dazza-fetch/src", &["dazza_room", "dazza_fleet", "dazza_sim"], "what fetches knows neither program"),
    ("dazza-room/src", &["dazza_fleet", "dazza_sim"], "a room knows its link, not its supervisor"),
    ("dazza-fleet/src", &["dazza_room", "dazza_sim"], "the supervisor starts programs, it does not link them"),
];

/// What the pure heart of the supervisor must not touch; tokio's clock is the one thing of tokio it may name.
const PURE: &[&str] = &["tokio::net", "tokio::process", "tokio::sync", "std::process", "std::fs", "nix", "rustix"];

/// Words that say nothing in a name of a type.
const EMPTY_NAMES: &[&str] = &["Manager", "Helper", "Util", "Utils", "Service", "Processor", "Data", "Info"];

#[test]
fn every_file_says_what_it_is_and_is_no_longer_than_it_may_be() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//! ") {
            faults.push(format!("{path}: begins without a `//!` line that says what the file is for"));
        }
        let n_lines = text.lines().count();
        if n_lines > MAX_LINES {
            faults.push(format!("{path}: {n_lines} lines; split it by jobs, {MAX_LINES} is the end"));
        }
    }
    report(&faults);
}

#[test]
fn no_arrow_points_back() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for (_, barred, why) in ARROWS.iter().filter(|(folder, ..)| path.starts_with(folder)) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (n, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                // Tests run the sim as a real server.
                let is_test = path.contains("/tests/") || path.ends_with("tests.rs");
                let is_barred = |name: &&&str| names(line, name) && !(is_test && **name == "dazza_sim");
                for name in barred.iter().filter(is_barred) {
                    faults.push(format!("{path}:{}: uses `{name}`, but {why}", n + 1));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn only_one_file_touches_processes() {
    let mut faults = Vec::new();
    for (path, text) in sources().filter(|(path, _)| path.starts_with("dazza-fleet/src/supervisor/")) {
        let spawns = ["Command::new", "killpg(", "pidfd_open("].iter().any(|call| text.contains(call));
        if spawns && !path.ends_with("/execute.rs") && !path.contains("/execute/") {
            faults.push(format!("{path}: touches processes; only execute.rs does"));
        }
    }
    report(&faults);
}

#[test]
fn names_say_something() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for line in text.lines() {
            let mut words = line.split_whitespace().skip_while(|word| !["struct", "enum", "trait"].contains(word));
            let (Some(_), Some(name)) = (words.next(), words.next()) else { continue };
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            if let Some(word) = EMPTY_NAMES.iter().find(|word| name.ends_with(**word)) {
                faults.push(format!("{path}: `{name}`: `{word}` says nothing; name what it is"));
            }
        }
    }
    report(&faults);
}

/// Where another's SQLite file is read. Nothing in there reaches our own database.
const SOURCE: &str = "dazza-fleet/src/import/source/";

#[test]
fn sql_stands_only_in_the_store() {
    let mut faults = Vec::new();
    let is_free = |path: &str| path.contains("/store/") || path.starts_with(SOURCE) || path.ends_with("tidy.rs");
    for (path, text) in sources().filter(|(path, _)| !is_free(path)) {
        for word in ["SELECT ", "INSERT INTO", "UPDATE SET", "DELETE FROM"] {
            if text.contains(word) {
                faults.push(format!("{path}: holds `{word}`; queries live in dazza-shared/src/store"));
            }
        }
    }
    report(&faults);
}

#[test]
fn every_dependency_is_used_and_versions_stand_in_one_table() {
    let mut faults = Vec::new();
    for member in ["dazza-shared", "dazza-fetch", "dazza-room", "dazza-fleet", "dazza-sim"] {
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let code: String = sources().filter(|(path, _)| path.starts_with(member)).map(|(_, text)| text).collect();
        for section in ["dependencies", "dev-dependencies"] {
            for (name, spec) in manifest.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                if spec.get("workspace").is_none() {
                    faults.push(format!("{member}: `{name}` has a version of its own; it belongs in the root table"));
                }
                if !names(&code, &name.replace('-', "_")) {
                    faults.push(format!("{member}: `{name}` is not used"));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let here = format!("{}/", root().display());
    let mut faults = Vec::new();
    for path in files(&root(), &["rs", "toml", "md", "sh", "sql", "json", "js", ""]) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let shown = relative(&path);
        if shown.ends_with("tidy.rs") || shown.ends_with("Cargo.lock") {
            continue;
        }
        for barred in [here.as_str(), "/home/", "TODO", "FIXME", "://registry."] {
            if text.contains(barred) {
                faults.push(format!("{shown}: holds `{barred}`"));
            }
        }
    }
    report(&faults);
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Whether a line of code names `path`, and not merely a longer word that begins or ends like it.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = line[..at].chars().next_back().is_none_or(|c| !is_word(c));
        let after = line[at + path.len()..].chars().next();
        before && after.is_none_or(|c| !is_word(c)) && (path.contains("::") || after == Some(':'))
    })
}

fn sources() -> impl Iterator<Item = (String, String)> {
    files(&root(), &["rs"]).into_iter().map(|path| (relative(&path), fs::read_to_string(&path).unwrap()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// All files below `folder` with one of these endings, what git ignores left out.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        if ["target", "var", "node_modules", "dist", ".git", "recordings"].iter().any(|skipped| name == *skipped) {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings.contains(&path.extension().and_then(|e| e.to_str()).unwrap_or_default()) {
            found.push(path);
        }
    }
    found.sort();
    found
}
