//! `respond`: gives the answer that nobody asked for; its number is what the deed was given.

use dazza_shared::store::auto_response;

use super::Reaction;
use crate::chat::{Reply, To};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "respond", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let id = deed.args.parse().unwrap_or_default();
    let Some((text, count)) = auto_response::fire(&mut deed.tx, room, id, now).await? else {
        return Ok(Reply::default());
    };
    let line = deed.expanded(&text, "", count);
    Ok(Reply::say(To::Room, &line))
}
