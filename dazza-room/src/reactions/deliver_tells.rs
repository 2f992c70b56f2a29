//! `deliver_tells`: gives somebody who has turned up the messages that were left for them.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::tell::{self, Tell};

use super::post::BURST;
use super::{Note, Reaction};
use crate::chat::{Receipt, Reply, Route, To, Word, ago, plain, pools};
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "deliver_tells", run: |deed| Box::pin(run(deed)) };

/// Until the first message, and from one to the next. Source: `platform.md`, 3.5.
const FIRST_AFTER: Duration = Duration::from_millis(1_500);
const GAP: Duration = Duration::from_secs(2);

/// The player is the one who has turned up.
async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now, to) = (deed.room, deed.cx.now, deed.cx.heard.player.clone());
    let tells = tell::claim(&mut deed.tx, room, to.key(), BURST, now).await?;
    let has_more = tell::has_open(&mut deed.tx, room, to.key(), now).await?;
    deed.notes.push(Note::TellsOf(to.key().to_owned(), has_more));
    let mut reply = Reply::default();
    let mut is_nudged = false;
    for (tell, n) in tells.iter().zip(0..) {
        let after = FIRST_AFTER + GAP * n;
        if tell.is_private && !is_nudged {
            is_nudged = true;
            let nudge = deed.cx.phrase_for(Route::Public, &pools::TELL_NUDGE, &[("to", Word::Name(to.as_str()))]);
            reply = reply.and_say_after(To::Room, &nudge, after);
        }
        reply = reply.and(delivery(deed, tell, after));
    }
    Ok(reply)
}

/// What was left in private is told in private.
fn delivery(deed: &mut StoredCx<'_>, tell: &Tell, after: Duration) -> Reply {
    let (to, text) = (deed.cx.heard.player.clone(), plain(&tell.text, pools::TEXT_LIMIT));
    let age = ago(since(tell.left_at, deed.cx.now));
    let words = [
        ("to", Word::Name(to.as_str())),
        ("sender", Word::Name(&tell.from)),
        ("text", Word::Text(&text)),
        ("age", Word::Text(&age)),
    ];
    let (whom, route, pool) = if tell.is_private {
        (deed.cx.caller(), Route::Pm, &pools::TELL_DELIVERY_PM)
    } else {
        (To::Room, Route::Public, &pools::TELL_DELIVERY)
    };
    let line = deed.cx.phrase_for(route, pool, &words);
    Reply::default().and_say_after(whom, &line, after).with_receipt(Receipt::Tell(tell.id))
}
