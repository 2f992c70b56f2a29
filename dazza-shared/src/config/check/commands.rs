//! Checks what `[defaults]` and `[rooms.NAME]` can both say of commands: limits, waits, and what the room hears.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::Checker;
use super::habits::is_command_name;
use crate::config::commands::{CommandLimits, CommandSettings};
use crate::config::raw::{RawCommandLimits, RawDefaults, RawDuration, RawRoom};

/// How many commands in a minute may be allowed to one person, and to a room.
const PER_PLAYER: RangeInclusive<u32> = 1..=1_000;
const PER_ROOM: RangeInclusive<u32> = 1..=10_000;

/// How long a wait between two uses of a command may be.
const COOLDOWN: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_hours(744);

/// What a command waits that does not say otherwise. Source: `commands-and-games.md`, 7.2.
const USUAL_COOLDOWN: Duration = Duration::from_secs(5);

/// What the house may flip a coin for. Source: `commands-and-games.md`, 0.4 (largest amount).
const COIN_FLIP_CAP: RangeInclusive<u32> = 1..=1_000_000_000;

/// The same as one table of the file has it.
pub(super) struct CommandWishes<'r> {
    limits: &'r RawCommandLimits,
    cooldowns: &'r BTreeMap<String, RawDuration>,
    pm_announce: Option<bool>,
    coin_flip_cap: Option<u32>,
}

impl<'r> From<&'r RawDefaults> for CommandWishes<'r> {
    fn from(raw: &'r RawDefaults) -> Self {
        let RawDefaults { limits, cooldowns, pm_announce, coin_flip_cap, .. } = raw;
        Self { limits, cooldowns, pm_announce: *pm_announce, coin_flip_cap: *coin_flip_cap }
    }
}

impl<'r> From<&'r RawRoom> for CommandWishes<'r> {
    fn from(raw: &'r RawRoom) -> Self {
        let RawRoom { limits, cooldowns, pm_announce, coin_flip_cap, .. } = raw;
        Self { limits, cooldowns, pm_announce: *pm_announce, coin_flip_cap: *coin_flip_cap }
    }
}

impl Checker<'_> {
    /// `usual` with the wishes of the table `at` on top; a wish with a fault changes nothing.
    pub(super) fn commands(
        &mut self,
        at: &str,
        mut usual: CommandSettings,
        wishes: &CommandWishes<'_>,
    ) -> CommandSettings {
        let CommandLimits { per_player, warn_at, per_room } = usual.limits;
        let mut limit = |key: &str, written, usual, range: &RangeInclusive<u32>| {
            self.number(&format!("{at}.limits.{key}"), written, usual, range.clone())
        };
        usual.limits = CommandLimits {
            per_player: limit("per_player", wishes.limits.per_player, per_player, &PER_PLAYER),
            warn_at: limit("warn_at", wishes.limits.warn_at, warn_at, &PER_PLAYER),
            per_room: limit("per_room", wishes.limits.per_room, per_room, &PER_ROOM),
        };
        for (name, wait) in wishes.cooldowns {
            let key = format!("{at}.cooldowns.{name}");
            if is_command_name(name) {
                let default = usual.cooldowns.get(name).copied().unwrap_or(USUAL_COOLDOWN);
                let wait = self.duration(&key, Some(wait), default, COOLDOWN);
                usual.cooldowns.insert(name.to_lowercase(), wait);
            } else {
                let hint = "write the commands' names without their prefix, e.g. { quote = \"1m\" }";
                self.fault(&key, format!("no command is called {name:?}"), hint);
            }
        }
        usual.pm_announce = wishes.pm_announce.unwrap_or(usual.pm_announce);
        let cap = (wishes.coin_flip_cap, usual.coin_flip_cap);
        usual.coin_flip_cap = self.number(&format!("{at}.coin_flip_cap"), cap.0, cap.1, COIN_FLIP_CAP);
        usual
    }
}
