//! When the next backup is due, and which are kept: functions of what there is, the rules and the time.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::clock::{later, next_at};
use dazza_shared::config::BackupConfig;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long after the fleet's begin the first backup of all is made.
const FIRST_AFTER: Duration = Duration::from_mins(10);

/// What is younger than this is kept, whatever the rules say.
const YOUNG: SignedDuration = SignedDuration::from_hours(24);

/// First wait after a failure; it doubles up to the longest.
const RETRY_MIN: Duration = Duration::from_mins(1);

/// Longest wait after a failure.
const RETRY_MAX: Duration = Duration::from_hours(1);

/// When the next backup is due; it may lie in the past. `None`: they are made by hand alone.
///
/// `newest` is the newest good one that there is, and `began` when the fleet did.
pub(crate) fn due(rules: &BackupConfig, newest: Option<Timestamp>, began: Timestamp) -> Option<Timestamp> {
    let next = |after: Timestamp| match (rules.every, rules.at) {
        (Some(every), _) => Some(later(after, every)),
        (None, Some(at)) => Some(next_at(at, &zone(rules), after)),
        (None, None) => None,
    };
    match newest {
        Some(newest) => next(newest),
        None => next(began).map(|next| next.min(later(began, FIRST_AFTER))),
    }
}

/// How long to wait after so many failures in a row.
pub(crate) fn retry_after(n_failures: u32) -> Duration {
    RETRY_MIN.saturating_mul(1 << n_failures.saturating_sub(1).min(16)).min(RETRY_MAX)
}

/// Which of these are kept, by when they were taken: the newest of so many days, weeks and months, each as the fleet's
/// zone has them; and in any case the newest of all, and what is young.
pub(crate) fn kept(taken: &BTreeSet<Timestamp>, rules: &BackupConfig, now: Timestamp) -> BTreeSet<Timestamp> {
    let zone = zone(rules);
    let day = |moment: &Timestamp| zone.to_datetime(*moment).date();
    let mut kept: BTreeSet<Timestamp> = taken.iter().copied().filter(|at| now.duration_since(*at) < YOUNG).collect();
    kept.extend(taken.last());
    keep_newest(&mut kept, taken, rules.keep_daily, day);
    keep_newest(&mut kept, taken, rules.keep_weekly, |moment| monday(day(moment)));
    keep_newest(&mut kept, taken, rules.keep_monthly, |moment| day(moment).first_of_month());
    kept
}

/// Keeps the newest of each of the last `n` spans; `span` tells which one a moment lies in.
fn keep_newest(kept: &mut BTreeSet<Timestamp>, taken: &BTreeSet<Timestamp>, n: u32, span: impl Fn(&Timestamp) -> Date) {
    let mut spans = BTreeSet::new();
    for moment in taken.iter().rev() {
        let is_newest = spans.insert(span(moment));
        if spans.len() > usize::try_from(n).unwrap_or(usize::MAX) {
            return;
        }
        if is_newest {
            kept.insert(*moment);
        }
    }
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days())
}

fn zone(rules: &BackupConfig) -> TimeZone {
    TimeZone::get(&rules.timezone).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Time;

    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn daily(at: &str, zone: &str) -> BackupConfig {
        BackupConfig { at: Some(Time::strptime("%H:%M", at).unwrap()), ..BackupConfig::usual(zone) }
    }

    #[test]
    fn a_backup_is_due_at_its_time_of_day_also_where_clocks_change() {
        // Sydney goes from 02:00 to 03:00 on 4 October 2026, and back from 03:00 to 02:00 on 5 April 2026.
        let table = [
            ("04:00", "Australia/Brisbane", "2026-11-29T17:59:59Z", "2026-11-29T18:00:00Z"),
            ("04:00", "Australia/Brisbane", "2026-11-29T18:00:00Z", "2026-11-30T18:00:00Z"),
            ("04:00", "UTC", "2026-11-30T04:00:01Z", "2026-12-01T04:00:00Z"),
            ("00:00", "UTC", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
            ("02:30", "Australia/Sydney", "2026-10-03T00:00:00Z", "2026-10-03T16:30:00Z"),
            ("02:30", "Australia/Sydney", "2026-10-03T16:30:00Z", "2026-10-04T15:30:00Z"),
            ("02:30", "Australia/Sydney", "2026-04-04T00:00:00Z", "2026-04-04T15:30:00Z"),
            ("02:30", "Australia/Sydney", "2026-04-04T15:30:00Z", "2026-04-05T16:30:00Z"),
        ];
        for (at, zone, newest, next) in table {
            let due = due(&daily(at, zone), Some(moment(newest)), moment("2026-01-01T00:00:00Z"));
            assert_eq!(due, Some(moment(next)), "{at} {zone} after {newest}");
        }
    }

    #[test]
    fn what_was_missed_is_due_at_once_and_the_first_soon_after_the_begin() {
        let began = moment("2026-11-30T12:00:00Z");
        let nightly = daily("04:00", "UTC");
        let missed = due(&nightly, Some(moment("2026-11-28T04:00:07Z")), began).unwrap();
        assert!(missed < began);
        let hourly = BackupConfig { every: Some(Duration::from_hours(1)), ..nightly.clone() };
        let quick = BackupConfig { every: Some(Duration::from_secs(5)), ..nightly.clone() };
        let never = BackupConfig { at: None, ..nightly.clone() };
        let table = [
            (&nightly, None, Some("2026-11-30T12:10:00Z")),
            (&hourly, None, Some("2026-11-30T12:10:00Z")),
            (&quick, None, Some("2026-11-30T12:00:05Z")),
            (&hourly, Some("2026-11-30T11:30:00Z"), Some("2026-11-30T12:30:00Z")),
            (&never, None, None),
            (&never, Some("2026-11-30T11:30:00Z"), None),
        ];
        for (rules, newest, wanted) in table {
            assert_eq!(due(rules, newest.map(moment), began), wanted.map(moment), "{rules:?} {newest:?}");
        }
        assert_eq!(due(&daily("12:05", "UTC"), None, began), Some(moment("2026-11-30T12:05:00Z")));
    }

    #[test]
    fn waits_after_failures_double_to_an_hour() {
        let waits: Vec<u64> = [1, 2, 3, 6, 7, 8, 40].map(|n| retry_after(n).as_secs() / 60).into();
        assert_eq!(waits, [1, 2, 4, 32, 60, 60, 60]);
    }

    /// What is kept of one backup every night for so many nights before 30 November 2026, a Monday.
    fn nightly_kept(rules: &BackupConfig, n: i64) -> Vec<String> {
        let newest = moment("2026-11-30T04:00:00Z");
        let taken = (0..n).map(|n| newest.saturating_sub(SignedDuration::from_hours(24 * n)).unwrap()).collect();
        let kept = kept(&taken, rules, moment("2026-11-30T04:10:00Z"));
        kept.iter().rev().map(|moment| moment.strftime("%m-%d").to_string()).collect()
    }

    #[test]
    fn days_weeks_and_months_are_kept() {
        let rules = BackupConfig::usual("UTC");
        let days = ["11-30", "11-29", "11-28", "11-27", "11-26", "11-25", "11-24"];
        assert_eq!(nightly_kept(&rules, 3), days[..3]);
        // Of the weeks the Sundays, the newest of each; of the months the last days.
        let older = ["11-22", "11-15", "10-31", "09-30", "08-31", "07-31", "06-30"];
        assert_eq!(nightly_kept(&rules, 300), [&days[..], &older].concat());
        let few = BackupConfig { keep_daily: 0, keep_weekly: 0, keep_monthly: 0, ..rules.clone() };
        assert_eq!(nightly_kept(&few, 300), ["11-30"]);
        let weeks = BackupConfig { keep_daily: 1, keep_weekly: 3, keep_monthly: 0, ..rules };
        assert_eq!(nightly_kept(&weeks, 300), ["11-30", "11-29", "11-22"]);
    }

    #[test]
    fn what_is_young_is_kept_whatever_the_day_and_a_gap_costs_no_old_one() {
        let rules = BackupConfig { keep_daily: 2, keep_weekly: 0, keep_monthly: 0, ..BackupConfig::usual("UTC") };
        let now = moment("2026-11-30T12:00:00Z");
        let taken = [
            "2026-05-01T01:00:00Z",
            "2026-05-01T02:00:00Z",
            "2026-05-02T01:00:00Z",
            "2026-11-30T01:00:00Z",
            "2026-11-30T02:00:00Z",
        ];
        let kept = kept(&taken.map(moment).into(), &rules, now);
        let wanted = ["2026-05-02T01:00:00Z", "2026-11-30T01:00:00Z", "2026-11-30T02:00:00Z"];
        assert_eq!(kept, wanted.map(moment).into());
    }

    #[test]
    fn the_days_are_those_of_the_zone() {
        let rules = |zone| BackupConfig { keep_daily: 2, keep_weekly: 0, keep_monthly: 0, ..BackupConfig::usual(zone) };
        // One day in UTC, two in Brisbane.
        let taken: BTreeSet<_> = ["2026-11-01T10:00:00Z", "2026-11-01T15:00:00Z"].map(moment).into();
        let now = moment("2026-11-30T00:00:00Z");
        assert_eq!(kept(&taken, &rules("UTC"), now).len(), 1);
        assert_eq!(kept(&taken, &rules("Australia/Brisbane"), now).len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn the_newest_is_kept_and_nothing_is_kept_that_is_not_there(
            seconds in proptest::collection::btree_set(0..100_000_000_i64, 1..60), days in 0..5_u32, months in 0..5_u32,
        ) {
            let taken: BTreeSet<_> = seconds.into_iter().map(|second| Timestamp::from_second(second).unwrap()).collect();
            let rules = BackupConfig { keep_daily: days, keep_weekly: 0, keep_monthly: months, ..BackupConfig::usual("UTC") };
            let kept = kept(&taken, &rules, Timestamp::from_second(200_000_000).unwrap());
            proptest::prop_assert!(kept.is_subset(&taken) && kept.contains(taken.last().unwrap()));
            proptest::prop_assert!(kept.len() <= usize::try_from(days + months).unwrap() + 1);
        }
    }
}
