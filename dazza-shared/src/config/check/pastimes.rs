//! Checks what `[defaults]` and `[rooms.NAME]` can both say of heists and of money for watching.

use std::time::Duration;

use super::Checker;
use crate::config::figures::show_duration;
use crate::config::pastimes::{HeistSettings, WatchRewardSettings};
use crate::config::raw::{RawDefaults, RawDuration, RawHeists, RawRoom, RawWatchRewards};

/// The longest that any of these may last: a month.
const LONGEST: Duration = Duration::from_hours(744);

/// The longest that votes are counted, or that nothing happens.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// What goes on by itself, checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Pastimes {
    pub(super) heists: HeistSettings,
    pub(super) watch_rewards: WatchRewardSettings,
}

/// The same as one table of the file has it.
pub(super) struct PastimeWishes<'r> {
    heists: &'r RawHeists,
    watch_rewards: &'r RawWatchRewards,
}

impl<'r> From<&'r RawDefaults> for PastimeWishes<'r> {
    fn from(raw: &'r RawDefaults) -> Self {
        Self { heists: &raw.heists, watch_rewards: &raw.watch_rewards }
    }
}

impl<'r> From<&'r RawRoom> for PastimeWishes<'r> {
    fn from(raw: &'r RawRoom) -> Self {
        Self { heists: &raw.heists, watch_rewards: &raw.watch_rewards }
    }
}

impl Checker<'_> {
    /// `usual` with the wishes of the table `at` on top; a wish with a fault changes nothing.
    pub(super) fn pastimes(&mut self, at: &str, usual: &Pastimes, wishes: &PastimeWishes<'_>) -> Pastimes {
        let watch = wishes.watch_rewards;
        Pastimes {
            heists: self.heists(&format!("{at}.heists"), &usual.heists, wishes.heists),
            watch_rewards: WatchRewardSettings {
                enabled: watch.enabled.unwrap_or(usual.watch_rewards.enabled),
                afk: watch.afk.unwrap_or(usual.watch_rewards.afk),
            },
        }
    }

    fn heists(&mut self, at: &str, usual: &HeistSettings, raw: &RawHeists) -> HeistSettings {
        let second = Duration::from_secs(1);
        let mut time = |key: &str, written: &Option<RawDuration>, usual, longest| {
            self.duration(&format!("{at}.{key}"), written.as_ref(), usual, second..=longest)
        };
        let (delay_min, delay_max) = (
            time("delay_min", &raw.delay_min, usual.delay_min, LONGEST),
            time("delay_max", &raw.delay_max, usual.delay_max, LONGEST),
        );
        let (run_min, run_max) = (
            time("run_min", &raw.run_min, usual.run_min, LONGEST),
            time("run_max", &raw.run_max, usual.run_max, LONGEST),
        );
        let voting = time("voting", &raw.voting, usual.voting, LONGEST_PAUSE);
        let cooldown = time("cooldown", &raw.cooldown, usual.cooldown, LONGEST_PAUSE);
        let activity = time("activity", &raw.activity, usual.activity, LONGEST);
        let (delay_min, delay_max) = self.in_order(at, ["delay_min", "delay_max"], (delay_min, delay_max));
        let (run_min, run_max) = self.in_order(at, ["run_min", "run_max"], (run_min, run_max));
        let mut least = |key: &str, written, usual| self.number(&format!("{at}.{key}"), written, usual, 0..=1_000_000);
        HeistSettings {
            enabled: raw.enabled.unwrap_or(usual.enabled),
            min_users: least("min_users", raw.min_users, usual.min_users),
            min_messages: least("min_messages", raw.min_messages, usual.min_messages),
            delay_min,
            delay_max,
            voting,
            run_min,
            run_max,
            cooldown,
            activity,
        }
    }

    /// The shortest and the longest time for something; the longest for both after a fault.
    fn in_order(
        &mut self,
        at: &str,
        [low, high]: [&str; 2],
        (shortest, longest): (Duration, Duration),
    ) -> (Duration, Duration) {
        if shortest <= longest {
            return (shortest, longest);
        }
        let (shown, most) = (show_duration(shortest), show_duration(longest));
        let problem = format!("{shown} is more than `{high}` of {most}");
        self.fault(&format!("{at}.{low}"), problem, format!("raise `{high}`, or write at most {most}"));
        (longest, longest)
    }
}
