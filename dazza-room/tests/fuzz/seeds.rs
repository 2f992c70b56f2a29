//! Seeds from the recordings, and the inputs that once found something.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One recorded connection.
pub(crate) struct Recording {
    /// What the server sent.
    pub(crate) heard: Vec<String>,
    /// What the client sent.
    pub(crate) said: Vec<String>,
}

/// Every recorded connection.
pub(crate) fn recordings() -> Vec<Recording> {
    let scenarios = files(&folder("../../dazza-sim/tests/recordings"));
    let paths = scenarios
        .iter()
        .flat_map(|scenario| files(scenario))
        .filter(|path| path.extension().is_some_and(|kind| kind == "jsonl"));
    paths.map(|path| read(&path)).collect()
}

/// Every frame that a server sent, each once.
pub(crate) fn heard() -> Vec<String> {
    let mut frames: Vec<_> = recordings().into_iter().flat_map(|recording| recording.heard).collect();
    frames.sort();
    frames.dedup();
    frames
}

/// Inputs that once made the target of that name fail.
pub(crate) fn found(target: &str) -> Vec<Vec<u8>> {
    files(&folder("fuzz/found").join(target)).iter().map(|path| fs::read(path).unwrap()).collect()
}

fn read(path: &Path) -> Recording {
    let text = fs::read_to_string(path).unwrap();
    let frames: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |way: &str| {
        let frames = frames.iter().filter(|frame| frame["dir"] == way);
        frames.map(|frame| frame["raw"].as_str().unwrap_or_default().to_owned()).collect()
    };
    Recording { heard: of("in"), said: of("out") }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// What is in a folder, in order; nothing if there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
