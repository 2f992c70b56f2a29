//! How far back a read looks, by local days.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most days that a read goes back by day.
pub(super) const MOST_DAYS: u32 = 365;

/// How far back a read looks. A day begins at midnight in the fleet's zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Today.
    Day,
    /// Today and the six days before it.
    Week,
    /// Today and the 29 days before it.
    Month,
    /// From the first day on.
    #[default]
    All,
}

impl Period {
    /// The period of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// Its first day in `zone`, and when that begins; `None` when it has no beginning. A zone that nobody knows counts as UTC.
    pub fn start(self, zone: &str, now: Timestamp) -> Option<(Date, Timestamp)> {
        let n_days_before = match self {
            Self::Day => 0,
            Self::Week => 6,
            Self::Month => 29,
            Self::All => return None,
        };
        days_before(n_days_before, zone, now)
    }
}

/// The day so many days before today in `zone`, and when it begins.
pub(super) fn days_before(n_days: u32, zone: &str, now: Timestamp) -> Option<(Date, Timestamp)> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let first = zone.to_datetime(now).date().checked_sub(i64::from(n_days).days()).ok()?;
    Some((first, zone.to_timestamp(first.at(0, 0, 0, 0)).ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Period;

    #[test]
    fn days_are_those_of_the_zone() {
        let now = "2024-03-05T15:00:00Z".parse().unwrap();
        let (day, at) = Period::Day.start("Australia/Brisbane", now).unwrap();
        assert_eq!((day, at.to_string().as_str()), (date(2024, 3, 6), "2024-03-05T14:00:00Z"));
        assert_eq!(Period::Week.start("UTC", now).unwrap().0, date(2024, 2, 28));
        assert_eq!(Period::Month.start("UTC", now).unwrap().0, date(2024, 2, 5));
        assert_eq!(Period::All.start("UTC", now), None);
    }
}
