//! Looks whether the pictures of all galleries are still there, and for those that were not. Source: `platform.md`, 8.3.

use std::time::Duration;

use dazza_fetch::{Pace, look};
use dazza_shared::clock::Clock;
use dazza_shared::picture::Seen;
use dazza_shared::store::image_health::{self, Due};
use dazza_shared::store::{StoreError, Tx};
use jiff::Timestamp;
use tokio::time::Instant;

use super::{Bench, Done, TRIES};

/// How many pictures in galleries are looked at in a run, and how many of them at a time.
const SHOWN: (i64, usize) = (50, 10);

/// The same for those that are out of theirs.
const GONE: (i64, usize) = (20, 5);

/// One that was looked at within this time is left alone.
const REST: Duration = Duration::from_hours(1);

/// How long a run may take; what it does not come to is the first of the next.
const WITHIN: Duration = Duration::from_mins(5);

/// Looks at pictures in galleries, those first that nobody ever looked at.
///
/// # Errors
///
/// What keeps it from being done.
pub(super) async fn check(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let before = bench.now.checked_sub(REST).unwrap_or(Timestamp::MIN);
    let due = bench.in_tx(async |tx| image_health::unchecked(tx, (before, bench.now), SHOWN.0).await).await?;
    look_at(bench, &due, SHOWN.1).await
}

/// Looks for pictures that are out of their galleries, as far as it is time to.
///
/// # Errors
///
/// What keeps it from being done.
pub(super) async fn recheck(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let due = bench.in_tx(async |tx| image_health::to_be_looked_for(tx, bench.now, GONE.0).await).await?;
    look_at(bench, &due, GONE.1).await
}

async fn look_at(bench: &Bench<'_>, due: &Due, at_once: usize) -> Result<Done, StoreError> {
    let seen = look(due, &bench.bounds.fetch, Pace::of(at_once, Instant::now() + WITHIN)).await;
    let mut done = Done::default();
    for (id, seen) in seen {
        done.records += u64::from(note(bench, id, &seen).await?);
    }
    Ok(done)
}

/// Puts down what was seen of a picture; whether nobody had anything to do with it meanwhile.
async fn note(bench: &Bench<'_>, id: i64, seen: &Seen) -> Result<bool, StoreError> {
    let mut tries_left = TRIES;
    loop {
        tries_left -= 1;
        // Not as the database was when the transaction began: a gallery is counted once it is locked.
        let tx = bench.store.begin().await?;
        match note_in(tx, id, seen).await {
            Err(StoreError::Contended(_)) if tries_left > 0 => {}
            outcome => return outcome,
        }
    }
}

async fn note_in(mut tx: Tx<'static>, id: i64, seen: &Seen) -> Result<bool, StoreError> {
    let course = image_health::note_look(&mut tx, id, seen, Clock::System.now()).await?;
    tx.commit().await?;
    Ok(course.is_some())
}
