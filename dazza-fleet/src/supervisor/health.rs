//! Heartbeats and their age -> verdict.

use std::time::Duration;

use dazza_shared::config::Supervision;

use super::child::StopCause;
use super::moment::Moment;

/// What the supervisor hears of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pulse {
    /// No link since then.
    Unlinked(Moment),
    /// A link, and the last sign of life came then.
    Heard(Moment),
}

impl Pulse {
    /// How long ago the last sign of life was; `None` without a link.
    pub(crate) fn age(self, now: Moment) -> Option<Duration> {
        match self {
            Self::Unlinked(_) => None,
            Self::Heard(heard) => Some(now.since(heard)),
        }
    }

    /// Why the child counts as stuck, if it does.
    pub(crate) fn verdict(self, rules: &Supervision, now: Moment) -> Option<StopCause> {
        match self {
            Self::Heard(heard) if now.since(heard) >= rules.stale_after => Some(StopCause::Silent),
            Self::Unlinked(since) if now.since(since) >= rules.link_timeout => Some(StopCause::Unlinked),
            Self::Heard(_) | Self::Unlinked(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::sample;

    #[test]
    fn a_silent_link_is_stuck_sooner_than_a_missing_one() {
        let rules = sample::rules();
        let at = |secs| Moment::START.after(Duration::from_secs(secs));
        let table = [
            (Pulse::Heard(at(0)), 9, None),
            (Pulse::Heard(at(0)), 10, Some(StopCause::Silent)),
            (Pulse::Heard(at(5)), 10, None),
            (Pulse::Unlinked(at(0)), 10, None),
            (Pulse::Unlinked(at(0)), 59, None),
            (Pulse::Unlinked(at(0)), 60, Some(StopCause::Unlinked)),
        ];
        for (pulse, now, verdict) in table {
            assert_eq!(pulse.verdict(&rules, at(now)), verdict, "{pulse:?} at {now} s");
        }
        assert_eq!(Pulse::Heard(at(3)).age(at(4)), Some(Duration::from_secs(1)));
    }
}
