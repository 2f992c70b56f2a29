//! Exit codes of both programs: one table, which the help and `docs/exit-codes.md` repeat.

use std::process::{ExitCode, Termination};

/// How a program ended.
///
/// The numbers are a promise: scripts and the supervisor branch on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Did what was asked.
    Done = 0,
    /// Failed for a reason that has no code of its own; the message says which.
    Failure = 1,
    /// The command line was not understood.
    Usage = 2,
    /// The configuration has faults; all of them were printed.
    BadConfig = 10,
    /// This state folder, or this room, is served by another process already.
    AlreadyRunning = 11,
    /// No fleet is running for this configuration.
    NotRunning = 12,
    /// The fleet runs, but a wanted room is not joined; its reason was printed.
    NotJoined = 13,
    /// It did not happen in the time allowed.
    TimedOut = 14,
    /// No room of that name in this fleet.
    NoSuchRoom = 15,
    /// The database cannot be used; the message says why and how to mend it.
    DatabaseUnusable = 16,
    /// The backup cannot be restored: it is damaged, not whole, or of a version that this one does not read.
    BackupUnusable = 17,
    /// The database is not empty, so that nothing is restored into it.
    NotEmpty = 18,
    /// The file cannot be imported; the message says why, and the database is as it was.
    NotImported = 19,
    /// The chat server refused the account's name or password.
    CredentialsRefused = 20,
    /// The chat server does not know the channel, or its name is not allowed there.
    ChannelRefused = 21,
}

impl Exit {
    /// All codes, in the order of their numbers.
    pub const ALL: [Self; 15] = [
        Self::Done,
        Self::Failure,
        Self::Usage,
        Self::BadConfig,
        Self::AlreadyRunning,
        Self::NotRunning,
        Self::NotJoined,
        Self::TimedOut,
        Self::NoSuchRoom,
        Self::DatabaseUnusable,
        Self::BackupUnusable,
        Self::NotEmpty,
        Self::NotImported,
        Self::CredentialsRefused,
        Self::ChannelRefused,
    ];

    /// The number the operating system sees.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The meaning of a number, if it is one of ours.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|exit| exit.code() == code)
    }

    /// What it means, in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failure => "failed; the message says why",
            Self::Usage => "the command line was not understood",
            Self::BadConfig => "the configuration has faults",
            Self::AlreadyRunning => "already running",
            Self::NotRunning => "no fleet is running",
            Self::NotJoined => "a wanted room is not joined",
            Self::TimedOut => "it did not happen in the time allowed",
            Self::NoSuchRoom => "no such room",
            Self::DatabaseUnusable => "the database cannot be used",
            Self::BackupUnusable => "the backup cannot be restored",
            Self::NotEmpty => "the database is not empty",
            Self::NotImported => "the file was not imported",
            Self::CredentialsRefused => "the chat server refused the account",
            Self::ChannelRefused => "the chat server refused the channel",
        }
    }

    /// Whether only a person can mend it: a room that ends so is tried once an hour, not at once.
    pub const fn needs_a_person(self) -> bool {
        matches!(self, Self::Usage | Self::BadConfig | Self::CredentialsRefused | Self::ChannelRefused)
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_no_two_are_equal() {
        for exit in Exit::ALL {
            assert_eq!(Exit::from_code(exit.code()), Some(exit));
        }
        assert_eq!(Exit::from_code(99), None);
    }
}
