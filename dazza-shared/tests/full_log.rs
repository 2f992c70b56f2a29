//! A log that may not grow: records are counted as lost, the process lives on, and the log tells of it afterwards.

use std::fs;

use dazza_shared::config::LogSettings;
use dazza_shared::telemetry;
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use serde_json::Value;
use tokio::signal::unix::{SignalKind, signal};

#[tokio::test]
async fn what_does_not_fit_is_counted_warned_of_once_and_told_when_there_is_space_again() {
    let _too_large = signal(SignalKind::from_raw(Signal::XFSZ.as_raw())).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("room.jsonl");
    let guard = telemetry::init(&path, &LogSettings::default(), false).unwrap();
    let before = getrlimit(Resource::Fsize);
    setrlimit(Resource::Fsize, Rlimit { current: Some(8 * 1024), ..before }).unwrap();
    for n in 0..200 {
        tracing::info!(n, "told");
    }
    let counts = guard.tend();
    assert!(counts.failures > 0);
    assert!(guard.warning().is_some_and(|why| why.contains("File too large")));
    assert_eq!(guard.warning(), None);

    setrlimit(Resource::Fsize, before).unwrap();
    tracing::info!(n = 200, "told");
    let text = fs::read_to_string(&path).unwrap();
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let n_present = records.iter().filter(|record| record["message"] == "told").count();
    let lost = records.last().unwrap();
    assert_eq!(lost["log.lost"], counts.failures);
    assert!(lost["message"].as_str().unwrap().contains("File too large"), "{lost}");
    assert_eq!(n_present as u64 + counts.failures, 201);
    assert_eq!(guard.tend().bytes, text.len() as u64);
}
