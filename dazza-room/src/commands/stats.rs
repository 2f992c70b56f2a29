//! `stats`: what this room has on somebody.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::stats::{self, Seen};

use super::whom::Whom;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, ago, pools};

pub(super) const COMMAND: Command = Command {
    name: "stats",
    aliases: &["userstats"],
    usage: "[user]",
    about: "Says how long you have been around in here, and how much you talk; or somebody else.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let caller = deed.cx.heard.player.as_str();
    let word = deed.args.split_whitespace().next().unwrap_or(caller);
    if let Some(whom) = deed.whom(word).await?
        && let Some(seen) = stats::seen(&mut deed.tx, deed.room, whom.name.key()).await?
    {
        let bongs = stats::bongs_of(&mut deed.tx, deed.room, whom.name.key()).await?;
        return Ok(told(deed, &whom, &seen, bongs));
    }
    Err(match deed.whom_here(word) {
        Some(here) => deed.halt(&pools::STATS_UNKNOWN, &[("target", Word::Text(here.name.as_str()))]),
        None => deed.halt_at(&pools::STATS_UNKNOWN, "target", word),
    })
}

fn told(deed: &mut StoredCx<'_>, whom: &Whom, seen: &Seen, bongs: i64) -> Reply {
    let now = deed.cx.now;
    let last = if whom.is_here { now } else { seen.last };
    let (first, last) = (ago(since(seen.first, now)), ago(since(last, now)));
    let (lines, bongs) = (seen.n_lines.to_string(), bongs.to_string());
    deed.cx.answer(
        &pools::STATS,
        &[
            ("target", Word::Name(whom.name.as_str())),
            ("first", Word::Text(&first)),
            ("last", Word::Text(&last)),
            ("messages", Word::Text(&lines)),
            ("bongs", Word::Text(&bongs)),
        ],
    )
}
