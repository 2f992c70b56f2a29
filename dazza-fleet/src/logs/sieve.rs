//! Which lines are wanted.

use jiff::Timestamp;
use regex_lite::Regex;

use super::line::{Level, Line};

/// What lines must fit to be shown.
#[derive(Debug, Default)]
pub(crate) struct Sieve {
    /// None may be older.
    pub(crate) since: Option<Timestamp>,
    /// None may be younger.
    pub(crate) until: Option<Timestamp>,
    /// None may be less grave.
    pub(crate) level: Option<Level>,
    /// Message and fields must match it.
    pub(crate) grep: Option<Regex>,
}

impl Sieve {
    /// Whether a line is wanted.
    pub(crate) fn takes(&self, line: &Line) -> bool {
        self.since.is_none_or(|since| line.time >= since)
            && self.until.is_none_or(|until| line.time <= until)
            && self.level.is_none_or(|least| line.level.is_some_and(|level| level <= least))
            && self.grep.as_ref().is_none_or(|pattern| pattern.is_match(&line.message()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fits_all_that_is_asked_or_is_left_out() {
        let record = r#"{"timestamp":"1970-01-01T00:00:05Z","level":"warn","message":"lost the line","child.pid":7}"#;
        let record = Line::read(record.as_bytes(), Timestamp::MIN).unwrap();
        let junk = Line::read(b"lost and found", record.time).unwrap();
        let at = |second| Some(Timestamp::from_second(second).unwrap());
        let grep = |pattern: &str| Some(Regex::new(pattern).unwrap());
        let cases = [
            (Sieve::default(), true, true),
            (Sieve { since: at(5), ..Sieve::default() }, true, true),
            (Sieve { since: at(6), ..Sieve::default() }, false, false),
            (Sieve { until: at(5), ..Sieve::default() }, true, true),
            (Sieve { until: at(4), ..Sieve::default() }, false, false),
            (Sieve { level: Some(Level::Warn), ..Sieve::default() }, true, false),
            (Sieve { level: Some(Level::Error), ..Sieve::default() }, false, false),
            (Sieve { grep: grep("^lost (the|and)"), ..Sieve::default() }, true, true),
            (Sieve { grep: grep("pid=7$"), ..Sieve::default() }, true, false),
            (Sieve { grep: grep("(?i)FOUND"), ..Sieve::default() }, false, true),
            (Sieve { since: at(1), level: Some(Level::Error), grep: grep("lost"), ..Sieve::default() }, false, false),
        ];
        for (sieve, takes_record, takes_junk) in cases {
            assert_eq!((sieve.takes(&record), sieve.takes(&junk)), (takes_record, takes_junk), "{sieve:?}");
        }
    }
}
