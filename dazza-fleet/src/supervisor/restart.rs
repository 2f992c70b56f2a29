//! Back-off and quarantine sums: how long a room that failed waits for its next try.

use std::collections::VecDeque;
use std::time::Duration;

use dazza_shared::config::Supervision;
use dazza_shared::dice::Dice;

use super::child::{Child, Ending};
use super::moment::Moment;

/// What is remembered of a room's failures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History {
    /// Failures within the quarantine window, oldest first.
    recent: VecDeque<Moment>,
    /// Failures since the room was last well for long.
    streak: u32,
    /// Slow trials only, until one stands.
    is_quarantined: bool,
}

/// One failure of a room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure<'a> {
    /// How its child ended.
    pub ending: &'a Ending,
    /// The longest time the child was joined at a stretch.
    pub joined: Duration,
    /// When it ended.
    pub now: Moment,
}

/// By how much a wait may differ from its figure, both ways.
///
/// Source: architecture, section 4: jitter 25 %.
const JITTER: f64 = 0.25;

impl History {
    /// Takes a failure in and says what the child does now: a wait, which is zero after a spell of health.
    pub(crate) fn fail(&mut self, failure: Failure<'_>, rules: &Supervision, dice: &mut Dice) -> Child {
        let Failure { ending, joined, now } = failure;
        self.remember(joined, now, rules);
        let jittered = |wait, dice: &mut Dice| now.after(jitter(wait, dice));
        if ending.needs_a_person() {
            Child::Blocked { until: jittered(rules.blocked_trial, dice) }
        } else if self.is_quarantined {
            Child::Quarantined { until: jittered(rules.quarantine_trial, dice) }
        } else if joined >= rules.healthy_after {
            Child::BackingOff { until: now }
        } else {
            Child::BackingOff { until: jittered(rules.back_off(self.streak), dice) }
        }
    }

    /// Forgets everything: the operator wants a fresh start.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    fn remember(&mut self, joined: Duration, now: Moment, rules: &Supervision) {
        if joined >= rules.healthy_after {
            self.is_quarantined = false;
        }
        if joined >= rules.forget_after {
            self.streak = 0;
        }
        self.streak = self.streak.saturating_add(1);
        self.recent.push_back(now);
        self.recent.retain(|failed| now.since(*failed) < rules.quarantine_window);
        if self.recent.len() >= rules.quarantine_failures as usize {
            self.is_quarantined = true;
            self.recent.clear();
        }
    }
}

/// `wait`, longer or shorter by at most a quarter, so that rooms that failed together do not return together.
pub(super) fn jitter(wait: Duration, dice: &mut Dice) -> Duration {
    wait.mul_f64(1.0 + JITTER * (2.0 * dice.unit() - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::sample;

    const SHORT: Duration = Duration::ZERO;
    const HEALTHY: Duration = Duration::from_secs(10);
    const LONG: Duration = Duration::from_mins(5);

    fn at(secs: u64) -> Moment {
        Moment::START.after(Duration::from_secs(secs))
    }

    /// The waits in whole seconds, jitter rounded away, after failures at the given seconds.
    fn waits(failures: &[(u64, Duration)], ending: &Ending) -> Vec<(&'static str, u64)> {
        let (mut history, mut dice) = (History::default(), Dice::seeded(1));
        let mut wait_after = |(secs, joined): &(u64, Duration)| {
            let failure = Failure { ending, joined: *joined, now: at(*secs) };
            let child = history.fail(failure, &sample::rules(), &mut dice);
            let name = match child {
                Child::BackingOff { .. } => "back-off",
                Child::Quarantined { .. } => "quarantine",
                Child::Blocked { .. } => "blocked",
                _ => "nothing",
            };
            let wait = child.next_try().unwrap().since(at(*secs));
            let figure = [0, 1, 2, 4, 8, 16, 32, 60, 300, 3600]
                .into_iter()
                .find(|f| wait.abs_diff(Duration::from_secs(*f)) <= Duration::from_secs(*f).mul_f64(JITTER));
            (name, figure.unwrap_or(u64::MAX))
        };
        failures.iter().map(&mut wait_after).collect()
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        let every_100_s: Vec<_> = (1..=9).map(|n| (n * 100, SHORT)).collect();
        let figures: Vec<_> = waits(&every_100_s, &Ending::Code(1)).into_iter().map(|(_, wait)| wait).collect();
        assert_eq!(figures, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn after_a_spell_of_health_there_is_no_wait_and_long_health_forgets() {
        let story = [(100, SHORT), (200, HEALTHY), (300, SHORT), (700, LONG), (800, SHORT)];
        let figures: Vec<_> = waits(&story, &Ending::Signal("SIGKILL")).into_iter().map(|(_, wait)| wait).collect();
        assert_eq!(figures, [1, 0, 4, 0, 2]);
    }

    #[test]
    fn five_failures_in_a_minute_mean_slow_trials_until_one_stands() {
        let story =
            [(0, SHORT), (2, SHORT), (5, SHORT), (10, SHORT), (20, SHORT), (320, SHORT), (700, HEALTHY), (800, SHORT)];
        let told = waits(&story, &Ending::Code(1));
        assert_eq!(told[4..7], [("quarantine", 300), ("quarantine", 300), ("back-off", 0)]);
        assert_eq!(told[7].0, "back-off");
    }

    #[test]
    fn what_needs_a_person_is_tried_once_an_hour() {
        assert_eq!(waits(&[(0, SHORT), (3600, LONG)], &Ending::Code(20)), [("blocked", 3600), ("blocked", 3600)]);
    }

    #[test]
    fn an_operator_clears_the_slate() {
        let mut history = History { streak: 9, is_quarantined: true, ..History::default() };
        history.clear();
        assert_eq!(history, History::default());
    }
}
