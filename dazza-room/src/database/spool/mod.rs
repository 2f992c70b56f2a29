//! What could not be stored yet, on the disk: lines in segments, in order, until the database has them.
//!
//! What was appended is on the disk for sure when that returns, and is stored in the order in which it came. After a crash some
//! of what was stored last may be stored once more, which every kind of record bears. A segment that a crash has torn is read up
//! to the tear; nothing is ever appended to a segment of an earlier process. Nothing of it is held in memory.

mod frame;
mod plan;
mod shelf;
#[cfg(test)]
pub(in crate::database) mod tests;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::spawn_blocking;
use tracing::{error, warn};

use super::health::Health;
use super::record::Record;
pub(crate) use plan::Limits;
use plan::Place;
pub(crate) use shelf::{Batch, Gauge};
use shelf::{Kept, Shelf};

/// The writer's handle on the spool of its room.
#[derive(Debug)]
pub(crate) struct Spool {
    shelf: Arc<Mutex<Shelf>>,
    health: Health,
}

/// Where a batch ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    place: Place,
    n_lines: u64,
    n_unreadable: u64,
}

impl Spool {
    /// The spool in `folder`, which is made when it is needed.
    pub(crate) fn at(folder: PathBuf, limits: Limits, health: Health) -> Self {
        Self { shelf: Arc::new(Mutex::new(Shelf::at(folder, limits))), health }
    }

    /// Looks for what an earlier process has left.
    pub(super) async fn find(&self) {
        if !locked(&self.shelf).folder().exists() {
            return; // as it mostly is, and not worth a thread
        }
        if let Some(Err(failure)) = self.on(|shelf| shelf.open().map(|_| ())).await {
            self.complain("read", &failure);
        }
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        locked(&self.shelf).gauge().n_records == 0
    }

    /// Takes records over, behind all others; what cannot be kept is left in `records`. Where they end, if all were kept.
    pub(super) async fn append(&self, records: &mut Vec<Record>) -> Option<End> {
        let given = std::mem::take(records);
        let appended = self.on(move |shelf| {
            let mut given = given;
            let kept = shelf.append(&given);
            given.drain(..kept.n);
            (given, kept)
        });
        let (left, Kept { n, n_given_up, end, failure }) = appended.await?;
        *records = left;
        self.health.count(|counts| {
            counts.spooled += n as u64;
            counts.dropped_from_disk += n_given_up;
        });
        if n_given_up > 0 {
            warn!("{n_given_up} records are lost: the database is away for so long that no more is kept on the disk");
        }
        if let Some(failure) = failure {
            self.complain("written", &failure);
            return None;
        }
        self.health.spool_is_well();
        Some(End { place: end?, n_lines: n as u64, n_unreadable: 0 })
    }

    /// The oldest records, about `n` of them; nothing when none wait or they cannot be read now.
    pub(super) async fn next(&self, n: usize) -> Option<Batch> {
        match self.on(move |shelf| shelf.next(n)).await? {
            Ok(batch) => batch,
            Err(failure) => {
                self.complain("read", &failure);
                None
            }
        }
    }

    /// All up to the end of a batch is in the database, or never will be.
    pub(super) async fn stored(&self, End { place, n_lines, n_unreadable }: End) {
        if n_unreadable > 0 {
            warn!("{n_unreadable} records on the disk cannot be read, and are lost");
            self.health.count(|counts| counts.unreadable += n_unreadable);
        }
        if let Some(Err(failure)) = self.on(move |shelf| shelf.stored(place, n_lines)).await {
            self.complain("cleared", &failure);
        }
    }

    /// Does what blocks on a thread for that; nothing when the process ends meanwhile.
    async fn on<T: Send + 'static>(&self, job: impl FnOnce(&mut Shelf) -> T + Send + 'static) -> Option<T> {
        let shared = Arc::clone(&self.shelf);
        let (done, gauge) = spawn_blocking(move || {
            let mut taken = locked(&shared);
            let done = job(&mut taken);
            (done, taken.gauge())
        })
        .await
        .map_err(|ended| error!("the spool was not let finish: {ended}"))
        .ok()?;
        self.health.spool_is(gauge);
        Some(done)
    }

    fn complain(&self, verb: &str, failure: &io::Error) {
        let folder = locked(&self.shelf).folder().display().to_string();
        self.health.spool_is_ill(&format!("{folder} cannot be {verb}: {failure}"));
    }
}

impl Batch {
    /// What [`Spool::stored`] is told.
    pub(super) fn end(&self) -> End {
        End { place: self.end, n_lines: self.n_lines, n_unreadable: self.n_unreadable }
    }
}

fn locked(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}
