//! Moments and days in all the forms that the source has them in.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::cell::{Cell, Whole};

/// A moment as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// There was none.
    Missing,
    /// In milliseconds or as text, as it should be.
    Plain(Timestamp),
    /// In seconds.
    InSeconds(Timestamp),
    /// Not a time at which the bot ran.
    Implausible,
    /// No time at all.
    Garbled,
}

/// Numbers below this are seconds.
const LEAST_MILLISECONDS: u64 = 100_000_000_000;

/// Nothing is older. Source: `sqlite-import.md`, 2.3.
const EARLIEST: Timestamp = Timestamp::constant(1_577_836_800, 0);

/// How far ahead a moment may lie.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// The moment that `cell` holds.
pub(super) fn moment(cell: &Cell<'_>, now: Timestamp) -> Moment {
    match cell.whole() {
        Whole::Missing => Moment::Missing,
        Whole::Exact(number) | Whole::Rounded(number) => of_number(number, now),
        Whole::Garbled => match cell {
            Cell::Text(text) => of_text(text.trim()).map_or(Moment::Garbled, |at| plausible(at, now, Moment::Plain)),
            _ => Moment::Implausible,
        },
    }
}

fn of_number(number: i64, now: Timestamp) -> Moment {
    let is_seconds = number.unsigned_abs() < LEAST_MILLISECONDS;
    let at = if is_seconds { Timestamp::from_second(number) } else { Timestamp::from_millisecond(number) };
    let form = if is_seconds { Moment::InSeconds } else { Moment::Plain };
    at.map_or(Moment::Implausible, |at| plausible(at, now, form))
}

fn of_text(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let civil = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

fn plausible(at: Timestamp, now: Timestamp, form: fn(Timestamp) -> Moment) -> Moment {
    let latest = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    if (EARLIEST..=latest).contains(&at) { form(at) } else { Moment::Implausible }
}

/// The day that `cell` holds: `2025-07-04`, or `Fri Jul 04 2025`.
pub(super) fn day(cell: &Cell<'_>) -> Option<Date> {
    let text = cell.text()?;
    let text = text.trim();
    let day = Date::strptime("%Y-%m-%d", text).or_else(|_| Date::strptime("%a %b %d %Y", text)).ok()?;
    (2000..2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn every_form_of_a_moment_is_read() {
        let now = at("2025-08-01T00:00:00Z");
        let text = |text: &'static str| Cell::Text(text.into());
        let then = at("2025-07-04T03:04:05Z");
        for (cell, read) in [
            (Cell::Int(1_751_598_245_000), Moment::Plain(then)),
            (Cell::Int(1_751_598_245), Moment::InSeconds(then)),
            (Cell::Real(1_751_598_245_000.0), Moment::Plain(then)),
            (text("1751598245000"), Moment::Plain(then)),
            (text("2025-07-04 03:04:05"), Moment::Plain(then)),
            (text("2025-07-04T03:04:05Z"), Moment::Plain(then)),
            (Cell::Null, Moment::Missing),
            (Cell::Int(0), Moment::Implausible),
            (Cell::Int(86_400_000), Moment::Implausible),
            (Cell::Int(4_070_908_800_000), Moment::Implausible),
            (Cell::Int(i64::MAX), Moment::Implausible),
            (text("yesterday"), Moment::Garbled),
        ] {
            assert_eq!(moment(&cell, now), read, "{cell:?}");
        }
    }

    #[test]
    fn every_form_of_a_day_is_read() {
        let text = |text: &'static str| Cell::Text(text.into());
        assert_eq!(day(&text("Fri Jul 04 2025")), Some(date(2025, 7, 4)));
        assert_eq!(day(&text("Mon Jun 30 2025")), Some(date(2025, 6, 30)));
        assert_eq!(day(&text("2025-07-01")), Some(date(2025, 7, 1)));
        assert_eq!(day(&text("04/07/2025")), None);
        assert_eq!(day(&Cell::Null), None);
    }
}
