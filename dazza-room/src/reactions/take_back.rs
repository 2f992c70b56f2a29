//! `take_back`: counts as not delivered what was to be delivered with lines that got lost.

use dazza_shared::store::{answer, reminder, tell};

use super::{Note, Reaction};
use crate::chat::{Receipt, Reply};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "take_back", run: |deed| Box::pin(run(deed)) };

/// Which deliveries, as the text of a deed.
pub fn in_words(lost: &[Receipt]) -> String {
    lost.iter().map(|receipt| receipt.code()).collect::<Vec<_>>().join(" ")
}

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (mut tells, mut reminders) = (Vec::new(), Vec::new());
    for receipt in deed.args.split_whitespace().filter_map(Receipt::of_code) {
        match receipt {
            Receipt::Tell(id) => tells.push(id),
            Receipt::Reminder(id) => reminders.push(id),
        }
    }
    let room = deed.room;
    let said: Vec<_> =
        deed.args.split_whitespace().filter_map(Receipt::of_code).map(|one| (one.key(room), 0)).collect();
    answer::confirm(&mut deed.tx, room, &said, deed.cx.now).await?; // it is not said again as it was
    for key in tell::reopen(&mut deed.tx, room, &tells).await? {
        deed.notes.push(Note::TellsOf(key, true));
    }
    for reminder in reminder::reopen(&mut deed.tx, room, &reminders).await? {
        deed.notes.push(Note::Reminder(reminder));
    }
    Ok(Reply::default())
}
