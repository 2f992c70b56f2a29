//! Removes what is not kept for ever.

use dazza_shared::names::RoomName;
use dazza_shared::store::jobs::housekeeping::{Leftover, end_orphans, remove, remove_messages, remove_movements};
use dazza_shared::store::{StoreError, schema};

use super::{Bench, Done};

/// Removes all of it, and has the database look at its tables anew.
///
/// # Errors
///
/// What keeps it from being done for any room.
pub(super) async fn clear_up(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let mut done = bench
        .each_room(async |room| remove_movements(&mut *bench.store.connection().await?, room, bench.now).await)
        .await?;
    if let Some(days) = bench.bounds.retention.message_days {
        let old =
            async |room: &RoomName| remove_messages(&mut *bench.store.connection().await?, room, days, bench.now).await;
        let removed = bench.each_room(old).await?;
        done.records += removed.records;
        done.failures.extend(removed.failures);
    }
    let mut connection = bench.store.connection().await?;
    for what in Leftover::ALL {
        done.records += remove(&mut connection, what, bench.now).await?;
    }
    done.records += end_orphans(&mut connection, bench.now).await?;
    schema::analyze(&mut connection).await?;
    Ok(done)
}
