//! Holds a flood of records back: a steady rate with a burst on top, and a count of what was dropped.

use std::time::Duration;

use tokio::time::Instant;

/// A flood without a drop for this long is over.
const CALM: Duration = Duration::from_secs(1);

/// While a flood lasts, what it dropped is told this often.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// The part of the burst that is kept for warnings and errors.
const KEPT_FOR_GRAVE: f64 = 0.1;

/// How many records a log takes, as a bucket that fills with time.
#[derive(Debug)]
pub(super) struct Flood {
    rate: f64,
    burst: f64,
    /// Records that may be taken now.
    left: f64,
    filled_at: Instant,
    dropped: u64,
    untold: Option<Untold>,
}

/// Drops that nobody has been told of.
#[derive(Debug)]
struct Untold {
    n_records: u64,
    since: Instant,
    last: Instant,
}

impl Flood {
    /// Takes `burst` records at once and `rate` a second in the long run.
    pub(super) fn new(rate: u32, burst: u32, now: Instant) -> Self {
        let burst = f64::from(burst);
        Self { rate: f64::from(rate), burst, left: burst, filled_at: now, dropped: 0, untold: None }
    }

    /// Changes the figures; what was dropped stays counted.
    pub(super) fn set(&mut self, rate: u32, burst: u32) {
        (self.rate, self.burst) = (f64::from(rate), f64::from(burst));
        self.left = self.left.min(self.burst);
    }

    /// Whether a record is taken; one that is not is counted. Warnings and errors are `grave`.
    pub(super) fn takes(&mut self, is_grave: bool, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.filled_at);
        self.left = since.as_secs_f64().mul_add(self.rate, self.left).min(self.burst);
        self.filled_at = now;
        let kept = if is_grave { 0.0 } else { (self.burst * KEPT_FOR_GRAVE).floor() };
        let is_taken = self.left >= kept + 1.0;
        if is_taken {
            self.left -= 1.0;
        } else {
            self.dropped += 1;
            let untold = self.untold.get_or_insert(Untold { n_records: 0, since: now, last: now });
            untold.n_records += 1;
            untold.last = now;
        }
        is_taken
    }

    /// How many drops are to be told now: the flood is over, or has gone on for long.
    pub(super) fn due(&mut self, now: Instant) -> Option<u64> {
        let is_due = |untold: &mut Untold| {
            let is_over = now.saturating_duration_since(untold.last) >= CALM;
            is_over || now.saturating_duration_since(untold.since) >= TELL_EVERY
        };
        self.untold.take_if(is_due).map(|untold| untold.n_records)
    }

    /// How many drops are untold: the last chance to tell them.
    pub(super) fn untold(&mut self) -> Option<u64> {
        self.untold.take().map(|untold| untold.n_records)
    }

    /// Records dropped so far, told or not.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn taken(flood: &mut Flood, n: u32, is_grave: bool, now: Instant) -> u32 {
        (0..n).map(|_| u32::from(flood.takes(is_grave, now))).sum()
    }

    #[test]
    fn a_burst_is_taken_then_the_rate_and_grave_records_have_a_part_of_their_own() {
        let began = Instant::now();
        let at = |secs| began + Duration::from_secs(secs);
        let mut flood = Flood::new(10, 100, began);
        assert_eq!(taken(&mut flood, 200, false, at(0)), 90);
        assert_eq!(taken(&mut flood, 200, true, at(0)), 10);
        assert_eq!(flood.dropped(), 300);
        assert_eq!(taken(&mut flood, 200, false, at(1)), 0, "the part of grave records fills first");
        assert_eq!(taken(&mut flood, 200, false, at(2)), 10);
        assert_eq!(taken(&mut flood, 200, false, at(1_000)), 90);
        let mut tight = Flood::new(1, 1, began);
        assert_eq!((taken(&mut tight, 2, false, at(0)), taken(&mut tight, 2, false, at(1))), (1, 1));
    }

    #[test]
    fn drops_are_told_when_it_is_over_and_now_and_then_while_it_lasts() {
        let began = Instant::now();
        let at = |ms| began + Duration::from_millis(ms);
        let mut flood = Flood::new(1, 1, began);
        taken(&mut flood, 4, false, at(0));
        assert_eq!(flood.due(at(999)), None);
        assert_eq!(flood.due(at(1_000)), Some(3));
        assert_eq!((flood.due(at(9_000)), flood.untold()), (None, None));
        let told: Vec<_> = (0..250_u64)
            .filter_map(|n| {
                taken(&mut flood, 10, false, at(10_000 + n * 100));
                flood.due(at(10_000 + n * 100))
            })
            .collect();
        assert_eq!(told.len(), 2);
        let rest = flood.untold().unwrap();
        assert_eq!(told.iter().sum::<u64>() + rest + 3, flood.dropped());
    }

    #[test]
    fn new_figures_hold_from_the_next_record_on() {
        let began = Instant::now();
        let mut flood = Flood::new(1, 100, began);
        flood.set(1, 10);
        assert_eq!(taken(&mut flood, 100, true, began), 10);
        flood.set(1_000, 1_000);
        assert_eq!(taken(&mut flood, 1_000, true, began + Duration::from_millis(500)), 500);
    }

    proptest! {
        #[test]
        fn never_more_than_burst_and_rate_are_taken_and_all_are_accounted_for(
            rate in 1..1_000_u32, burst in 1..1_000_u32, gaps in prop::collection::vec((0..2_000_u64, 0..500_u32, any::<bool>()), 1..50),
        ) {
            let began = Instant::now();
            let mut flood = Flood::new(rate, burst, began);
            let (mut now, mut n_taken, mut n_all, mut n_told) = (began, 0, 0, 0);
            for (ms, n, is_grave) in gaps {
                now += Duration::from_millis(ms);
                n_told += flood.due(now).unwrap_or(0);
                n_taken += taken(&mut flood, n, is_grave, now);
                n_all += n;
            }
            let most = f64::from(burst) + f64::from(rate) * (now - began).as_secs_f64();
            prop_assert!(f64::from(n_taken) <= most + 0.001);
            prop_assert_eq!(u64::from(n_taken) + flood.dropped(), u64::from(n_all));
            prop_assert_eq!(n_told + flood.untold().unwrap_or(0), flood.dropped());
        }
    }
}
