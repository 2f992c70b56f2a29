//! The name of a backup: when it was taken, in UTC and to the second.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// How a name is spelled.
const FORM: &str = "%Y%m%dT%H%M%SZ";

/// The name of a backup; a later one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BackupName(Timestamp);

/// A text is no name of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a backup is called like 20261130T040000Z")]
pub(crate) struct NotAName;

impl BackupName {
    /// The name of a backup that is taken then.
    pub(crate) fn at(moment: Timestamp) -> Self {
        Self(Timestamp::from_second(moment.as_second()).unwrap_or(moment))
    }

    /// The name for one that is taken within the same second.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1.second()).unwrap_or(self.0))
    }

    /// When it was taken.
    pub(crate) fn taken(self) -> Timestamp {
        self.0
    }
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime(FORM))
    }
}

impl FromStr for BackupName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let read = DateTime::strptime(FORM, text).and_then(|time| TimeZone::UTC.to_timestamp(time));
        let name = read.map_err(|_junk| NotAName).map(Self)?;
        // Junk that reads like a time is not spelled like one.
        if name.to_string() == text { Ok(name) } else { Err(NotAName) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_junk_does_not() {
        let name = BackupName::at("2026-11-30T04:00:05.9Z".parse().unwrap());
        assert_eq!(name.to_string(), "20261130T040005Z");
        assert_eq!(name.to_string().parse(), Ok(name));
        assert_eq!(name.next().to_string(), "20261130T040006Z");
        for junk in ["", "20261130T040005", "20261131T040005Z", "20261130T040005Zx", "2026113T0040005Z", "../etc"] {
            assert_eq!(junk.parse::<BackupName>(), Err(NotAName), "{junk}");
        }
    }
}
