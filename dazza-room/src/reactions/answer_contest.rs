//! `answer_contest`: somebody who was dared says yes or no.

use dazza_shared::store::contest;

use super::Reaction;
use crate::chat::Reply;
use crate::commands::pissing_contest::{NotOn, call_off, hold};
use crate::commands::{Halt, StoredCx};
use crate::games::contest::ContestAnswer;

pub(super) const REACTION: Reaction = Reaction { name: "answer_contest", run: |cx| Box::pin(run(cx)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let Some(answer) = ContestAnswer::of(deed.args) else { return Ok(Reply::default()) };
    let challenged = deed.caller_key().to_owned();
    let Some(contest) = contest::waiting_for(&mut deed.tx, deed.room, &challenged, deed.cx.now).await? else {
        return Ok(Reply::default());
    };
    match answer {
        ContestAnswer::Accept => hold(deed, contest).await,
        ContestAnswer::Decline => call_off(deed, contest, NotOn::Declined).await,
    }
}
