//! What a room's settings say of its commands: how many, how often, and what the room hears of those asked in private.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How the commands of a room go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandSettings {
    /// How many commands people may use.
    pub limits: CommandLimits,
    /// Waits between two uses that are other than the commands' own, by the commands' names.
    pub cooldowns: BTreeMap<String, Duration>,
    /// Whether the room hears of great moments in games that are played by private message.
    pub pm_announce: bool,
    /// Most that the house flips a coin for. Unit: dollars.
    pub coin_flip_cap: u32,
}

/// How many commands people may use in a minute, so that nobody keeps the bot from all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandLimits {
    /// One person, in all rooms together.
    pub per_player: u32,
    /// The command at which a person is warned; never when that is more than one may use.
    pub warn_at: u32,
    /// The whole room.
    pub per_room: u32,
}

impl Default for CommandSettings {
    /// Source: `commands-and-games.md`, 6.1 (cap) and 7.6 (what the room hears).
    fn default() -> Self {
        let (limits, cooldowns) = Default::default();
        Self { limits, cooldowns, pm_announce: true, coin_flip_cap: 10_000 }
    }
}

impl Default for CommandLimits {
    /// Source: `commands-and-games.md`, 7.5, and `platform.md`, 3.2 (whole room).
    fn default() -> Self {
        Self { per_player: 15, warn_at: 12, per_room: 60 }
    }
}
