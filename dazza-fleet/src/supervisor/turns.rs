//! The supervisor's own clock: counts time over turns of its loop only.

use std::time::Duration;

use tokio::time::Instant;

use super::moment::Moment;

/// The loop turns at least once a second: between turns further apart than this it was frozen, and could hear nobody.
const LONGEST_TURN: Duration = Duration::from_secs(2);

/// What such a turn counts for; not nothing, so that time goes on even where every turn takes too long.
const FROZEN_TURN: Duration = Duration::from_millis(100);

/// Turns the monotonic clock into moments.
#[derive(Debug)]
pub(crate) struct Turns {
    now: Moment,
    turned: Instant,
}

impl Turns {
    /// A clock that stands at [`Moment::START`].
    pub(crate) fn begin() -> Self {
        Self { now: Moment::START, turned: Instant::now() }
    }

    /// The loop turns: what moment it is.
    pub(crate) fn turn(&mut self) -> Moment {
        let instant = Instant::now();
        let passed = instant - self.turned;
        self.now = self.now.after(if passed > LONGEST_TURN { FROZEN_TURN } else { passed });
        self.turned = instant;
        self.now
    }

    /// When `moment` will come, if nothing freezes.
    pub(crate) fn instant_of(&self, moment: Moment) -> Instant {
        self.turned + moment.since(self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn time_spent_frozen_does_not_count() {
        let mut turns = Turns::begin();
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(turns.turn(), Moment::START.after(Duration::from_secs(1)));
        tokio::time::advance(Duration::from_mins(1)).await;
        assert_eq!(turns.turn(), Moment::START.after(Duration::from_millis(1100)));
    }
}
