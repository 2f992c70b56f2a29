//! Says how long ago something was.

use std::time::Duration;

/// An age in words, in its largest unit: `just now`, `1 minute ago`, `3 hours ago` or `2 days ago`.
pub fn ago(age: Duration) -> String {
    let (count, unit) = match largest(age) {
        (0, _) => return "just now".to_owned(),
        (count, 'm') => (count, "minute"),
        (count, 'h') => (count, "hour"),
        (count, _) => (count, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// An age in a few signs: `just now`, `5m`, `3h` or `2d`.
pub fn short_age(age: Duration) -> String {
    match largest(age) {
        (0, _) => "just now".to_owned(),
        (count, unit) => format!("{count}{unit}"),
    }
}

/// How many whole days, hours or minutes, whichever is the largest there is, and its letter.
fn largest(age: Duration) -> (u64, char) {
    let minutes = age.as_secs() / 60;
    match (minutes / 1_440, minutes / 60) {
        (0, 0) => (minutes, 'm'),
        (0, hours) => (hours, 'h'),
        (days, _) => (days, 'd'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_unit_is_enough() {
        for (seconds, words, short) in [
            (0, "just now", "just now"),
            (59, "just now", "just now"),
            (60, "1 minute ago", "1m"),
            (3_599, "59 minutes ago", "59m"),
            (3_600, "1 hour ago", "1h"),
            (86_399, "23 hours ago", "23h"),
            (86_400, "1 day ago", "1d"),
            (34_560_000, "400 days ago", "400d"),
        ] {
            assert_eq!(
                (ago(Duration::from_secs(seconds)).as_str(), short_age(Duration::from_secs(seconds)).as_str()),
                (words, short)
            );
        }
    }
}
