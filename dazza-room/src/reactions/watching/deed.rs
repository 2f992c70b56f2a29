//! `watch`: puts down who watched what, and pays those who have earned it.

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::watching::{self, Showing, Watcher};
use tracing::{debug, warn};

use super::{LeftOpen, Seat, Step};
use crate::chat::Reply;
use crate::commands::{Halt, StoredCx};
use crate::games::watching::reward;
use crate::reactions::{Note, Reaction};

pub(in crate::reactions) const REACTION: Reaction = Reaction { name: "watch", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    match serde_json::from_str::<Vec<Step>>(deed.args) {
        Ok(steps) => {
            for step in steps {
                put_down(deed, step).await?;
            }
        }
        Err(error) => warn!(%error, "cannot read what was to be put down of the audience"),
    }
    // Who watches is not talked about: no word is said. Source: `commands-and-games.md`, 4.
    Ok(Reply::default())
}

async fn put_down(deed: &mut StoredCx<'_>, step: Step) -> Result<(), StoreError> {
    let room = deed.room;
    match step {
        Step::Resume => {
            if let Some((showing, watchers)) = watching::resume(&mut deed.tx, room, deed.cx.now).await? {
                deed.notes.push(Note::LeftOpen(LeftOpen { showing, watchers }));
            }
        }
        Step::Began { start, kind, id, title, seats } => {
            let showing = Showing { start, media_type: kind, media_id: id, title };
            watching::open(&mut deed.tx, room, &showing).await?;
            watching::note(&mut deed.tx, room, start, &watchers(seats)).await?;
        }
        Step::Moved { start, seats } => watching::note(&mut deed.tx, room, start, &watchers(seats)).await?,
        Step::Ended { start, at, earned } => {
            let rewards: Vec<_> = earned.into_iter().map(|who| (who, reward(deed.cx.dice))).collect();
            let paid = watching::end(&mut deed.tx, room, (start, at), &rewards).await?;
            let sum = paid.iter().map(|(_, amount)| amount.dollars()).sum();
            debug!("paid {} of {} watchers {}", paid.len(), rewards.len(), Money::of(sum));
        }
    }
    Ok(())
}

fn watchers(seats: Vec<Seat>) -> Vec<Watcher> {
    seats.into_iter().map(|Seat { who, since, left }| Watcher { who, since, left }).collect()
}
