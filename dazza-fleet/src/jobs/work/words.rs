//! Counts the words of lines that came without a count.

use dazza_shared::store::StoreError;
use dazza_shared::store::jobs::words::{store, uncounted};
use dazza_shared::words::word_count;

use super::{Bench, Done};

/// Lines that are counted in one transaction.
const PART: i64 = 2_000;

/// Counts all of them.
///
/// # Errors
///
/// What keeps it from being done for any room.
pub(super) async fn repair(bench: &Bench<'_>) -> Result<Done, StoreError> {
    bench
        .each_room(async |room| {
            let mut n_counted = 0;
            loop {
                let n = bench
                    .in_tx(async |tx| {
                        let lines = uncounted(tx, room, PART).await?;
                        let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
                        let counted = |text: &str| i16::try_from(word_count(text)).unwrap_or(i16::MAX);
                        let counts: Vec<_> = lines.iter().map(|line| counted(&line.text)).collect();
                        store(tx, room, bench.zone, (&ids, &counts)).await
                    })
                    .await?;
                n_counted += n;
                if n == 0 {
                    return Ok(n_counted);
                }
            }
        })
        .await
}
