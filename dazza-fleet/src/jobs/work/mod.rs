//! What each job does: an arm of [`Bench::work`], and for most a verb or two of the store for every room.

mod content;
mod figures;
mod housekeeping;
mod pictures;
mod words;

use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::store::jobs::{self, horizon};
use dazza_shared::store::{Store, StoreError, Tx};
use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use super::shift::Bounds;
use super::table::Job;

/// What a job has at hand.
pub(super) struct Bench<'a> {
    /// The way to the database, as its owner: one connection.
    pub(super) store: &'a Store,
    /// Whose hours and days count.
    pub(super) zone: &'a str,
    /// Whom it is for.
    pub(super) bounds: &'a Bounds,
    /// When the job began.
    pub(super) now: Timestamp,
}

/// What a job did.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// How many rows it made or changed.
    pub(super) records: u64,
    /// The rooms for which it failed, and why; it was done for all others.
    pub(super) failures: Vec<(RoomName, String)>,
}

/// After each room a job rests for so many times what the room took, and no longer than that: nobody waits for jobs, and a
/// thousand rooms in one go keep the database from those who do.
const REST: (u32, Duration) = (3, Duration::from_millis(100));

/// How often a transaction is tried that others get in the way of.
const TRIES: usize = 20;

impl Bench<'_> {
    /// Does a job.
    ///
    /// # Errors
    ///
    /// What keeps it from being done for any room.
    pub(super) async fn work(&self, job: Job) -> Result<Done, StoreError> {
        match job {
            Job::Words => words::repair(self).await,
            Job::Daily => figures::daily(self).await,
            Job::Streaks => figures::streaks(self).await,
            Job::Hours => figures::hours(self).await,
            Job::Content => content::look(self).await,
            Job::Achievements => figures::achievements(self).await,
            Job::Bongs => figures::bongs(self).await,
            Job::Activity => figures::activity(self).await,
            Job::Housekeeping => housekeeping::clear_up(self).await,
            Job::ImageHealth => pictures::check(self).await,
            Job::ImageRecheck => pictures::recheck(self).await,
        }
    }

    /// The rooms that it is for, by name.
    pub(super) async fn rooms(&self) -> Result<Vec<RoomName>, StoreError> {
        let rooms = jobs::rooms(&mut *self.store.connection().await?).await?;
        Ok(rooms.into_iter().filter(|room| self.bounds.room.as_ref().is_none_or(|only| only == room)).collect())
    }

    /// Does `work` for each room; what fails for one is kept from the others. A database that is away fails for all.
    async fn each_room(
        &self,
        mut work: impl AsyncFnMut(&RoomName) -> Result<u64, StoreError>,
    ) -> Result<Done, StoreError> {
        let mut done = Done::default();
        for room in self.rooms().await? {
            let began = Instant::now();
            match work(&room).await {
                Ok(records) => done.records += records,
                Err(error) if is_away(&error) => return Err(error),
                Err(error) => done.failures.push((room, error.chain())),
            }
            sleep((began.elapsed() * REST.0).min(REST.1)).await;
        }
        Ok(done)
    }

    /// Does `work` in a transaction that sees the database as it was at its begin; again when others were in the way.
    async fn in_tx<T>(
        &self,
        mut work: impl AsyncFnMut(&mut Tx<'static>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut tries_left = TRIES;
        loop {
            tries_left -= 1;
            let mut tx = jobs::begin(self.store).await?;
            let outcome = match work(&mut tx).await {
                Ok(done) => tx.commit().await.map(|()| done).map_err(StoreError::from),
                Err(error) => Err(error),
            };
            match outcome {
                // A lock that is not to be had has been waited for long enough.
                Err(error @ StoreError::Contended(_)) if tries_left > 0 && error.code().as_deref() != Some("55P03") => {
                }
                outcome => return outcome,
            }
        }
    }

    /// Up to which number the lines of `room` are all there; the lowest there is, when somebody writes for too long.
    async fn horizon(&self, room: &RoomName) -> Result<i64, StoreError> {
        Ok(horizon::of_lines(&mut *self.store.connection().await?, room).await?.unwrap_or(0))
    }

    /// Reads the lines of `room` on from the watermark of `job`, a part at a time: `work` takes what lies above the first
    /// number up to the second, and the watermark moves with it, or not at all.
    async fn read_on(
        &self,
        (job, room): (&str, &RoomName),
        n_lines: i64,
        until: i64,
        mut work: impl AsyncFnMut(&mut Tx<'static>, Option<i64>, i64) -> Result<u64, StoreError>,
    ) -> Result<u64, StoreError> {
        let mut records = 0;
        loop {
            let (n, is_over) = self
                .in_tx(async |tx| {
                    let known = horizon::watermark(tx, job, room).await?;
                    let above = known.unwrap_or(0);
                    let part = horizon::part_of_lines(tx, room, above, until, n_lines).await?;
                    let n = work(tx, known, part.unwrap_or(until).max(above)).await?;
                    horizon::move_watermark(tx, job, room, part.unwrap_or(until).max(above)).await?;
                    Ok((n, part.is_none()))
                })
                .await?;
            records += n;
            if is_over {
                return Ok(records);
            }
        }
    }
}

/// Whether the database is away, as opposed to a statement that took too long.
fn is_away(error: &StoreError) -> bool {
    matches!(error, StoreError::Away(_)) && error.code().as_deref() != Some("57014")
}
