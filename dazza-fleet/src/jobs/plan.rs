//! Which jobs are due, and when each is due again: functions of where they stand, the time and the dice.

use std::collections::BTreeMap;
use std::time::Duration;

use dazza_shared::clock::{later, next_at};
use dazza_shared::dice::Dice;
use dazza_shared::store::jobs::board::Standing;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::table::{CYCLE, Job, ROWS, Row, When};

/// Most by which a run is put off, so that the fleets of a host do not all begin at once. Source: `platform.md`, 7.1.
const JITTER: Duration = Duration::from_mins(1);

/// How soon what failed is tried again, unless it is due before.
const RETRY: Duration = Duration::from_mins(10);

/// When each job is due, by where it stands: at once if it has never run. The jobs of the cycle are due together, when the
/// first of them is.
pub(crate) fn due_times(standings: &[Standing], now: Timestamp) -> BTreeMap<Job, Timestamp> {
    let next = |row: &Row| {
        let standing = standings.iter().find(|standing| standing.name == row.name);
        let next = standing.and_then(|standing| standing.next_run).unwrap_or(Timestamp::MIN);
        // One that lies further ahead than any can was set by a clock that was wrong: nothing is to wait for it.
        if next > later(now, longest(row.when)) { Timestamp::MIN } else { next }
    };
    let times: BTreeMap<Job, Timestamp> = ROWS.iter().map(|row| (row.job, next(row))).collect();
    let cycle = ROWS.iter().filter(|row| row.when == When::Cycle).filter_map(|row| times.get(&row.job)).min().copied();
    let together = |(job, at): (Job, Timestamp)| match job.row().when {
        When::Cycle => (job, cycle.unwrap_or(at)),
        When::Every(_) | When::At(_) => (job, at),
    };
    times.into_iter().map(together).collect()
}

/// The jobs that are due now, in the order in which they are to be done.
pub(crate) fn due(standings: &[Standing], now: Timestamp) -> Vec<Job> {
    let times = due_times(standings, now);
    ROWS.iter().map(|row| row.job).filter(|job| times.get(job).is_some_and(|at| *at <= now)).collect()
}

/// When a job whose run has ended is due again. What was missed meanwhile is made up by that one run.
pub(crate) fn next_run(when: When, ended: Timestamp, is_done: bool, zone: &TimeZone, dice: &mut Dice) -> Timestamp {
    let jitter = Duration::from_millis(dice.below(u64::try_from(JITTER.as_millis()).unwrap_or(u64::MAX)));
    let next = match when {
        When::Cycle => later(ended, CYCLE),
        When::Every(every) => later(ended, every),
        When::At(at) => next_at(at, zone, ended),
    };
    let next = if is_done { next } else { next.min(later(ended, RETRY)) };
    later(next, jitter)
}

/// Longest time to the next run.
fn longest(when: When) -> Duration {
    let usual = match when {
        When::Cycle => CYCLE,
        When::Every(every) => every,
        // A day on which clocks are put back has an hour or two more.
        When::At(_) => Duration::from_hours(27),
    };
    usual + JITTER
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::Time;

    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn standing(name: &str, next_run: Option<&str>) -> Standing {
        Standing {
            name: name.to_owned(),
            last_run: None,
            last_success: None,
            next_run: next_run.map(moment),
            status: "idle".to_owned(),
            n_failures: 0,
            last_error: None,
            n_records: None,
            took_ms: None,
        }
    }

    fn all_at(next: &str) -> Vec<Standing> {
        ROWS.iter().map(|row| standing(row.name, Some(next))).collect()
    }

    fn names(standings: &[Standing], now: &str) -> Vec<&'static str> {
        due(standings, moment(now)).into_iter().map(|job| job.row().name).collect()
    }

    const CYCLE_NAMES: [&str; 6] = ["words", "daily", "streaks", "hours", "content", "achievements"];

    #[test]
    fn what_never_ran_is_due_at_once_in_the_order_of_the_table() {
        let all: Vec<_> = ROWS.iter().map(|row| row.name).collect();
        assert_eq!(names(&[], "2026-11-30T12:00:00Z"), all);
        assert_eq!(names(&[standing("words", None)], "2026-11-30T12:00:00Z"), all);
    }

    #[test]
    fn what_is_due_is_what_the_rows_say_and_a_cycle_is_due_as_one() {
        let mut rows = all_at("2026-11-30T12:00:00Z");
        assert!(names(&rows, "2026-11-30T11:59:59Z").is_empty());
        assert_eq!(names(&rows, "2026-11-30T12:00:00Z").len(), ROWS.len());
        // One of the cycle is earlier than the rest: all of it goes with that one, and nothing else.
        rows = all_at("2026-11-30T12:09:00Z");
        rows[4] = standing("content", Some("2026-11-30T11:00:00Z"));
        assert_eq!(names(&rows, "2026-11-30T12:00:00Z"), CYCLE_NAMES);
        rows = all_at("2026-11-30T12:09:00Z");
        rows[7] = standing("activity", Some("2026-11-30T11:00:00Z"));
        assert_eq!(names(&rows, "2026-11-30T12:00:00Z"), ["activity"]);
    }

    #[test]
    fn a_moment_further_ahead_than_any_can_be_is_not_waited_for() {
        let rows = all_at("2026-12-25T00:00:00Z");
        assert_eq!(names(&rows, "2026-11-30T12:00:00Z").len(), ROWS.len());
        let rows = all_at("2026-11-30T13:00:00Z");
        assert_eq!(names(&rows, "2026-11-30T12:00:00Z"), ["activity", "image_recheck"]);
    }

    #[test]
    fn a_run_is_due_again_by_its_row_and_jitter_is_below_a_minute() {
        let brisbane = TimeZone::get("Australia/Brisbane").unwrap();
        let mut dice = Dice::seeded(1);
        let ten_past = When::At(Time::constant(0, 10, 0, 0));
        let every = When::Every(Duration::from_mins(10));
        let table = [
            (When::Cycle, "2026-11-30T12:00:00Z", true, "2026-11-30T16:00:00Z"),
            // Late by a week: made up once, and then by the clock again.
            (When::Cycle, "2026-12-07T12:00:00Z", true, "2026-12-07T16:00:00Z"),
            (When::Cycle, "2026-11-30T12:00:00Z", false, "2026-11-30T12:10:00Z"),
            (every, "2026-11-30T12:00:00Z", true, "2026-11-30T12:10:00Z"),
            (every, "2026-11-30T12:00:00Z", false, "2026-11-30T12:10:00Z"),
            // Ten past midnight in Brisbane is ten past two in the afternoon in Greenwich.
            (ten_past, "2026-11-30T14:09:59Z", true, "2026-11-30T14:10:00Z"),
            (ten_past, "2026-11-30T14:10:00Z", true, "2026-12-01T14:10:00Z"),
            (ten_past, "2026-11-30T14:10:00Z", false, "2026-11-30T14:20:00Z"),
        ];
        for (when, ended, is_done, wanted) in table {
            for _ in 0..100 {
                let next = next_run(when, moment(ended), is_done, &brisbane, &mut dice);
                let jitter = next.duration_since(moment(wanted));
                assert!(!jitter.is_negative() && jitter.as_secs() < 60, "{when:?} after {ended}: {next}");
                assert!(next <= later(moment(ended), longest(when)), "{when:?}: {next}");
            }
        }
    }

    #[test]
    fn ten_past_midnight_comes_once_a_day_also_where_clocks_change() {
        let sydney = TimeZone::get("Australia/Sydney").unwrap();
        let mut dice = Dice::seeded(2);
        for first in ["2026-10-03T00:00:00Z", "2026-04-04T00:00:00Z"] {
            let mut at = moment(first);
            let mut days = Vec::new();
            for _ in 0..4 {
                at = next_run(When::At(Time::constant(0, 10, 0, 0)), at, true, &sydney, &mut dice);
                days.push(sydney.to_datetime(at).date());
            }
            assert!(days.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1.day())), "{days:?}");
        }
    }
}
