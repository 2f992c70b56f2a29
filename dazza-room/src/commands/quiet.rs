//! `quiet`: has the bot hold its tongue for a while.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::store::quiet::{self, Quiet};
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, duration, pools, round_span};
use crate::reactions::{HouseNote, Note};

pub(super) const COMMAND: Command = Command {
    name: "quiet",
    aliases: &["hush", "shush"],
    usage: "<time> | all <time> | off",
    about: "Nothing is said unasked for a while; with all, nobody but moderators is answered either.",
    category: Category::Moderation,
    access: Access::Moderator,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// Longest time that the bot may be told to be quiet for.
const LONGEST: Duration = Duration::from_hours(7 * 24);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let typed = deed.args.trim().to_lowercase();
    let (room, now) = (deed.room, deed.cx.now);
    if ["off", "stop", "end"].contains(&typed.as_str()) {
        quiet::set(&mut deed.tx, room, None).await?;
        deed.audit("quiet.off", room.as_str(), (None, None)).await?;
        deed.notes.push(Note::House(HouseNote::Quiet(None)));
        return Ok(deed.cx.answer(&pools::QUIET_OFF, &[]));
    }
    let (span, is_total) = match typed.strip_prefix("all") {
        Some(span) if span.starts_with(char::is_whitespace) => (span, true),
        _ => (typed.as_str(), false),
    };
    let span = duration(span).ok_or(Refusal::Usage)?;
    if span > LONGEST {
        return Err(deed.halt(&pools::QUIET_TOO_LONG, &[]));
    }
    let quiet = Quiet { until: later(now, span), is_total };
    quiet::set(&mut deed.tx, room, Some(quiet)).await?;
    let after = json!({ "seconds": span.as_secs(), "is_total": is_total });
    deed.audit("quiet.on", room.as_str(), (None, Some(after))).await?;
    deed.notes.push(Note::House(HouseNote::Quiet(Some(quiet))));
    let pool = if is_total { &pools::QUIET_TOTAL } else { &pools::QUIET_ON };
    let span = round_span(span);
    Ok(deed.cx.answer(pool, &[("span", Word::Text(&span))]))
}
