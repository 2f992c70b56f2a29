//! Sets a process's logging up, and changes it while it runs.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing::Subscriber;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Registry, reload};

use super::log::Log;
use super::record::JsonLines;
use super::rotate::LogFile;
use crate::clock::Clock;
use crate::config::{FilterError, LogSettings, log_filter};
use crate::counters::LogCounts;

/// Logging of a process; dropping it tells what was dropped and waits until what was set aside is compressed.
#[derive(Debug)]
pub struct Guard {
    log: Arc<Log>,
    filter: reload::Handle<Targets, Registry>,
}

/// Why logging could not be set up or changed.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The log file cannot be opened.
    #[error("cannot open the log file {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The level is no filter.
    #[error("the log level is wrong")]
    Filter(#[from] FilterError),
    /// This process logs already.
    #[error("logging is set up already")]
    SetUpAlready,
}

/// Lets this process log into `file`, and as readable text to stderr if `also_stderr`.
///
/// # Errors
///
/// Any [`TelemetryError`]; nothing is set up then.
pub fn init(file: &Path, settings: &LogSettings, also_stderr: bool) -> Result<Guard, TelemetryError> {
    let (subscriber, guard) = build(file, settings, also_stderr)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_taken| TelemetryError::SetUpAlready)?;
    Ok(guard)
}

impl Guard {
    /// Follows new settings from the next record on.
    ///
    /// # Errors
    ///
    /// `Filter` when the level is none; the settings of before go on then.
    pub fn apply(&self, settings: &LogSettings) -> Result<(), TelemetryError> {
        let filter = log_filter(&settings.level)?;
        self.log.apply(settings);
        self.filter.reload(filter).map_err(|_gone| TelemetryError::SetUpAlready)
    }

    /// What this process's log took, dropped and lost; can be asked wherever it is carried.
    pub fn meter(&self) -> Meter {
        Meter(Arc::clone(&self.log))
    }

    /// Looks after the log once in a while: tells what a flood dropped once it is over. The counts so far.
    pub fn tend(&self) -> LogCounts {
        self.log.tend();
        self.log.counts()
    }

    /// Why the log cannot be written, once for each trouble.
    pub fn warning(&self) -> Option<String> {
        self.log.warning()
    }
}

/// Reads the counts of a process's log.
#[derive(Clone, Debug)]
pub struct Meter(Arc<Log>);

impl Meter {
    /// The counts so far.
    pub fn counts(&self) -> LogCounts {
        self.0.counts()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.log.close();
    }
}

fn build(
    path: &Path,
    settings: &LogSettings,
    also_stderr: bool,
) -> Result<(impl Subscriber + Send + Sync, Guard), TelemetryError> {
    let (filter, handle) = reload::Layer::new(log_filter(&settings.level)?);
    let file = LogFile::open(path, settings.into())
        .map_err(|source| TelemetryError::Open { path: path.to_owned(), source })?;
    let log = Arc::new(Log::new(file, settings, Clock::System));
    let lines = JsonLines(Arc::clone(&log));
    let text = also_stderr.then(|| {
        let layer = tracing_subscriber::fmt::layer().compact().with_target(false);
        layer.with_timer(WallClock(Clock::System)).with_writer(io::stderr)
    });
    Ok((Registry::default().with(filter).with(lines).with(text), Guard { log, filter: handle }))
}

/// The time before a line of text.
struct WallClock(Clock);

impl FormatTime for WallClock {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{:.3}", self.0.now())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::Value;
    use tracing::{debug, error, info, info_span, warn};

    use super::*;

    fn settings(level: &str) -> LogSettings {
        LogSettings { level: level.to_owned(), ..LogSettings::default() }
    }

    /// What stands in the log after `tell` has run.
    fn logged(level: &str, tell: impl FnOnce(&Guard)) -> Vec<Value> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let (subscriber, guard) = build(&path, &settings(level), false).unwrap();
        tracing::subscriber::with_default(subscriber, || tell(&guard));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.lines().all(|line| line.len() < 64 * 1024));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_record_is_flat_and_holds_the_fields_of_its_spans() {
        let records = logged("info", |_| {
            let _room = info_span!("room", room.name = "fatpizza", turn = 1).entered();
            let _invocation = info_span!("invocation", command.name = "roll", turn = 2).entered();
            let cause = io::Error::other("no route");
            let cause: &(dyn std::error::Error + 'static) = &cause;
            warn!(cause, share = 0.5, is_own = true, child.pid = -1, r#type = "x", "lost \"the\" line");
        });
        let [record] = records.as_slice() else { panic!("{records:?}") };
        let expected = serde_json::json!({
            "level": "warn", "message": "lost \"the\" line", "target": module_path!(),
            "cause": "no route", "share": 0.5, "is_own": true, "child.pid": -1, "type": "x",
            "command.name": "roll", "turn": 2, "room.name": "fatpizza", "timestamp": record["timestamp"],
        });
        assert_eq!(*record, expected);
        let time = record["timestamp"].as_str().unwrap();
        assert!(time.ends_with('Z') && time.parse::<Timestamp>().is_ok(), "{time}");
    }

    #[test]
    fn a_record_beyond_its_limit_is_cut_and_stays_json() {
        let records = logged("info", |_| {
            let long = "\u{1}ä".repeat(100_000);
            error!(first = long, second = long, third = long, "{long}");
            info!("still here");
        });
        assert_eq!(records.len(), 2);
        assert_eq!(records[0]["cut"], true);
        assert!(records[0]["message"].as_str().unwrap().ends_with('…'));
        assert_eq!(records[1]["message"], "still here");
    }

    #[test]
    fn settings_change_while_it_runs() {
        let records = logged("info", |guard| {
            debug!("not heard");
            guard.apply(&settings("debug")).unwrap();
            debug!("heard");
            assert!(matches!(guard.apply(&settings("loud")), Err(TelemetryError::Filter(_))));
            debug!("heard as well");
            assert_eq!(guard.tend(), guard.meter().counts());
            assert_eq!((guard.tend().failures, guard.warning()), (0, None));
        });
        assert_eq!(records.len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_cut_off_told_once_it_is_over_and_all_adds_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        let settings = LogSettings { rate: 10, burst: 100, ..settings("info") };
        let (subscriber, guard) = build(&path, &settings, false).unwrap();
        let _logging = tracing::subscriber::set_default(subscriber);
        let read = || -> Vec<Value> {
            let text = std::fs::read_to_string(&path).unwrap();
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        for n in 0..500 {
            info!(n, "flood");
        }
        warn!("a warning gets through");
        let during = read();
        assert_eq!((during.len(), guard.tend().records_dropped), (91, 410));
        assert_eq!(during[90]["message"], "a warning gets through");

        tokio::time::advance(std::time::Duration::from_secs(2)).await;
        guard.tend();
        guard.tend();
        let told = read();
        assert_eq!((told.len(), &told[91]["log.dropped"], &told[91]["level"]), (92, &410.into(), &"warn".into()));
        assert_eq!(told[91]["message"], "dropped 410 records that came faster than the log takes them");

        for n in 0..100 {
            info!(n, "flood");
        }
        let meter = guard.meter();
        drop(guard);
        let all = read();
        let n_told: u64 = all.iter().filter_map(|record| record["log.dropped"].as_u64()).sum();
        let n_present = all.iter().filter(|record| record["message"] == "flood").count();
        assert_eq!(n_told + u64::try_from(n_present).unwrap(), 600);
        assert_eq!(meter.counts().records_dropped, n_told);
        assert_eq!(meter.counts().bytes, path.metadata().unwrap().len());
    }

    #[test]
    fn what_cannot_be_set_up_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("room.jsonl");
        assert!(matches!(init(&path, &settings("inof"), false), Err(TelemetryError::Filter(_))));
        assert!(!path.exists());
        let missing = folder.path().join("missing").join("room.jsonl");
        let error = init(&missing, &settings("info"), false).unwrap_err();
        assert!(error.to_string().contains("missing"), "{error}");
    }
}
