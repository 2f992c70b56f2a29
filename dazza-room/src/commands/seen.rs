//! `seen`: when somebody was last in this room; what happens in other rooms stays there.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::stats;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, ago, pools};

pub(super) const COMMAND: Command = Command {
    name: "seen",
    aliases: &[],
    usage: "<user>",
    about: "Says when somebody was last in here.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let word = deed.args.split_whitespace().next().unwrap_or_default();
    if let Some(here) = deed.whom_here(word) {
        return Ok(deed.cx.answer(&pools::SEEN_ONLINE, &[("target", Word::Name(here.name.as_str()))]));
    }
    if let Some(whom) = deed.whom(word).await?
        && let Some(seen) = stats::seen(&mut deed.tx, deed.room, whom.name.key()).await?
    {
        let age = ago(since(seen.last, deed.cx.now));
        let words = [("target", Word::Name(whom.name.as_str())), ("age", Word::Text(&age))];
        return Ok(deed.cx.answer(&pools::SEEN, &words));
    }
    // Somebody known to other rooms alone is as unknown here as a stranger.
    Err(deed.halt_at(&pools::SEEN_UNKNOWN, "target", word))
}
