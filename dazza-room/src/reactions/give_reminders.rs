//! `give_reminders`: says the reminders that are due for people in the room, and drops those whose people never came.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::reminder::{self, Reminder};
use tracing::info;

use super::post::BURST;
use super::{Note, Reaction};
use crate::chat::{Receipt, Reply, Route, To, Word, plain, pools, round_span};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "give_reminders", run: |deed| Box::pin(run(deed)) };

/// From one to the next. Source: `platform.md`, 3.5.
const GAP: Duration = Duration::from_secs(2);

/// A reminder that comes later than this says so. Source: `platform.md`, 3.6.
const LATE: Duration = Duration::from_mins(1);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let n_dropped = reminder::drop_expired(&mut deed.tx, room, now).await?;
    if n_dropped > 0 {
        info!("dropped {n_dropped} reminders for people who did not turn up in time");
    }
    let present: Vec<_> = deed.cx.view.roster.iter().map(|person| person.name.to_lowercase()).collect();
    let due = reminder::claim_due(&mut deed.tx, room, &present, BURST, now).await?;
    deed.notes.push(Note::RemindersTaken(due.iter().map(|reminder| reminder.id).collect()));
    let mut reply = Reply::default();
    for (reminder, n) in due.iter().zip(0..) {
        let line = in_words(deed, reminder);
        let said = Reply::default().and_say_after(To::Room, &line, GAP * n);
        reply = reply.and(said.with_receipt(Receipt::Reminder(reminder.id)));
    }
    Ok(reply)
}

fn in_words(deed: &mut StoredCx<'_>, reminder: &Reminder) -> String {
    let shown = deed.cx.view.roster.get(&reminder.who).map_or(reminder.who.as_str(), |person| &*person.name);
    let late = since(reminder.remind_at, deed.cx.now);
    let (text, span) = (plain(&reminder.text, pools::TEXT_LIMIT), round_span(late));
    let mut words = vec![("to", Word::Name(shown)), ("text", Word::Text(&text)), ("span", Word::Text(&span))];
    words.extend(reminder.from.as_ref().map(|from| ("sender", Word::Name(from))));
    let pool = match (reminder.from.is_some(), late > LATE) {
        (true, false) => &pools::REMIND_DUE,
        (true, true) => &pools::REMIND_LATE,
        (false, false) => &pools::REMIND_DUE_SELF,
        (false, true) => &pools::REMIND_LATE_SELF,
    };
    deed.cx.phrase_for(Route::Public, pool, &words)
}
