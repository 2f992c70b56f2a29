//! How many events one connection may send.

use dazza_shared::clock::since;
use jiff::Timestamp;

use crate::limits::EventBucket;
use crate::world::{ConnId, World};

/// One connection's bucket; it fills up with time, and every event takes one.
#[derive(Debug, Default)]
pub(super) struct EventCount {
    /// What is left, and when that was; nothing before the first event.
    left: Option<(f64, Timestamp)>,
}

impl EventCount {
    /// Counts an event; gives back whether it may pass.
    fn admit(&mut self, bucket: EventBucket, now: Timestamp) -> bool {
        let most = f64::from(bucket.burst);
        let left = self.left.map_or(most, |(left, at)| {
            let refilled = left + since(at, now).as_secs_f64() * bucket.per_second;
            refilled.min(most)
        });
        let passes = left >= 1.0;
        self.left = Some((if passes { left - 1.0 } else { left }, now));
        passes
    }
}

impl World {
    /// Counts an event of any kind, those that nothing comes of included.
    ///
    /// Source: `cytube-protocol`, 1.4.
    pub(super) fn admit_event(&mut self, conn: ConnId) -> bool {
        let (bucket, now) = (self.limits.events, self.now);
        bucket.is_none_or(|bucket| self.session_mut(conn).is_some_and(|session| session.events.admit(bucket, now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_burst_passes_and_then_so_many_a_second() {
        let bucket = EventBucket { burst: 3, per_second: 2.0 };
        let mut count = EventCount::default();
        let mut passed = |ms| count.admit(bucket, Timestamp::from_millisecond(ms).unwrap());
        let at_once: Vec<bool> = (0..5).map(|_| passed(1_000)).collect();
        assert_eq!(at_once, [true, true, true, false, false]);
        let later: Vec<bool> = [1_499, 1_500, 1_501, 2_000, 2_001].map(&mut passed).into();
        assert_eq!(later, [false, true, false, true, false]);
        let rested: Vec<bool> = (0..4).map(|_| passed(99_000)).collect();
        assert_eq!(rested, [true, true, true, false], "never more than the burst");
    }
}
