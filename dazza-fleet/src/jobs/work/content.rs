//! Looks at how people write.

use dazza_shared::store::StoreError;
use dazza_shared::store::jobs::content::{self, Addition, Said};
use dazza_shared::writing::vocabulary;

use super::{Bench, Done};

/// Lines that are looked at in one transaction: some megabytes of memory.
const PART: i64 = 5_000;

/// Takes in the lines that are new. Sums cannot be taken apart again: whoever wants them counted anew has all of them counted.
///
/// # Errors
///
/// What keeps it from being done for any room.
pub(super) async fn look(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let all_rooms = dazza_shared::store::jobs::rooms(&mut *bench.store.connection().await?).await?;
    bench
        .in_tx(async |tx| {
            if bench.bounds.from.is_some() || content::is_first(tx).await? {
                content::begin_anew(tx, &all_rooms).await?;
            }
            Ok(())
        })
        .await?;
    bench
        .each_room(async |room| {
            let until = bench.horizon(room).await?;
            bench
                .read_on((content::MARK, room), PART, until, async |tx, known, up_to| {
                    let lines = content::lines(tx, room, (known.unwrap_or(0), up_to)).await?;
                    if lines.is_empty() { Ok(0) } else { content::add(tx, &addition(&lines)).await }
                })
                .await
        })
        .await
}

/// What these lines add.
fn addition(lines: &[Said]) -> Addition {
    let mut addition = Addition::default();
    for Said { id, who, text } in lines {
        addition.writing.entry(who.clone()).or_default().take(text, *id);
        for word in vocabulary(text) {
            *addition.words.entry((who.clone(), word)).or_default() += 1;
        }
    }
    addition
}
