//! `load`: looks up what an earlier process left open in this room.

use dazza_shared::store::{cooldown, counters, duel};

use super::{Note, OpenDuel, Reaction};
use crate::chat::Reply;
use crate::commands::coin_flip::{Over, give_back, over};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "load", run: |cx| Box::pin(run(cx)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now, day) = (deed.room, deed.cx.now, deed.statistics_day());
    for running in cooldown::running_in(&mut deed.tx, room, now).await? {
        deed.notes.push(Note::Cooldown(running.command, running.who, running.left));
    }
    let bongs = counters::bongs_on(&mut deed.tx, room, day).await?;
    deed.notes.push(Note::Bongs(day, bongs));
    let reply = call_duels_off(deed).await?;
    deed.notes.push(Note::Loaded);
    Ok(reply)
}

/// Calls off the duels of an earlier process. Those of this one, or of a clock that was set back, run out in their time.
async fn call_duels_off(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let left = duel::take_left_open(&mut deed.tx, deed.room, deed.cx.view.started, deed.cx.now).await?;
    for duel in duel::open_in(&mut deed.tx, deed.room).await? {
        let open = OpenDuel { id: duel.id, challenged: duel.challenged, until: duel.until };
        deed.notes.push(Note::DuelOpen(open));
    }
    give_back(deed, &left, Over::Interrupted).await?;
    Ok(over(deed, &left, Over::Interrupted).await?)
}
