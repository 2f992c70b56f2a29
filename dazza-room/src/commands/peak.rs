//! `peak`: the busiest hours of the last seven days.

use std::time::Duration;

use dazza_shared::store::stats::{self, BusyHour};
use jiff::tz::TimeZone;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Route, Word, hour, pools};

pub(super) const COMMAND: Command = Command {
    name: "peak",
    aliases: &["peaks", "peaktime", "peaktimes"],
    usage: "",
    about: "Sends you the busiest hours of the last seven days.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// How many hours are told; with fewer there is no telling. Source: `commands-and-games.md`, 2.10.
const N_HOURS: i64 = 3;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let busiest = stats::busiest_hours(&mut deed.tx, room, N_HOURS, now).await?;
    if i64::try_from(busiest.len()).unwrap_or(0) < N_HOURS {
        return Ok(deed.cx.answer(&pools::PEAK_TOO_LITTLE, &[]));
    }
    let view = deed.cx.view;
    let hours: Vec<_> = busiest.iter().map(|busy| in_words(busy, view.zone)).collect();
    let words = [("zone", Word::Text(&view.settings.timezone)), ("hours", Word::Text(&hours.join(", ")))];
    let list = deed.cx.phrase_for(Route::Pm, &pools::PEAK_LIST, &words);
    Ok(deed.cx.answer(&pools::PEAK_ACK, &[]).and_say(deed.cx.caller(), &list))
}

/// Weekday and hour by the room's clock; where that is half an hour off, the hour is the one in which it began.
fn in_words(busy: &BusyHour, zone: &TimeZone) -> String {
    let local = zone.to_datetime(busy.start);
    let of_day = hour(local.hour().unsigned_abs());
    let (lines, people) = (plural(busy.n_lines == 1, "line", "lines"), plural(busy.n_people == 1, "person", "people"));
    format!("{} {of_day} ({} {lines}, {} {people})", local.strftime("%a"), busy.n_lines, busy.n_people)
}

fn plural(is_one: bool, one: &'static str, many: &'static str) -> &'static str {
    if is_one { one } else { many }
}
