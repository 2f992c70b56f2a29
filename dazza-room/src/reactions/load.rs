//! `load`: looks up what an earlier process left open in this room.

use dazza_shared::store::{cooldown, counters};

use super::{Note, Reaction};
use crate::chat::Reply;
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "load", run: |cx| Box::pin(run(cx)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now, day) = (deed.room, deed.cx.now, deed.statistics_day());
    for running in cooldown::running_in(&mut deed.tx, room, now).await? {
        deed.notes.push(Note::Cooldown(running.command, running.who, running.left));
    }
    let bongs = counters::bongs_on(&mut deed.tx, room, day).await?;
    deed.notes.push(Note::Bongs(day, bongs));
    deed.notes.push(Note::Loaded);
    Ok(Reply::default())
}
