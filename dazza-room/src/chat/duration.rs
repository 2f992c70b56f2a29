//! Reads how long something takes, as players type it.

use std::time::Duration;

/// What units are called, by how long they are. Unit: seconds. Source: `commands-and-games.md`, 2.1.
const UNITS: [(u64, &[&str]); 4] = [
    (1, &["s", "sec", "secs", "second", "seconds"]),
    (60, &["m", "min", "mins", "minute", "minutes"]),
    (3_600, &["h", "hr", "hrs", "hour", "hours"]),
    (86_400, &["d", "day", "days"]),
];

/// Most words that a time at the beginning of a text is made of: a number and a word for each unit.
const MAX_WORDS: usize = 2 * UNITS.len();

/// The sum of all `number unit` pairs that `typed` is made of, as `90s`, `10min`, `1h30m` or `1 h 30 m`.
///
/// `None` if anything else is in it, or if it is no time at all.
pub fn duration(typed: &str) -> Option<Duration> {
    sum(&pairs(typed)?)
}

/// The time that `text` begins with, and the text behind it.
///
/// It is the first word, or two when the first is a mere number; words behind it belong to it as long as they name
/// smaller and smaller units: `1h 30m tea` is an hour and a half, but `10m 5 minutes left` is ten minutes.
pub fn leading_duration(text: &str) -> Option<(Duration, &str)> {
    let mut found = None;
    for end in word_ends(text).take(MAX_WORDS) {
        let (time, rest) = text.split_at_checked(end)?;
        let Some(pairs) = pairs(time) else { continue };
        if found.is_none() || pairs.is_sorted_by(|larger, smaller| larger.1 > smaller.1) {
            found = Some((sum(&pairs)?, rest.trim_start()));
        }
    }
    found
}

/// The pairs of number and unit that `typed` is made of; the unit in seconds.
fn pairs(typed: &str) -> Option<Vec<(u64, u64)>> {
    let mut pairs = Vec::new();
    let mut rest = typed.trim();
    while !rest.is_empty() {
        let (number, behind) = split_while(rest, |c| c.is_ascii_digit());
        let (unit, behind) = split_while(behind.trim_start(), char::is_alphabetic);
        let unit = unit.to_lowercase();
        let (seconds, _) = UNITS.iter().find(|(_, names)| names.contains(&unit.as_str()))?;
        pairs.push((number.parse().ok()?, *seconds));
        rest = behind.trim_start();
    }
    Some(pairs)
}

fn sum(pairs: &[(u64, u64)]) -> Option<Duration> {
    let seconds = pairs.iter().try_fold(0_u64, |sum, (number, unit)| sum.checked_add(number.checked_mul(*unit)?))?;
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

fn split_while(text: &str, is_in: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c: char| !is_in(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Where the words of `text` end. Unit: bytes.
fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    let nexts = text.chars().skip(1).map(Some).chain([None]);
    text.char_indices().zip(nexts).filter_map(|((at, c), next)| {
        let is_end = !c.is_whitespace() && next.is_none_or(char::is_whitespace);
        is_end.then_some(at + c.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_pairs_are_summed_and_nothing_else_is_let_in() {
        for (typed, seconds) in [
            ("90s", Some(90)),
            ("10min", Some(600)),
            ("1h30m", Some(5_400)),
            ("1h 30m", Some(5_400)),
            (" 1 h 30 m ", Some(5_400)),
            ("2Hours", Some(7_200)),
            ("1day", Some(86_400)),
            ("1d1h1m1s", Some(90_061)),
            ("30m1h", Some(5_400)),
            ("5 mins", Some(300)),
            ("0s", None),
            ("10", None),
            ("m", None),
            ("", None),
            ("10mm", None),
            ("10m!", None),
            ("1.5h", None),
            ("-5m", None),
            ("10m later", None),
            ("5 weeks", None),
            ("99999999999999999999s", None),
            ("18446744073709551615d", None),
            ("18446744073709551615s1s", None),
        ] {
            assert_eq!(duration(typed), seconds.map(Duration::from_secs), "{typed}");
        }
    }

    #[test]
    fn a_time_in_front_ends_where_units_stop_getting_smaller() {
        for (text, found) in [
            ("10m call mum", Some((600, "call mum"))),
            ("10 min call mum", Some((600, "call mum"))),
            ("1h 30m tea", Some((5_400, "tea"))),
            ("1 h 30 m tea", Some((5_400, "tea"))),
            ("1h30m  tea  time", Some((5_400, "tea  time"))),
            ("30m1h tea", Some((5_400, "tea"))),
            ("10m 5 minutes left", Some((600, "5 minutes left"))),
            ("10m 2h is too long", Some((600, "2h is too long"))),
            ("10m 5 beers", Some((600, "5 beers"))),
            ("10m", Some((600, ""))),
            ("bob 10m tea", None),
            ("10 beers", None),
            ("", None),
        ] {
            let read = leading_duration(text).map(|(time, rest)| (time.as_secs(), rest));
            assert_eq!(read, found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn junk_is_taken(text in "\\PC*") {
            duration(&text);
            leading_duration(&text);
        }

        #[test]
        fn what_is_written_in_pairs_is_read_back(d in 0..9_u64, h in 0..24_u64, m in 0..60_u64, s in 1..60_u64) {
            let seconds = ((d * 24 + h) * 60 + m) * 60 + s;
            prop_assert_eq!(duration(&format!("{d}d{h}h {m}min{s} sec")), Some(Duration::from_secs(seconds)));
        }
    }
}
