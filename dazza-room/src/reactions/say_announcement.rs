//! `say_announcement`: says an announcement that is due; its number is what the deed was given.

use dazza_shared::store::announcement;

use super::{HouseNote, MAX_ANNOUNCEMENTS, Note, Reaction};
use crate::chat::{Reply, To};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "say_announcement", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let id = deed.args.parse().unwrap_or_default();
    let Some(said) = announcement::take(&mut deed.tx, room, id, now).await? else {
        // It is gone, or an earlier process said it: we know less than the database.
        let all = announcement::all(&mut deed.tx, room, MAX_ANNOUNCEMENTS).await?;
        deed.notes.push(Note::House(HouseNote::Announcements(all)));
        return Ok(Reply::default());
    };
    let line = deed.expanded(&said.text, "", 1);
    deed.notes.push(Note::House(HouseNote::Announcement(said)));
    Ok(Reply::say(To::Room, &line))
}
