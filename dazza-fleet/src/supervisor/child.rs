//! The child of one room: its states, and the moves allowed between them.

use std::fmt;

use dazza_shared::exit::Exit;
use dazza_shared::phase::ChildPhase;

use super::moment::Moment;

/// The process that serves a room, as far as the supervisor knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Child {
    /// No process, and none is waited for.
    Absent,
    /// Spawned or adopted; no heartbeat yet.
    Starting {
        /// Its process.
        pid: i32,
    },
    /// Its heart beats.
    Running {
        /// Its process.
        pid: i32,
    },
    /// Asked to leave.
    Stopping {
        /// Its process.
        pid: i32,
        /// Why it was asked.
        why: StopCause,
        /// When it is killed, or killed once more.
        kill_at: Moment,
    },
    /// Gone; waits for the next try.
    BackingOff {
        /// When it is tried.
        until: Moment,
    },
    /// Failed too often in too short a time; slow trials only.
    Quarantined {
        /// When the next trial is.
        until: Moment,
    },
    /// Ended with a code that only a person can mend.
    Blocked {
        /// When the next trial is.
        until: Moment,
    },
}

/// Why a child was asked to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopCause {
    /// Its room is not wanted.
    Unwanted,
    /// An operator wants a fresh one.
    Asked,
    /// Its link lives, but it has said nothing for too long.
    Silent,
    /// It has had no link for too long.
    Unlinked,
    /// It takes more memory than it may.
    Memory,
}

/// How a child ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It exited by itself.
    Code(u8),
    /// A signal ended it; its name.
    Signal(&'static str),
    /// It was adopted, so that the system does not tell.
    Untold,
    /// It could not be started; why.
    NotStarted(String),
}

impl Child {
    /// The state without its particulars.
    pub(crate) const fn phase(&self) -> ChildPhase {
        match self {
            Self::Absent => ChildPhase::Absent,
            Self::Starting { .. } => ChildPhase::Starting,
            Self::Running { .. } => ChildPhase::Running,
            Self::Stopping { .. } => ChildPhase::Stopping,
            Self::BackingOff { .. } => ChildPhase::BackingOff,
            Self::Quarantined { .. } => ChildPhase::Quarantined,
            Self::Blocked { .. } => ChildPhase::Blocked,
        }
    }

    /// Its process, if there is one.
    pub(crate) const fn pid(&self) -> Option<i32> {
        match self {
            Self::Starting { pid } | Self::Running { pid } | Self::Stopping { pid, .. } => Some(*pid),
            Self::Absent | Self::BackingOff { .. } | Self::Quarantined { .. } | Self::Blocked { .. } => None,
        }
    }

    /// Whether it is being stopped because somebody wishes so.
    pub(crate) const fn stops_in_order(&self) -> bool {
        matches!(self, Self::Stopping { why, .. } if !why.is_failure())
    }

    /// When it is tried again, if it waits for that.
    pub(crate) const fn next_try(&self) -> Option<Moment> {
        match self {
            Self::BackingOff { until } | Self::Quarantined { until } | Self::Blocked { until } => Some(*until),
            Self::Absent | Self::Starting { .. } | Self::Running { .. } | Self::Stopping { .. } => None,
        }
    }

    /// The next moment at which time alone calls for a step.
    pub(crate) const fn due(&self) -> Option<Moment> {
        match self {
            Self::Stopping { kill_at, .. } => Some(*kill_at),
            other => other.next_try(),
        }
    }
}

/// Whether a child may go from one state to another.
///
/// A process comes into being through `Starting` alone, and never beside another one.
pub(crate) const fn is_allowed(from: ChildPhase, to: ChildPhase) -> bool {
    use ChildPhase::{Absent, BackingOff, Blocked, Quarantined, Running, Starting, Stopping};
    match from {
        Absent => matches!(to, Starting | BackingOff | Quarantined),
        Starting => matches!(to, Running | Stopping | BackingOff | Quarantined | Blocked),
        Running => matches!(to, Stopping | BackingOff | Quarantined | Blocked),
        Stopping => matches!(to, Stopping | Absent | BackingOff | Quarantined),
        BackingOff | Quarantined | Blocked => matches!(to, Absent | Starting | BackingOff | Quarantined),
    }
}

impl StopCause {
    /// Whether the child failed, rather than being in the way of a wish.
    pub(crate) const fn is_failure(self) -> bool {
        matches!(self, Self::Silent | Self::Unlinked | Self::Memory)
    }
}

impl fmt::Display for StopCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unwanted => "the room is not wanted any more",
            Self::Asked => "an operator asked for a restart",
            Self::Silent => "it fell silent: its loop does not turn",
            Self::Memory => "it took more memory than memory_hard allows",
            Self::Unlinked => "it had no link to the supervisor for too long",
        })
    }
}

impl Ending {
    /// Whether only a person can mend the cause.
    pub(crate) fn needs_a_person(&self) -> bool {
        matches!(self, Self::Code(code) if Exit::from_code(*code).is_some_and(Exit::needs_a_person))
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => match Exit::from_code(*code) {
                Some(exit) => write!(f, "exit code {code}: {}", exit.meaning()),
                None => write!(f, "exit code {code}"),
            },
            Self::Signal(name) => write!(f, "ended by {name}"),
            Self::Untold => f.write_str("ended, and left no word why"),
            Self::NotStarted(why) => write!(f, "could not be started: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChildPhase::{Absent, BackingOff, Blocked, Quarantined, Running, Starting, Stopping};

    const ALL: [ChildPhase; 7] = [Absent, Starting, Running, Stopping, BackingOff, Quarantined, Blocked];

    #[test]
    fn no_move_leads_from_one_process_straight_to_another() {
        let has_process = |phase| matches!(phase, Starting | Running | Stopping);
        for from in ALL {
            assert_eq!(is_allowed(from, Starting), !has_process(from), "{from:?}");
            assert!(!is_allowed(from, Running) || from == Starting, "{from:?}");
            assert!(!is_allowed(from, Stopping) || has_process(from), "{from:?}");
        }
    }

    #[test]
    fn every_state_can_be_left_and_reached() {
        for phase in ALL {
            assert!(ALL.iter().any(|to| is_allowed(phase, *to)), "{phase:?} cannot be left");
            assert!(ALL.iter().any(|from| is_allowed(*from, phase)), "{phase:?} cannot be reached");
        }
    }

    #[test]
    fn an_ending_reads_well_and_knows_whom_it_needs() {
        let told = [
            (Ending::Code(20), "exit code 20: the chat server refused the account", true),
            (Ending::Code(1), "exit code 1: failed; the message says why", false),
            (Ending::Code(101), "exit code 101", false),
            (Ending::Signal("SIGKILL"), "ended by SIGKILL", false),
        ];
        for (ending, words, needs_a_person) in told {
            assert_eq!(ending.to_string(), words);
            assert_eq!(ending.needs_a_person(), needs_a_person);
        }
    }
}
