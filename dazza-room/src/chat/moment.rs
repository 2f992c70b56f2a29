//! Says when something was, the Australian way.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Day and time in `zone`, as `25/11/26, 9:41 pm`.
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned_datetime(zone.clone());
    let (hour, half) = twelve(at.hour().unsigned_abs());
    format!("{}/{}/{:02}, {hour}:{:02} {half}", at.day(), at.month(), at.year().rem_euclid(100), at.minute())
}

/// An hour of the day from 0 to 23, as `9 pm`.
pub fn hour(hour: u8) -> String {
    let (hour, half) = twelve(hour);
    format!("{hour} {half}")
}

/// An hour of the day by the twelve-hour clock.
fn twelve(hour: u8) -> (u8, &'static str) {
    let half = if hour % 24 < 12 { "am" } else { "pm" };
    match hour % 12 {
        0 => (12, half),
        hour => (hour, half),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_first_and_the_clock_has_twelve_hours() {
        for (at, zone, said) in [
            ("2026-11-25T11:41:00Z", "Australia/Brisbane", "25/11/26, 9:41 pm"),
            ("2026-11-25T11:41:00Z", "Australia/Sydney", "25/11/26, 10:41 pm"),
            ("2026-11-25T14:00:59Z", "Australia/Brisbane", "26/11/26, 12:00 am"),
            ("2026-01-02T02:05:00Z", "Australia/Brisbane", "2/1/26, 12:05 pm"),
            ("2009-06-30T23:59:00Z", "UTC", "30/6/09, 11:59 pm"),
        ] {
            assert_eq!(moment(at.parse().unwrap(), &TimeZone::get(zone).unwrap()), said, "{at} {zone}");
        }
    }

    #[test]
    fn hours_are_told_by_the_twelve_hour_clock() {
        for (of_day, said) in [(0, "12 am"), (1, "1 am"), (11, "11 am"), (12, "12 pm"), (23, "11 pm")] {
            assert_eq!(hour(of_day), said);
        }
    }
}
