//! The supervisor's own clock: counts time over turns of its loop only.

use std::time::Duration;

use tokio::time::Instant;

use super::moment::Moment;

/// The most that may pass between two turns; the loop turns at least once a second.
///
/// Whatever is beyond it the supervisor spent frozen, and nobody could be heard.
const LONGEST_TURN: Duration = Duration::from_secs(2);

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
        self.now = self.now.after((instant - self.turned).min(LONGEST_TURN));
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
        assert_eq!(turns.turn(), Moment::START.after(Duration::from_secs(3)));
    }
}
