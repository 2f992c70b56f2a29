//! How long a verb may take, as people type it: `20`, `20s`, `1m 30s`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;

/// Longest limit: what is meant to take longer is not meant to be waited for.
const LONGEST: Duration = Duration::from_hours(24);

/// A limit on a wait: plain seconds, or a length of time with its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(Duration);

/// Why a text is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LimitError {
    /// It is no length of time.
    #[error("write seconds, or a length of time such as 20s, 500ms or \"1m 30s\"")]
    NotATime,
    /// Nothing can happen in it, or nobody waits that long.
    #[error("write a length of time from 1ms to 24h")]
    OutOfRange,
}

impl Limit {
    /// As a length of time.
    pub(crate) const fn duration(self) -> Duration {
        self.0
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        let text = text.trim();
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let duration = if is_plain {
            Duration::from_secs(text.parse().map_err(|_too_large| LimitError::OutOfRange)?)
        } else {
            let signed: SignedDuration = text.parse().map_err(|_junk| LimitError::NotATime)?;
            Duration::try_from(signed).map_err(|_negative| LimitError::OutOfRange)?
        };
        let is_allowed = (Duration::from_millis(1)..=LONGEST).contains(&duration);
        if is_allowed { Ok(Self(duration)) } else { Err(LimitError::OutOfRange) }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SignedDuration::try_from(self.0).map_or(Err(fmt::Error), |signed| write!(f, "{signed:#}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seconds_and_lengths_of_time_are_read_and_junk_is_told() {
        let limit = |duration| Ok(Limit(duration));
        let cases = [
            ("20", limit(Duration::from_secs(20))),
            (" 20s ", limit(Duration::from_secs(20))),
            ("250ms", limit(Duration::from_millis(250))),
            ("1m 30s", limit(Duration::from_secs(90))),
            ("24h", limit(LONGEST)),
            ("0", Err(LimitError::OutOfRange)),
            ("25h", Err(LimitError::OutOfRange)),
            ("-5s", Err(LimitError::OutOfRange)),
            ("99999999999999999999", Err(LimitError::OutOfRange)),
            ("", Err(LimitError::NotATime)),
            ("-5", Err(LimitError::NotATime)),
            ("soon", Err(LimitError::NotATime)),
            ("5 s ago?", Err(LimitError::NotATime)),
        ];
        for (text, wanted) in cases {
            assert_eq!(text.parse::<Limit>(), wanted, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(ms in 1..86_400_000_u64) {
            let limit = Limit(Duration::from_millis(ms));
            prop_assert_eq!(limit.to_string().parse(), Ok(limit));
        }

        #[test]
        fn junk_never_panics(text: String) {
            let _read = text.parse::<Limit>();
        }
    }
}
