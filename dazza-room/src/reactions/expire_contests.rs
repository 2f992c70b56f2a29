//! `expire_contests`: calls off the contests that nobody has answered in time, and gives their stakes back.

use dazza_shared::store::contest;

use super::{Note, Reaction};
use crate::chat::Reply;
use crate::commands::pissing_contest::{NotOn, called_off, hand_back};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "expire_contests", run: |cx| Box::pin(run(cx)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let contests = contest::take_overdue(&mut deed.tx, deed.room, deed.cx.now).await?;
    hand_back(deed, &contests, NotOn::Expired).await?;
    deed.notes.push(Note::ContestsOver(deed.cx.now));
    Ok(called_off(deed, &contests, NotOn::Expired).await?)
}
