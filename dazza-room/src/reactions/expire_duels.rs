//! `expire_duels`: calls off the duels that nobody has answered in time, and gives their stakes back.

use dazza_shared::store::duel;

use super::{Note, Reaction};
use crate::chat::Reply;
use crate::commands::coin_flip::{Over, give_back, over};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "expire_duels", run: |cx| Box::pin(run(cx)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let duels = duel::take_overdue(&mut deed.tx, deed.room, deed.cx.now).await?;
    give_back(deed, &duels, Over::Expired).await?;
    deed.notes.push(Note::DuelsOver(deed.cx.now));
    Ok(over(deed, &duels, Over::Expired).await?)
}
