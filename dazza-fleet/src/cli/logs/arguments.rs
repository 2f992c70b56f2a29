//! What `dazza-fleet logs` may be asked for.

use std::str::FromStr;

use clap::Args;
use dazza_shared::clock::Clock;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use regex_lite::Regex;

use crate::cli::limit::Limit;
use crate::logs::Level;

/// Shows the logs of rooms and of the supervisor, merged by time. Works whether the fleet runs or not.
///
/// Reads the files that were set aside as well. Chat is not in them: it is never written to a log.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet logs
  dazza-fleet logs fatpizza thepub -n 200
  dazza-fleet logs -f --level warn
  dazza-fleet logs fleet --since 10m --grep 'restart|ended'
  dazza-fleet logs --since 2h --json | jq -r .message

Exit codes:
   0  shown, or followed until the time was over or the reader had gone
   1  a log could not be read; the message says which
  10  the configuration does not tell where the fleet's state is
  15  this fleet has no such room, and no log of one")]
pub(crate) struct Logs {
    /// Rooms whose logs to show, and `fleet` for the supervisor's own; all of them unless some are named.
    #[arg(value_name = "ROOM")]
    pub(super) rooms: Vec<String>,
    /// Go on with what is written from now on, until Ctrl-C.
    #[arg(short, long)]
    pub(super) follow: bool,
    /// How many records to show, the latest, or `all`: 50, or all with --since.
    #[arg(short = 'n', long = "lines", value_name = "N")]
    pub(super) n_lines: Option<Count>,
    /// Show no record older than this: a length of time such as 10m, or a time such as 2026-08-03T10:00:00Z.
    #[arg(long, value_name = "TIME")]
    pub(super) since: Option<Since>,
    /// Show records of this level and worse.
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: Option<Level>,
    /// Show records whose message and fields match this regular expression.
    #[arg(long, value_name = "RE")]
    pub(super) grep: Option<Regex>,
    /// Print the records as they are written, a line of JSON each.
    #[arg(long)]
    pub(super) json: bool,
    /// With --follow: end after this long, in seconds or such as `1m 30s`.
    #[arg(long, value_name = "TIME")]
    pub(super) timeout: Option<Limit>,
}

/// Records shown when nothing else is said.
const USUAL: usize = 50;

impl Logs {
    /// How many records are shown of what there is already; `None` for all.
    pub(super) fn n_lines(&self) -> Option<usize> {
        match (self.n_lines, self.since) {
            (Some(Count::Last(n)), _) => Some(n),
            (None, None) => Some(USUAL),
            (Some(Count::All), _) | (None, Some(_)) => None,
        }
    }
}

/// How many records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    All,
    Last(usize),
}

/// Why a text is no count.
#[derive(Debug, thiserror::Error)]
#[error("write a number, or `all`")]
pub(super) struct CountError;

impl FromStr for Count {
    type Err = CountError;

    fn from_str(text: &str) -> Result<Self, CountError> {
        match text {
            "all" => Ok(Self::All),
            number => number.parse().map(Self::Last).map_err(|_junk| CountError),
        }
    }
}

/// A moment: as itself, or as a length of time before now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    Ago(SignedDuration),
    Time(Timestamp),
}

/// Why a text is no moment.
#[derive(Debug, thiserror::Error)]
#[error("write a length of time such as 10m, \"1h 30m\" or 2d, or a time such as 2026-08-03T10:00:00Z")]
pub(super) struct SinceError;

impl Since {
    /// The moment, at this moment.
    pub(super) fn time(self) -> Timestamp {
        match self {
            Self::Ago(length) => Clock::System.now().saturating_sub(length).unwrap_or(Timestamp::MIN),
            Self::Time(time) => time,
        }
    }
}

impl FromStr for Since {
    type Err = SinceError;

    fn from_str(text: &str) -> Result<Self, SinceError> {
        if let Ok(time) = text.parse() {
            return Ok(Self::Time(time));
        }
        let span: Span = text.parse().map_err(|_junk| SinceError)?;
        let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_months| SinceError)?;
        if length.is_negative() { Err(SinceError) } else { Ok(Self::Ago(length)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_moments_are_read_and_junk_is_not() {
        let counts = [("all", Some(Count::All)), ("0", Some(Count::Last(0))), ("-1", None), ("", None), ("few", None)];
        for (text, wanted) in counts {
            assert_eq!(text.parse::<Count>().ok(), wanted, "{text:?}");
        }
        let ago = |seconds| Some(Since::Ago(SignedDuration::from_secs(seconds)));
        let moments = [
            ("10m", ago(600)),
            ("1h 30m", ago(5_400)),
            ("2d", ago(172_800)),
            ("1970-01-01T00:00:05Z", Some(Since::Time(Timestamp::from_second(5).unwrap()))),
            ("-10m", None),
            ("10m ago", None),
            ("1 month", None),
            ("10", None),
            ("", None),
            ("yesterday", None),
        ];
        for (text, wanted) in moments {
            assert_eq!(text.parse::<Since>().ok(), wanted, "{text:?}");
        }
    }
}
