//! How much is said in a room, minute by minute.

use super::moment::Moment;

/// How many minutes are kept.
pub(crate) const MINUTES: usize = 30;

/// Lines of each of the last minutes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pace {
    counts: [u64; MINUTES],
    /// The number of the newest of these minutes, since the supervisor began.
    newest: u64,
    /// All lines so far.
    total: u64,
}

impl Pace {
    /// So many lines were heard in all by now.
    pub(crate) fn note(&mut self, total: u64, now: Moment) {
        self.turn_to(now);
        if let Some(last) = self.counts.last_mut() {
            *last += total.saturating_sub(self.total);
        }
        self.total = total;
    }

    /// Lines of each of the last minutes, the one that runs last.
    pub(crate) fn counts(&self, now: Moment) -> Vec<u64> {
        let mut turned = self.clone();
        turned.turn_to(now);
        turned.counts.to_vec()
    }

    fn turn_to(&mut self, now: Moment) {
        let minute = now.since(Moment::START).as_secs() / 60;
        let n_past = usize::try_from(minute.saturating_sub(self.newest)).unwrap_or(MINUTES).min(MINUTES);
        self.counts.rotate_left(n_past % MINUTES);
        self.counts.iter_mut().rev().take(n_past).for_each(|count| *count = 0);
        self.newest = self.newest.max(minute);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn lines_are_counted_by_the_minute_and_old_minutes_go() {
        let at = |seconds| Moment::START.after(Duration::from_secs(seconds));
        let mut pace = Pace::default();
        pace.note(3, at(10));
        pace.note(5, at(59));
        pace.note(6, at(61));
        pace.note(10, at(200));
        let last = |pace: &Pace, seconds, n: usize| pace.counts(at(seconds)).split_off(MINUTES - n);
        assert_eq!(last(&pace, 200, 5), [0, 5, 1, 0, 4]);
        assert_eq!(last(&pace, 300, 5), [1, 0, 4, 0, 0]);
        assert_eq!(pace.counts(at(200)).len(), MINUTES);
        assert!(pace.counts(at(60 * 40)).iter().all(|n| *n == 0));
        // A count that began anew is no line unsaid.
        pace.note(2, at(2_401));
        pace.note(3, at(2_402));
        assert_eq!(last(&pace, 2_402, 1), [1]);
    }
}
