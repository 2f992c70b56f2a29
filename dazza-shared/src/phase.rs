//! Phases of a room: what the child is, what its link to CyTube is, and what a viewer sees of both.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the process that serves a room is, as the supervisor knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildPhase {
    /// No process, and none is wanted.
    Absent,
    /// Spawned, no heartbeat yet.
    Starting,
    /// Its heart beats.
    Running,
    /// Asked to leave.
    Stopping,
    /// Gone; waits for the next try.
    BackingOff,
    /// Failed too often in too short a time; slow trials only.
    Quarantined,
    /// Ended with a code that only a person can mend; one trial an hour.
    Blocked,
}

/// What the room's line to CyTube is, as the room itself reports it in each beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinePhase {
    /// On the way in: waits for the connect gate, dials, signs in or joins for the first time.
    Connecting,
    /// In the room, with its roster.
    Joined,
    /// Was in the room and lost it; redials by itself.
    Lost,
    /// Shut out (kicked, banned, duplicate login, channel password); waits as long as the reason asks.
    ShutOut,
    /// Leaves in order.
    Leaving,
}

/// What the room's way to the database is, as the room itself reports it in each beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorePhase {
    /// Not tried yet, or no database was named.
    #[default]
    Unknown,
    /// It answers.
    Up,
    /// It does not; the room tries again by itself.
    Away,
}

/// The phase a viewer sees: derived from the three above and stored nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The process has just been spawned.
    Starting,
    /// On the way into the room.
    Connecting,
    /// In the room and at work.
    Joined,
    /// At work, but CyTube or the database is away.
    Degraded,
    /// Leaving in order.
    Stopping,
    /// Ended; the next try is set.
    BackingOff,
    /// Failed too often; slow trials only.
    Quarantined,
    /// Shut out, or in need of a person; the reason says of what.
    Blocked,
    /// Not wanted, and not running.
    Stopped,
}

impl LinePhase {
    /// All states of a line, in the order in which a room usually meets them.
    pub const ALL: [Self; 5] = [Self::Connecting, Self::Joined, Self::Lost, Self::ShutOut, Self::Leaving];

    /// The state as one lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Joined => "joined",
            Self::Lost => "lost",
            Self::ShutOut => "shut_out",
            Self::Leaving => "leaving",
        }
    }
}

impl StorePhase {
    /// All states of the way to the database.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::Up, Self::Away];

    /// The state as one lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Up => "up",
            Self::Away => "away",
        }
    }
}

impl Phase {
    /// All phases, in the order in which a room usually meets them.
    pub const ALL: [Self; 9] = [
        Self::Starting,
        Self::Connecting,
        Self::Joined,
        Self::Degraded,
        Self::Stopping,
        Self::BackingOff,
        Self::Quarantined,
        Self::Blocked,
        Self::Stopped,
    ];

    /// What is shown for a child in `child` whose last beat said this of its line and its database.
    pub const fn shown(child: ChildPhase, beat: Option<(LinePhase, StorePhase)>) -> Self {
        match (child, beat) {
            (ChildPhase::Absent, _) => Self::Stopped,
            (ChildPhase::Stopping, _) => Self::Stopping,
            (ChildPhase::BackingOff, _) => Self::BackingOff,
            (ChildPhase::Quarantined, _) => Self::Quarantined,
            (ChildPhase::Blocked, _) => Self::Blocked,
            (ChildPhase::Starting, _) | (ChildPhase::Running, None) => Self::Starting,
            (ChildPhase::Running, Some(beat)) => match beat {
                (LinePhase::Connecting, _) => Self::Connecting,
                (LinePhase::Joined, StorePhase::Away) | (LinePhase::Lost, _) => Self::Degraded,
                (LinePhase::Joined, StorePhase::Unknown | StorePhase::Up) => Self::Joined,
                (LinePhase::ShutOut, _) => Self::Blocked,
                (LinePhase::Leaving, _) => Self::Stopping,
            },
        }
    }

    /// The phase as one lower-case word, the same in the API, in metrics and on the screen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Connecting => "connecting",
            Self::Joined => "joined",
            Self::Degraded => "degraded",
            Self::Stopping => "stopping",
            Self::BackingOff => "backing_off",
            Self::Quarantined => "quarantined",
            Self::Blocked => "blocked",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_counts_only_while_the_child_runs() {
        let joined = |store| Some((LinePhase::Joined, store));
        assert_eq!(Phase::shown(ChildPhase::Running, joined(StorePhase::Up)), Phase::Joined);
        assert_eq!(Phase::shown(ChildPhase::Running, joined(StorePhase::Away)), Phase::Degraded);
        assert_eq!(Phase::shown(ChildPhase::BackingOff, joined(StorePhase::Up)), Phase::BackingOff);
        assert_eq!(Phase::shown(ChildPhase::Running, None), Phase::Starting);
        let lost = Some((LinePhase::Lost, StorePhase::Up));
        assert_eq!(Phase::shown(ChildPhase::Running, lost), Phase::Degraded);
    }

    #[test]
    fn the_word_on_the_screen_is_the_word_in_the_api() {
        for phase in Phase::ALL {
            assert_eq!(serde_json::to_string(&phase).unwrap(), format!("\"{phase}\""));
        }
        for line in LinePhase::ALL {
            assert_eq!(serde_json::to_string(&line).unwrap(), format!("\"{}\"", line.as_str()));
        }
    }
}
