//! A point in the supervisor's own time, which runs only while its loop turns.

use std::time::Duration;

/// How long the supervisor had been at work.
///
/// Time that passes while the supervisor itself is frozen does not count, so that a supervisor that was stopped and
/// woken does not take its rooms for silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(Duration);

impl Moment {
    /// When the supervisor began.
    pub(crate) const START: Self = Self(Duration::ZERO);

    /// The moment `wait` after this one.
    pub(crate) fn after(self, wait: Duration) -> Self {
        Self(self.0.saturating_add(wait))
    }

    /// How long it is from `earlier` to this one; zero when `earlier` lies ahead.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_ordered_and_never_run_under_or_over() {
        let later = Moment::START.after(Duration::from_secs(5));
        assert!(later > Moment::START);
        assert_eq!(later.since(Moment::START), Duration::from_secs(5));
        assert_eq!(Moment::START.since(later), Duration::ZERO);
        assert!(later.after(Duration::MAX) > later);
    }
}
