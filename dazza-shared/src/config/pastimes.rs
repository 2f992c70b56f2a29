//! What a room's settings say of what goes on in it by itself: heists, and money for watching.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// When heists are planned, and how long they take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeistSettings {
    /// Whether new ones are planned; one that is open comes to its end all the same.
    pub enabled: bool,
    /// Shortest time from one to the next.
    pub delay_min: Duration,
    /// Longest time from one to the next.
    pub delay_max: Duration,
    /// How long votes are counted.
    pub voting: Duration,
    /// Shortest time that the crew is out.
    pub run_min: Duration,
    /// Longest time that the crew is out.
    pub run_max: Duration,
    /// How long nothing happens after the loot is shared out.
    pub cooldown: Duration,
    /// Who has spoken within this time counts as there.
    pub activity: Duration,
    /// How many people must have spoken within it, or none is begun.
    pub min_users: u32,
    /// How many lines they must have said.
    pub min_messages: u32,
}

/// What people are paid for watching.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRewardSettings {
    /// Whether they are.
    pub enabled: bool,
    /// Whether those are too who are away from the keyboard.
    pub afk: bool,
}

impl Default for HeistSettings {
    /// Source: `commands-and-games.md`, 3.2 and 3.3.
    fn default() -> Self {
        Self {
            enabled: true,
            delay_min: Duration::from_hours(1),
            delay_max: Duration::from_hours(10),
            voting: Duration::from_mins(1),
            run_min: Duration::from_mins(20),
            run_max: Duration::from_mins(40),
            cooldown: Duration::from_mins(1),
            activity: Duration::from_hours(1),
            min_users: 2,
            min_messages: 5,
        }
    }
}

impl Default for WatchRewardSettings {
    /// Source: `commands-and-games.md`, 4: watching is idle by nature.
    fn default() -> Self {
        Self { enabled: true, afk: true }
    }
}
