//! Shows on a terminal how far a backup is, until the work is done or a signal ends it.

use std::future::Future;
use std::io::{IsTerminal, stderr};
use std::sync::atomic::Ordering;
use std::time::Duration;

use dazza_shared::exit::Exit;
use tokio::time::interval;

use crate::backup::Progress;
use crate::cli::Terminal;
use crate::cli::failure::Failure;
use crate::cli::host::Signals;

/// Time between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Carries out `work`, and shows meanwhile how much of it is `done`. A signal ends it, with this said of it.
pub(super) async fn shown<T>(
    work: impl Future<Output = Result<T, Failure>>,
    (progress, done, ended): (Progress, &str, &str),
    terminal: &mut Terminal,
) -> Result<T, Failure> {
    let mut signals = Signals::begin()?;
    let is_seen = stderr().is_terminal();
    let mut look = interval(LOOK_EVERY);
    let mut has_shown = false;
    tokio::pin!(work);
    let outcome = loop {
        tokio::select! {
            outcome = &mut work => break outcome,
            () = signals.next() => break Err(Failure::new(Exit::Failure, ended)),
            _ = look.tick() => if is_seen {
                let kib = progress.load(Ordering::Relaxed) / 1024;
                write!(terminal.err, "\r{done} {:>8}.{} MiB ", kib / 1024, kib % 1024 * 10 / 1024)?;
                terminal.err.flush()?;
                has_shown = true;
            },
        }
    };
    if has_shown {
        write!(terminal.err, "\r\x1b[K")?;
    }
    outcome
}
