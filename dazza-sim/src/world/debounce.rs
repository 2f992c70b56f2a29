//! When a number that changes often is told: at once, then at most every so often, the last change late.

use std::time::Duration;

use dazza_shared::clock::{later, since};
use jiff::Timestamp;

/// The rhythm of `usercount`.
///
/// Source: the recordings: the first change goes out at once; those within ten seconds of it go out together when
/// the ten seconds are over; and a change soon after that waits again, counted from the change before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Debounce {
    last_change: Option<Timestamp>,
    last_told: Option<Timestamp>,
}

/// What a change leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Tell now, and look again at the given time.
    Now(Timestamp),
    /// Look again at the given time, unless it is arranged already.
    Later(Timestamp),
}

/// Time within which one telling is enough.
///
/// Source: `cytube-protocol`, 3.1, `usercount`.
const QUIET: Duration = Duration::from_secs(10);

impl Debounce {
    /// Notes a change; `is_waiting` says whether a look is arranged.
    pub(crate) fn change(&mut self, now: Timestamp, is_waiting: bool) -> Telling {
        let is_rested = self.last_change.is_none_or(|last| since(last, now) >= QUIET);
        let is_overdue = self.last_told.is_some_and(|last| since(last, now) >= QUIET) && is_waiting;
        self.last_change = Some(now);
        if is_rested && !is_waiting || is_overdue {
            self.last_told = Some(now);
            return Telling::Now(later(now, QUIET));
        }
        Telling::Later(later(now, QUIET))
    }

    /// The arranged look: whether to tell now, or when to look again.
    pub(crate) fn look(&mut self, now: Timestamp) -> Option<Telling> {
        let (last_change, last_told) = (self.last_change?, self.last_told.unwrap_or(Timestamp::MIN));
        if last_told == last_change {
            return None;
        }
        let due = later(last_change, QUIET).min(later(last_told, QUIET));
        if now < due {
            return Some(Telling::Later(due));
        }
        self.last_told = Some(now);
        Some(Telling::Now(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_795_444_500_000 + ms).unwrap()
    }

    /// Runs changes through a debounce with its alarm, and gives back when it told.
    fn told(changes: &[i64], until: i64) -> Vec<i64> {
        let (mut debounce, mut alarm, mut told) = (Debounce::default(), None, Vec::new());
        for ms in 0..=until {
            let look = if alarm == Some(at(ms)) { debounce.look(at(ms)) } else { None };
            if alarm == Some(at(ms)) {
                alarm = None;
            }
            let change = changes.contains(&ms).then(|| debounce.change(at(ms), alarm.is_some()));
            told.extend([&look, &change].into_iter().flatten().filter(|telling| is_now(telling)).map(|_| ms));
            alarm = match change.or(look) {
                Some(Telling::Now(next)) if next > at(ms) => Some(next),
                Some(Telling::Later(next)) => alarm.or(Some(next)),
                _ => alarm,
            };
        }
        told
    }

    fn is_now(telling: &Telling) -> bool {
        matches!(telling, Telling::Now(_))
    }

    #[test]
    fn the_recorded_rhythms_come_out() {
        // join-guest: a leave long after the late telling goes out at once.
        assert_eq!(told(&[100, 418, 929, 3_557, 4_466, 5_066, 16_271], 17_000), [100, 10_100, 16_271]);
        // login: a change soon after the late telling waits.
        assert_eq!(told(&[693, 1_482, 3_980, 5_770, 6_977, 7_766, 9_450, 11_965], 14_000), [693, 10_693]);
        assert_eq!(told(&[0], 30_000), [0]);
    }
}
