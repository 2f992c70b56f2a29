//! `addquote`: keeps what somebody said, by number.

use std::time::Duration;

use dazza_shared::store::{curated, opt_out};
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "addquote",
    aliases: &["quoteadd", "keepquote"],
    usage: "<user> [text]",
    about: "Keeps what somebody said, or said last, as a quote with a number.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, typed) = deed.args.trim().split_once(char::is_whitespace).unwrap_or((deed.args.trim(), ""));
    let Some(whom) = deed.addressee(word).await? else { return Err(Refusal::Usage.into()) };
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let (key, target) = (whom.name.key().to_owned(), [("target", Word::Name(whom.name.as_str()))]);
    let wishes = opt_out::of(&mut deed.tx, room, &key).await?;
    if wishes.iter().any(|kind| kind == "all" || kind == "quotes") {
        return Err(deed.halt(&pools::CURATED_LEFT_OUT, &target));
    }
    let (text, said_at) = if typed.trim().is_empty() {
        let Some((text, at)) = curated::last_said(&mut deed.tx, room, &key).await? else {
            return Err(deed.halt_at(&pools::QUOTE_NONE, "target", word));
        };
        (text, Some(at))
    } else {
        (typed.trim().to_owned(), None)
    };
    let text = deed.carried(&text)?;
    let number = curated::keep(&mut deed.tx, room, (&key, &text, said_at), (&by, now)).await?;
    deed.audit("quote.add", &format!("#{number}"), (None, Some(json!({ "who": key, "text": text })))).await?;
    let number = number.to_string();
    Ok(deed.cx.answer(&pools::CURATED_KEPT, &[("count", Word::Text(&number))]))
}
