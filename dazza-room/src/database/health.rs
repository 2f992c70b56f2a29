//! How the way to the database is, as worker and writer found it last.

use std::sync::{Arc, Mutex, PoisonError};

use dazza_shared::counters::StoreCounts;
use dazza_shared::phase::StorePhase;
use dazza_shared::store::StoreError;
use tracing::{error, info, warn};

use super::spool::Gauge;

/// Shared by worker, writer and the loop; all are on one thread, and none holds it while waiting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    phase: StorePhase,
    trouble: Option<String>,
    counts: StoreCounts,
    spool: Gauge,
    spool_trouble: Option<String>,
}

/// How the way to the database is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether it answers.
    pub phase: StorePhase,
    /// Why it does not, in words for the operator.
    pub trouble: Option<String>,
    /// Why nothing can be kept on the disk, in words for the operator.
    pub spool_trouble: Option<String>,
    /// What became of the records.
    pub counts: StoreCounts,
    /// Deeds that wait.
    pub n_deeds: usize,
    /// Records that wait, those on the disk included.
    pub n_unstored: usize,
    /// Those on the disk.
    pub n_spooled: u64,
    /// What they take there. Unit: bytes.
    pub spool_bytes: u64,
    /// When the oldest of them happened.
    pub spooled_since: Option<jiff::Timestamp>,
}

impl Health {
    /// Another database is used from now on; nobody knows yet how it is.
    pub(super) fn begin_anew(&self) {
        self.change(|found| (found.phase, found.trouble) = (StorePhase::Unknown, None));
    }

    /// It has just answered.
    pub(super) fn is_up(&self) {
        let before = self.change(|found| (found.trouble = None, std::mem::replace(&mut found.phase, StorePhase::Up)).1);
        if before == StorePhase::Away {
            info!("the database is back");
        }
    }

    /// It has just not answered.
    pub(super) fn is_away(&self, error: &StoreError) {
        let why = error.chain();
        let told = why.clone();
        let before = self.change(|found| {
            found.trouble = Some(why);
            std::mem::replace(&mut found.phase, StorePhase::Away)
        });
        if before != StorePhase::Away {
            warn!("cannot reach the database, and go on without it: {told}");
        }
    }

    /// So much waits on the disk.
    pub(super) fn spool_is(&self, gauge: Gauge) {
        self.change(|found| found.spool = gauge);
    }

    /// Nothing can be kept on the disk; said once.
    pub(super) fn spool_is_ill(&self, why: &str) {
        let before = self.change(|found| found.spool_trouble.replace(why.to_owned()));
        if before.is_none() {
            error!("what the database does not take is kept in memory: {why}");
        }
    }

    /// The disk takes what it is given.
    pub(super) fn spool_is_well(&self) {
        if self.change(|found| found.spool_trouble.take()).is_some() {
            info!("what the database does not take is kept on the disk again");
        }
    }

    /// Nothing needs the disk now, and nobody has to look after it.
    pub(super) fn spool_is_idle(&self) {
        self.change(|found| found.spool_trouble = None);
    }

    /// Counts what became of records.
    pub(super) fn count(&self, count: impl FnOnce(&mut StoreCounts)) {
        self.change(|found| count(&mut found.counts));
    }

    /// The whole of it; `n_deeds` and `n_in_memory` wait in queues.
    pub(super) fn status(&self, n_deeds: usize, n_in_memory: usize) -> Status {
        self.change(|found| Status {
            phase: found.phase,
            trouble: match (&found.trouble, &found.spool_trouble) {
                (Some(trouble), Some(spool)) => Some(format!("{trouble}; and {spool}")),
                (trouble, _) => trouble.clone(),
            },
            spool_trouble: found.spool_trouble.clone(),
            counts: found.counts,
            n_deeds,
            n_unstored: n_in_memory + usize::try_from(found.spool.n_records).unwrap_or(usize::MAX),
            n_spooled: found.spool.n_records,
            spool_bytes: found.spool.bytes,
            spooled_since: found.spool.oldest,
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Found) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
