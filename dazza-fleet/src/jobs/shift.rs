//! A shift: whoever has the board does the jobs, one after another, and notes what each came to.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::config::{FetchSettings, Retention};
use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use dazza_shared::store::jobs::board::{self, Ended};
use dazza_shared::store::{Access, Pooled, Store, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use tokio::time::{Instant, timeout};

use super::plan;
use super::table::{Job, When};
use super::work::{Bench, Done};

/// How the jobs show in the server's own lists.
const PROGRAM: &str = "dazza-fleet jobs";

/// Longest time that a job may take.
const WITHIN: Duration = Duration::from_hours(2);

/// Whom a shift is for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    /// The one room that is looked at; all of them without.
    pub(crate) room: Option<RoomName>,
    /// From which day on figures are counted anew, whatever has been counted.
    pub(crate) from: Option<Date>,
    /// How far it may reach into the web.
    pub(crate) fetch: FetchSettings,
    /// How long lines are kept.
    pub(crate) retention: Retention,
}

/// Somebody who does jobs, as long as this lives; there is one in all the fleet.
pub(crate) struct Shift {
    /// Has the lock, which goes with it.
    board: Pooled,
    work: Store,
    zone: String,
    bounds: Bounds,
    dice: Dice,
    /// Jobs that could not be begun, or broke off: what goes by them in the cycle waits for the next.
    is_cycle_broken: bool,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Outcome {
    /// The job.
    pub(crate) job: &'static str,
    /// How many rows it made or changed.
    pub(crate) records: u64,
    /// How long it took. Unit: milliseconds.
    pub(crate) took_ms: u64,
    /// Why it failed, in whole or for a room, if it did.
    pub(crate) error: Option<String>,
    /// When it is due again.
    pub(crate) next_run: Timestamp,
}

/// Why no jobs are done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShiftError {
    /// Another process does them.
    #[error("another process runs jobs of this database just now; wait until it has done so")]
    Busy,
    /// There is no such room in the database.
    #[error("there is no room {0} in the database; `dazza-fleet rooms` lists those of fleet.toml")]
    NoSuchRoom(RoomName),
    /// The database does not do what it is asked.
    #[error("the jobs cannot reach their database")]
    Store(#[from] StoreError),
}

impl Shift {
    /// Begins one; days and hours are those of `zone`.
    ///
    /// # Errors
    ///
    /// `Busy` while another process has it.
    pub(crate) async fn begin(access: &Access, zone: &str, bounds: Bounds) -> Result<Self, ShiftError> {
        let mut board = Store::open_patiently(access, PROGRAM)?.connection().await?;
        if !board::take(&mut board).await? {
            return Err(ShiftError::Busy);
        }
        let work = Store::open_patiently(access, PROGRAM)?;
        let dice = Dice::unforeseen();
        let shift = Self { board, work, zone: zone.to_owned(), bounds, dice, is_cycle_broken: false };
        if let Some(room) = &shift.bounds.room
            && shift.bench().rooms().await?.is_empty()
        {
            return Err(ShiftError::NoSuchRoom(room.clone()));
        }
        Ok(shift)
    }

    /// The jobs that are due now.
    ///
    /// # Errors
    ///
    /// `Store`.
    pub(crate) async fn due(&mut self) -> Result<Vec<Job>, ShiftError> {
        let standings = board::standings(&mut self.board).await?;
        Ok(plan::due(&standings, Clock::System.now()))
    }

    /// Does a job; what came of it. One of the cycle is not begun after another of it broke off: it would go by figures
    /// that are not there.
    ///
    /// # Errors
    ///
    /// `Store`, when not even that can be noted.
    pub(crate) async fn run(&mut self, job: Job) -> Result<Outcome, ShiftError> {
        let row = job.row();
        let run = board::begin(&mut self.board, row.name, Clock::System.now()).await?;
        let began = Instant::now();
        let is_in_cycle = row.when == When::Cycle;
        let done = if is_in_cycle && self.is_cycle_broken {
            Err("not begun: a job before it in the cycle broke off".to_owned())
        } else {
            let working = timeout(WITHIN, self.bench().work(job)).await;
            working
                .map_err(|_elapsed| "it took more than two hours".to_owned())
                .and_then(|done| done.map_err(|error| error.chain()))
        };
        self.is_cycle_broken |= is_in_cycle && done.is_err();
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (records, error) = match done {
            Ok(Done { records, failures }) if failures.is_empty() => (records, None),
            Ok(Done { records, failures }) => (records, Some(told_of_rooms(&failures))),
            Err(error) => (0, Some(error)),
        };
        let ended = Clock::System.now();
        let zone = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        let next_run = plan::next_run(row.when, ended, error.is_none(), &zone, &mut self.dice);
        // What was done for one room, or from some day on, is not what the job is due for.
        let noted = (self.bounds.room.is_none()).then_some(next_run);
        let noting = Ended {
            name: row.name,
            run,
            at: ended,
            next_run: noted,
            n_records: records,
            error: error.as_deref(),
            took_ms,
        };
        board::end(&mut self.board, &noting).await?;
        Ok(Outcome { job: row.name, records, took_ms, error, next_run })
    }

    fn bench(&self) -> Bench<'_> {
        Bench { store: &self.work, zone: &self.zone, bounds: &self.bounds, now: Clock::System.now() }
    }

    /// Ends it, in order.
    pub(crate) async fn end(self) {
        self.work.close().await;
        drop(self.board);
    }
}

/// The rooms for which a job failed, each with the reason.
fn told_of_rooms(failures: &[(RoomName, String)]) -> String {
    let rooms: BTreeSet<_> = failures.iter().map(|(room, why)| format!("{room}: {why}")).collect();
    let told: Vec<_> = rooms.into_iter().collect();
    format!("not done for {} rooms: {}", told.len(), told.join("; "))
}
