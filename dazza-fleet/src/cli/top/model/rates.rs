//! How many lines a room hears: what its count rose by from look to look.

use std::collections::VecDeque;
use std::time::Duration;

/// Steps that are kept.
pub(in crate::cli::top) const SAMPLES: usize = 30;

/// Shortest time from which a minute is reckoned: a single line in a single second is no sixty a minute.
const SHORTEST: Duration = Duration::from_secs(5);

/// The counts of the last looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli::top) struct Rate {
    counts: VecDeque<(Duration, u64)>,
}

impl Rate {
    /// Takes in a count at a time of the session's clock.
    pub(super) fn take(&mut self, now: Duration, count: u64) {
        if self.counts.back().is_some_and(|(_, before)| count < *before) {
            self.counts.clear(); // it began again at zero
        }
        self.counts.push_back((now, count));
        if self.counts.len() > SAMPLES + 1 {
            self.counts.pop_front();
        }
    }

    /// Lines a minute over all that is kept, once that is long enough.
    pub(in crate::cli::top) fn per_minute(&self) -> Option<u64> {
        let ((begin, first), (end, last)) = (self.counts.front()?, self.counts.back()?);
        let took = end.saturating_sub(*begin);
        let ms = u64::try_from(took.as_millis()).ok().filter(|_| took >= SHORTEST)?;
        let lines = last.saturating_sub(*first);
        Some(lines.saturating_mul(60_000).saturating_add(ms / 2) / ms)
    }

    /// What the count rose by with each look, the latest last.
    pub(in crate::cli::top) fn steps(&self) -> Vec<u64> {
        let later = self.counts.iter().skip(1);
        self.counts.iter().zip(later).map(|((_, before), (_, after))| after.saturating_sub(*before)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_reckoned_from_the_last_thirty_steps() {
        let mut rate = Rate::default();
        for second in 0..5 {
            rate.take(Duration::from_secs(second), 100 + second);
            assert_eq!(rate.per_minute(), None);
        }
        rate.take(Duration::from_secs(5), 105);
        assert_eq!((rate.per_minute(), rate.steps()), (Some(60), vec![1; 5]));
        for second in 6..100 {
            rate.take(Duration::from_secs(second), 105);
        }
        assert_eq!((rate.per_minute(), rate.steps()), (Some(0), vec![0; SAMPLES]));
    }

    #[test]
    fn a_count_that_falls_begins_anew() {
        let mut rate = Rate::default();
        rate.take(Duration::ZERO, 1_000);
        rate.take(Duration::from_secs(10), 7);
        assert_eq!((rate.per_minute(), rate.steps()), (None, vec![]));
        rate.take(Duration::from_secs(40), u64::MAX);
        assert!(rate.per_minute().is_some());
    }
}
