//! Logging as a process has it: set up once, written by several threads, rotated while they write.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::thread;

use dazza_shared::config::LogSettings;
use dazza_shared::telemetry::{self, TelemetryError};
use flate2::read::GzDecoder;
use serde_json::Value;

const N_THREADS: usize = 4;
const N_RECORDS: usize = 500;

/// The text of an archive, or nothing if there is none of that number.
fn archived(log: &Path, number: u32) -> String {
    let mut text = String::new();
    let path = format!("{}.{number}.gz", log.display());
    File::open(path)
        .and_then(|file| GzDecoder::new(file).read_to_string(&mut text))
        .map(|_length| text)
        .unwrap_or_default()
}

fn tell(writer: usize) {
    for record in 0..N_RECORDS {
        tracing::info!(writer, record, "told");
    }
}

#[test]
fn no_record_is_lost_or_torn_while_threads_write_and_files_rotate() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("room.jsonl");
    let settings =
        LogSettings { level: "info".to_owned(), max_bytes: 4_096, keep: 100, burst: 10_000, ..LogSettings::default() };
    let guard = telemetry::init(&log, &settings, false).unwrap();
    let again = telemetry::init(&folder.path().join("again.jsonl"), &settings, false);
    assert!(matches!(again, Err(TelemetryError::SetUpAlready)));
    thread::scope(|scope| {
        for writer in 0..N_THREADS {
            scope.spawn(move || tell(writer));
        }
    });
    assert_eq!(guard.meter().counts().failures, 0);
    drop(guard);
    let text: String = (1..=100).map(|number| archived(&log, number)).collect();
    assert!(!text.is_empty(), "nothing was set aside");
    let text = text + &std::fs::read_to_string(&log).unwrap();
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), N_THREADS * N_RECORDS);
    assert!(records.iter().all(|record| record["message"] == "told" && record["level"] == "info"));
}
