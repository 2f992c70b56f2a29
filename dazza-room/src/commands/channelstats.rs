//! `channelstats`: the room in figures.

use std::time::Duration;

use dazza_shared::store::{counters, stats};

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, hour, pools};

pub(super) const COMMAND: Command = Command {
    name: "channelstats",
    aliases: &["channelstat", "chanstats"],
    usage: "",
    about: "Says how much goes on in this room.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now, day) = (deed.room, deed.cx.now, deed.statistics_day());
    let zone = &deed.cx.view.settings.timezone;
    let totals = stats::totals(&mut deed.tx, room, zone, now).await?;
    let Some(busiest) = totals.busiest_hour.filter(|_| totals.n_lines > 0) else {
        return Ok(deed.cx.answer(&pools::CHANNELSTATS_EMPTY, &[]));
    };
    let today = counters::bongs_on(&mut deed.tx, room, day).await?.to_string();
    let busiest = hour(u8::try_from(busiest).unwrap_or(0));
    let [lines, people, of_day, bongs] =
        [totals.n_lines, totals.n_people, totals.n_lines_of_day, totals.n_bongs].map(|n| n.to_string());
    let words = [
        ("messages", Word::Text(&lines)),
        ("people", Word::Text(&people)),
        ("day", Word::Text(&of_day)),
        ("hour", Word::Text(&busiest)),
        ("today", Word::Text(&today)),
        ("bongs", Word::Text(&bongs)),
    ];
    Ok(deed.cx.answer(&pools::CHANNELSTATS, &words))
}
