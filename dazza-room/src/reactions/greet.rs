//! `greet`: finds out whether somebody who has just come in is new to the fleet, before that is written down.

use dazza_shared::store::people;

use super::{Note, Reaction};
use crate::chat::Reply;
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "greet", run: |deed| Box::pin(run(deed)) };

/// The player is the one who came in, the time that of the coming in.
async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let key = deed.caller_key().to_owned();
    let is_known = people::was_seen_before(&mut deed.tx, &key, deed.cx.now).await?;
    deed.notes.push(Note::Met(key, !is_known));
    Ok(Reply::default())
}
