//! Figures of days, hours and rooms, and what follows from them.

use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::store::StoreError;
use dazza_shared::store::jobs::daily::Days;
use dazza_shared::store::jobs::{
    achievements, activity, bongs, daily as days, horizon, hours as clock_hours, streaks, words,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{Bench, Done};

/// Lines whose days or hours are looked at in one transaction.
const PART: i64 = 100_000;

/// The watermarks.
const DAILY: &str = "daily";
const ACTIVITY: &str = "activity";

/// Puts the days right on which something was said that was not there the last time, and the last two besides.
///
/// # Errors
///
/// What keeps it from being done for any room.
pub(super) async fn daily(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let today = today(bench);
    let first = bench.bounds.from.unwrap_or(today.saturating_sub(1.day()));
    bench
        .each_room(async |room| {
            let until = bench.horizon(room).await?;
            bench
                .read_on((DAILY, room), PART, until, async |tx, known, up_to| {
                    let days = Days { above: known.unwrap_or(0), up_to, first, last: today };
                    days::put_right(tx, room, bench.zone, days).await
                })
                .await
        })
        .await
}

/// Counts days in a row.
///
/// # Errors
///
/// What keeps it from being done.
pub(super) async fn streaks(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let is_anew = bench.bounds.from.is_some();
    let records = bench.in_tx(async |tx| streaks::count(tx, today(bench), is_anew).await).await?;
    Ok(Done { records, failures: Vec::new() })
}

/// Counts new lines by the hour of the day, and then tells when people talk. A room that was counted by the clocks of
/// another zone, or not at all, is counted from its first line on.
///
/// # Errors
///
/// What keeps it from being done for any room.
pub(super) async fn hours(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let mark = clock_hours::mark(bench.zone);
    if bench.bounds.from.is_some() {
        forget(bench, &mark).await?;
    }
    let mut done = bench
        .each_room(async |room| {
            let until = bench.horizon(room).await?;
            // A line whose words are to be counted yet would be taken in with none.
            let uncounted = bench.in_tx(async |tx| words::first_uncounted(tx, room).await).await?;
            let until = uncounted.map_or(until, |id| until.min(id - 1));
            bench
                .read_on((&mark, room), PART, until, async |tx, known, up_to| {
                    if known.is_none() {
                        clock_hours::clear(tx, room).await?;
                    }
                    clock_hours::add(tx, room, bench.zone, (known.unwrap_or(0), up_to)).await
                })
                .await
        })
        .await?;
    done.records += bench.in_tx(async |tx| clock_hours::summarise(tx).await).await?;
    Ok(done)
}

async fn forget(bench: &Bench<'_>, mark: &str) -> Result<(), StoreError> {
    for room in bench.rooms().await? {
        bench.in_tx(async |tx| horizon::forget_watermark(tx, mark, &room).await).await?;
    }
    Ok(())
}

/// Hands out tiers.
///
/// # Errors
///
/// What keeps it from being done.
pub(super) async fn achievements(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let awards = bench.in_tx(async |tx| achievements::hand_out(tx, bench.now).await).await?;
    Ok(Done { records: u64::try_from(awards.len()).unwrap_or(u64::MAX), failures: Vec::new() })
}

/// Ends the streaks of bongs in which a day was missed.
///
/// # Errors
///
/// What keeps it from being done.
pub(super) async fn bongs(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let records = bench.in_tx(async |tx| bongs::end_streaks(tx, today(bench)).await).await?;
    Ok(Done { records, failures: Vec::new() })
}

/// Counts the people of each room by the hour, where something was said since the last time, and in the last two hours.
///
/// # Errors
///
/// What keeps it from being done for any room.
pub(super) async fn activity(bench: &Bench<'_>) -> Result<Done, StoreError> {
    let recent = bench.now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
    let from =
        bench.bounds.from.and_then(|day| zone(bench).to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().ok());
    let since = from.unwrap_or(recent);
    bench.each_room(async |room| count_hours(bench, room, since).await).await
}

async fn count_hours(bench: &Bench<'_>, room: &RoomName, since: Timestamp) -> Result<u64, StoreError> {
    let until = bench.horizon(room).await?;
    bench
        .read_on((ACTIVITY, room), PART, until, async |tx, known, up_to| {
            // Asked anew for each try: what was written meanwhile is no surprise then.
            let now = Clock::System.now();
            let hours = activity::Hours { above: known.unwrap_or(0), up_to, since, now };
            activity::put_right(tx, room, hours).await
        })
        .await
}

/// The day that clocks show.
fn today(bench: &Bench<'_>) -> Date {
    zone(bench).to_datetime(bench.now).date()
}

fn zone(bench: &Bench<'_>) -> TimeZone {
    TimeZone::get(bench.zone).unwrap_or(TimeZone::UTC)
}
