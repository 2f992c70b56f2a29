//! `act_ended`: writes down what became of an act on the chat server; the deed was given it in JSON.

use dazza_shared::store::audit_log::{self, Change};
use dazza_shared::store::{moderation, poll};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Reaction;
use crate::chat::Reply;
use crate::commands::{Halt, StoredCx};

pub(super) const REACTION: Reaction = Reaction { name: "act_ended", run: |deed| Box::pin(run(deed)) };

/// An act that has come to its end, or something that nobody asked us to do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActEnded {
    /// The number of its row; 0 for one that has none.
    pub id: i64,
    /// What it is called.
    pub what: String,
    /// The key of whom it was done to.
    pub who: Option<String>,
    /// Why it did not happen, if it did not.
    pub why: Option<String>,
    /// The question of a poll.
    pub question: Option<String>,
    /// The answers of a poll.
    pub options: Vec<String>,
    /// How often each answer was given, once the poll is over.
    pub votes: Vec<i32>,
}

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let Ok(ended) = serde_json::from_str::<ActEnded>(deed.args) else { return Ok(Reply::default()) };
    let by = deed.caller_key().to_owned();
    if let Some(why) = &ended.why {
        if ended.id != 0 {
            moderation::fail(&mut deed.tx, room, ended.id, why).await?;
        }
        let (action, after) = (format!("{}.failed", ended.what), Some(json!({ "why": why })));
        let change = Change { actor: &by, action: &action, target: ended.who.as_deref(), before: None, after };
        audit_log::write(&mut deed.tx, room, change, now).await?;
        return Ok(Reply::default());
    }
    // Before a new mute is confirmed the older ones are lifted; after an unmute all are.
    if let ("mute" | "unmute", Some(who)) = (ended.what.as_str(), &ended.who) {
        moderation::lift_mutes(&mut deed.tx, room, who, now).await?;
    }
    if ended.id != 0 {
        moderation::confirm(&mut deed.tx, room, ended.id, now).await?;
    }
    match (ended.what.as_str(), &ended.question) {
        ("poll", Some(question)) => poll::open(&mut deed.tx, room, (question, &ended.options), (&by, now)).await?,
        ("blacklist.enforced" | "queueban.enforced", media) => {
            let after = Some(json!({ "media": media }));
            let (action, target) = (ended.what.as_str(), ended.who.as_deref());
            audit_log::write(&mut deed.tx, room, Change { actor: &by, action, target, before: None, after }, now)
                .await?;
        }
        ("poll.closed", _) => poll::close(&mut deed.tx, room, &ended.votes, now).await?,
        _ => {}
    }
    Ok(Reply::default())
}
