//! Who has to wait for which command, kept in memory.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use dazza_shared::clock::{later, since};

/// The cooldowns that run, by player.
#[derive(Clone, Debug, Default)]
pub struct Cooldowns {
    running: HashMap<Box<str>, Vec<Cooldown>>,
    swept_at: Option<Timestamp>,
}

#[derive(Clone, Debug)]
struct Cooldown {
    command: &'static str,
    began: Timestamp,
    ends: Timestamp,
    is_told: bool,
}

/// A cooldown that has not ended yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The command's name.
    pub command: &'static str,
    /// How long it still runs, rounded up to a second.
    pub left: Duration,
    /// Whether the player has been told.
    pub is_told: bool,
}

/// How often what has ended is cleared away. Source: `commands-and-games.md`, 7.5.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

impl Cooldowns {
    /// What the player of that lower-case name still waits for, the soonest first.
    pub fn of(&self, player_key: &str, now: Timestamp) -> Vec<Wait> {
        let mut waits: Vec<_> =
            self.running.get(player_key).into_iter().flatten().filter_map(|cooldown| cooldown.wait(now)).collect();
        waits.sort_by_key(|wait| wait.left);
        waits
    }

    /// How many are kept in mind.
    pub(super) fn len(&self) -> usize {
        self.running.values().map(Vec::len).sum()
    }

    /// Those of one player alone, to be taken along.
    pub(super) fn only(&self, player_key: &str) -> Self {
        let mut only = Self::default();
        if let Some(cooldowns) = self.running.get(player_key) {
            only.running.insert(player_key.into(), cooldowns.clone());
        }
        only
    }

    /// How long the player still waits for `command`; `None` when it is free.
    pub fn wait(&self, command: &str, player_key: &str, now: Timestamp) -> Option<Wait> {
        self.running.get(player_key)?.iter().find(|cooldown| cooldown.command == command)?.wait(now)
    }

    /// The player has used `command` and waits for `period` from now on.
    pub(super) fn start(&mut self, command: &'static str, player_key: &str, period: Duration, now: Timestamp) {
        self.sweep(now);
        let cooldowns = self.running.entry(player_key.into()).or_default();
        cooldowns.retain(|cooldown| cooldown.command != command);
        cooldowns.push(Cooldown { command, began: now, ends: later(now, period), is_told: false });
    }

    /// The wait of the player for `command` is called off.
    pub(super) fn stop(&mut self, command: &str, player_key: &str) {
        if let Some(cooldowns) = self.running.get_mut(player_key) {
            cooldowns.retain(|cooldown| cooldown.command != command);
        }
    }

    /// Notes that the player has been told to wait for `command`.
    pub(super) fn note_told(&mut self, command: &str, player_key: &str) {
        let cooldowns = self.running.get_mut(player_key).into_iter().flatten();
        for cooldown in cooldowns.filter(|cooldown| cooldown.command == command) {
            cooldown.is_told = true;
        }
    }

    fn sweep(&mut self, now: Timestamp) {
        if self.swept_at.is_some_and(|swept| swept <= now && since(swept, now) < SWEEP_EVERY) {
            return;
        }
        self.swept_at = Some(now);
        self.running.retain(|_, cooldowns| {
            cooldowns.retain(|cooldown| cooldown.wait(now).is_some());
            !cooldowns.is_empty()
        });
        self.running.shrink_to_fit();
    }
}

impl Cooldown {
    /// What is left of it. One that began in the future began before the clock was set back: it has ended.
    fn wait(&self, now: Timestamp) -> Option<Wait> {
        let left = since(now, self.ends);
        let whole = Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0));
        (self.began <= now && !left.is_zero()).then_some(Wait {
            command: self.command,
            left: whole,
            is_told: self.is_told,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    #[test]
    fn a_cooldown_runs_out_by_player_and_command() {
        let mut cooldowns = Cooldowns::default();
        cooldowns.start("roll", "gaz", Duration::from_secs(10), at(0));
        cooldowns.start("calc", "gaz", Duration::from_secs(3), at(0));
        let waits = cooldowns.of("gaz", at(1));
        assert_eq!(
            waits.iter().map(|wait| (wait.command, wait.left.as_secs())).collect::<Vec<_>>(),
            [("calc", 2), ("roll", 9)]
        );
        assert!(cooldowns.wait("roll", "shaz", at(1)).is_none());
        assert!(cooldowns.wait("calc", "gaz", at(3)).is_none());
        cooldowns.note_told("roll", "gaz");
        assert!(cooldowns.wait("roll", "gaz", at(9)).unwrap().is_told);
        cooldowns.start("roll", "gaz", Duration::from_secs(10), at(10));
        assert!(!cooldowns.wait("roll", "gaz", at(11)).unwrap().is_told);
    }

    #[test]
    fn a_clock_set_back_keeps_nobody_waiting() {
        let mut cooldowns = Cooldowns::default();
        cooldowns.start("roll", "gaz", Duration::from_secs(10), at(5_000));
        assert!(cooldowns.of("gaz", at(0)).is_empty());
    }

    #[test]
    fn what_has_ended_is_cleared_away() {
        let mut cooldowns = Cooldowns::default();
        for n in 0..10_000 {
            cooldowns.start("roll", &format!("player{n}"), Duration::from_secs(10), at(n));
        }
        assert!(cooldowns.running.len() <= 310);
    }
}
