//! The only reader of the wall clock.

use std::time::Duration;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use tokio::time::Instant;

/// Tells the time of day: the system's, or for tests one that moves with tokio's paused clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's wall clock.
    System,
    /// A clock that stood at a given time when it was made and has run with tokio's clock since.
    From(Timestamp, Instant),
}

impl Clock {
    /// A clock that shows `start` now and moves with tokio's clock, paused or not.
    pub fn starting_at(start: Timestamp) -> Self {
        Self::From(start, Instant::now())
    }

    /// What this clock shows.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::From(start, began) => later(*start, began.elapsed()),
        }
    }
}

/// The moment `wait` after `moment`, or the last moment there is.
pub fn later(moment: Timestamp, wait: Duration) -> Timestamp {
    moment.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

/// How long it is from `earlier` to `now`; zero when `earlier` lies ahead.
pub fn since(earlier: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(earlier)).unwrap_or(Duration::ZERO)
}

/// The first time that clocks in the zone show `at`, after that moment. Where they leave it out it is when they go on,
/// and where they show it twice it is the first time.
pub fn next_at(at: Time, zone: &TimeZone, after: Timestamp) -> Timestamp {
    let mut day = zone.to_datetime(after).date();
    // A day later there is always one, unless time itself ends.
    for _ in 0..3 {
        let slot = zone.to_ambiguous_timestamp(day.to_datetime(at)).compatible();
        if let Ok(slot) = slot
            && slot > after
        {
            return slot;
        }
        day = day.saturating_add(1.day());
    }
    Timestamp::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_started_clock_moves_with_tokio() {
        let start = Timestamp::from_second(1_795_444_500).unwrap();
        let clock = Clock::starting_at(start);
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(since(start, clock.now()), Duration::from_secs(90));
        assert_eq!(since(clock.now(), start), Duration::ZERO);
    }
}
