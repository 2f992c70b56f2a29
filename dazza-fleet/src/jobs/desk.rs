//! The task of a running fleet that sends out a shift whenever a job is due, aside from the supervisor's loop.
//!
//! A shift is this program once more, as `dazza-fleet jobs run due`: a process that ends when the work is done. What it takes in
//! memory is given back, what it gets wrong is not the supervisor's, and what an operator runs by hand is the same thing.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use dazza_shared::clock::{Clock, later, since};
use dazza_shared::config::FleetConfig;
use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::store::jobs::board::{self, Standing};
use dazza_shared::store::{Access, Store, StoreError};
use jiff::Timestamp;
use tokio::process::Command;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tracing::{debug, info, warn};

use super::plan;
use crate::errand::Errands;

/// How often the board is looked at: somebody may run jobs by hand, or set the clock.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Most by which the first jobs of a new database are put off. Source: `platform.md`, 7.1.
const JITTER: Duration = Duration::from_mins(1);

/// Wait after a shift that could not be begun.
const TRY_AGAIN: Duration = Duration::from_mins(1);

/// Longest time that the database may take to tell where jobs stand.
const WITHIN: Duration = Duration::from_secs(10);

/// How the fleet shows in the server's own lists.
const PROGRAM: &str = "dazza-fleet";

/// What a desk works with.
#[derive(Clone, Debug)]
pub(crate) struct Duties {
    /// The owner of the database.
    access: Access,
    /// The fleet's configuration, for the shift.
    config: PathBuf,
    /// Whose errands the shifts are.
    errands: Errands,
}

/// The fleet's handle on the task; dropped, a shift that is at work is ended.
#[derive(Debug)]
pub(crate) struct Desk {
    seen: watch::Receiver<Vec<Standing>>,
    task: JoinHandle<()>,
}

impl Duties {
    /// What doing the jobs of `config` takes.
    pub(crate) fn of(config: &FleetConfig, access: Access, errands: Errands) -> Self {
        Self { access, config: config.file.clone(), errands }
    }
}

impl Desk {
    /// Begins to have jobs done.
    pub(crate) fn begin(duties: Duties) -> Self {
        let (view, seen) = watch::channel(Vec::new());
        Self { seen, task: tokio::spawn(Clerk { duties, view, store: None }.work()) }
    }

    /// Where jobs stand, now and whenever that changes.
    pub(crate) fn seen(&self) -> watch::Receiver<Vec<Standing>> {
        self.seen.clone()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What works in the task.
struct Clerk {
    duties: Duties,
    view: watch::Sender<Vec<Standing>>,
    store: Option<Store>,
}

impl Clerk {
    async fn work(mut self) {
        let wait = Dice::unforeseen().below(u64::try_from(JITTER.as_millis()).unwrap_or(u64::MAX));
        let first = later(Clock::System.now(), Duration::from_millis(wait));
        let mut not_before = Timestamp::MIN;
        loop {
            let due = self.look().await.map(|due| due.max(not_before));
            // All others have their jitter in the moment that the board tells.
            let due = if self.view.borrow().is_empty() { due.map(|due| due.max(first)) } else { due };
            let now = Clock::System.now();
            if due.is_none_or(|due| due > now) {
                sleep(due.map_or(LOOK_EVERY, |due| since(now, due).min(LOOK_EVERY))).await;
                continue;
            }
            let wait = match self.send_out().await {
                Ok(wait) => wait,
                Err(told) => {
                    warn!("jobs were not done: {told}");
                    TRY_AGAIN
                }
            };
            not_before = later(Clock::System.now(), wait);
        }
    }

    /// Looks where jobs stand, and tells it; when the next is due. `None` while the database is away.
    async fn look(&mut self) -> Option<Timestamp> {
        let looked = timeout(WITHIN, self.standings()).await.unwrap_or_else(|_elapsed| Err(StoreError::too_slow()));
        match looked {
            Ok(standings) => {
                let due = plan::due_times(&standings, Clock::System.now()).into_values().min();
                self.view.send_replace(standings);
                due
            }
            Err(error) => {
                // Whether the database answers is told by who looks after that.
                debug!("cannot tell where jobs stand: {}", error.chain());
                self.store = None;
                None
            }
        }
    }

    async fn standings(&mut self) -> Result<Vec<Standing>, StoreError> {
        let store = match &self.store {
            Some(store) => store,
            None => self.store.insert(Store::open(&self.duties.access, PROGRAM, 1)?),
        };
        board::standings(&mut *store.connection().await?).await
    }

    /// Has all that is due done by a process of its own; how long nothing more is begun then, or why it was not done, in words.
    async fn send_out(&self) -> Result<Duration, String> {
        let program = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
        let mut command = Command::new(program);
        command.arg("--config").arg(&self.duties.config).args(["jobs", "run", "due"]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let began = Instant::now();
        let errand = self.duties.errands.send(&mut command).map_err(|error| format!("cannot begin: {error}"))?;
        let (status, told) = errand.end().await.map_err(|error| error.to_string())?;
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        match status.code().map(|code| u8::try_from(code).ok().and_then(Exit::from_code)) {
            Some(Some(Exit::Done)) => {
                info!(elapsed_ms, "did the jobs that were due");
                Ok(Duration::ZERO)
            }
            // Somebody runs jobs by hand: what is left is begun soon after.
            Some(Some(Exit::AlreadyRunning)) => Ok(LOOK_EVERY),
            // Some failed: the board has them, and when they are tried again.
            Some(Some(Exit::Failure)) if told.contains(FAILED) => {
                warn!(elapsed_ms, "{told}");
                Ok(Duration::ZERO)
            }
            _ => Err(format!("{status}: {told}")),
        }
    }
}

/// What `dazza-fleet jobs run` tells when it did what it could, and not all of it succeeded.
pub(crate) const FAILED: &str = "jobs failed";
