//! How the way to the database is, as worker and writer found it last.

use std::sync::{Arc, Mutex, PoisonError};

use dazza_shared::counters::StoreCounts;
use dazza_shared::phase::StorePhase;
use dazza_shared::store::StoreError;
use tracing::{info, warn};

/// Shared by worker, writer and the loop; all are on one thread, and none holds it while waiting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    phase: StorePhase,
    trouble: Option<String>,
    counts: StoreCounts,
}

/// How the way to the database is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether it answers.
    pub phase: StorePhase,
    /// Why it does not, in words for the operator.
    pub trouble: Option<String>,
    /// What became of the records.
    pub counts: StoreCounts,
    /// Deeds that wait.
    pub n_deeds: usize,
    /// Records that wait.
    pub n_unstored: usize,
}

impl Health {
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

    /// Counts what became of records.
    pub(super) fn count(&self, count: impl FnOnce(&mut StoreCounts)) {
        self.change(|found| count(&mut found.counts));
    }

    pub(super) fn status(&self, n_deeds: usize, n_unstored: usize) -> Status {
        self.change(|found| Status {
            phase: found.phase,
            trouble: found.trouble.clone(),
            counts: found.counts,
            n_deeds,
            n_unstored,
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Found) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
