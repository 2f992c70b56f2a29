//! Figures with units: lengths of time and sizes, as people type them and as we show them.

use std::time::Duration;

use jiff::SignedDuration;

/// Units of sizes, small to large, with their bytes.
const SIZES: [(&str, u64); 4] = [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

/// Reads a length of time such as `5s`, `250ms` or `1h 30m`; `None` when it is none, or a negative one.
pub(super) fn parse_duration(text: &str) -> Option<Duration> {
    let duration: SignedDuration = text.trim().parse().ok()?;
    Duration::try_from(duration).ok()
}

/// Reads a size such as `10 MiB`, `64KiB` or a bare number of bytes.
pub(super) fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let number: u64 = number.parse().ok()?;
    let unit = unit.trim();
    let bytes = if unit.is_empty() { 1 } else { SIZES.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?.1 };
    number.checked_mul(bytes)
}

/// A length of time as it can be typed.
pub(super) fn show_duration(duration: Duration) -> String {
    SignedDuration::try_from(duration).map_or_else(|_too_long| format!("{duration:?}"), |signed| format!("{signed:#}"))
}

/// A size in the largest unit that fits it whole.
pub(super) fn show_size(bytes: u64) -> String {
    let fits = |(_, size): &&(&str, u64)| bytes >= *size && bytes.is_multiple_of(*size);
    SIZES.iter().rev().find(fits).map_or_else(|| bytes.to_string(), |(unit, size)| format!("{} {unit}", bytes / size))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_of_time_are_read_and_junk_is_not() {
        let cases = [
            ("5s", Some(Duration::from_secs(5))),
            ("250ms", Some(Duration::from_millis(250))),
            ("1h 30m", Some(Duration::from_mins(90))),
            ("1 hour", Some(Duration::from_hours(1))),
            ("PT1M", Some(Duration::from_mins(1))),
            ("0s", Some(Duration::ZERO)),
            ("1d", None),
            ("-5s", None),
            ("5s ago", None),
            ("5", None),
            ("", None),
            ("soon", None),
            ("99999999999999999999h", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(parse_duration(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn sizes_are_read_and_junk_is_not() {
        let cases = [
            ("10 MiB", Some(10 << 20)),
            ("64KiB", Some(64 << 10)),
            ("1 gib", Some(1 << 30)),
            ("512 B", Some(512)),
            ("4096", Some(4_096)),
            ("10 MB", None),
            ("1.5 MiB", None),
            ("-1", None),
            ("MiB", None),
            ("", None),
            ("99999999999 GiB", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(parse_size(text), wanted, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(bytes: u64, ms in 0..10_000_000_000_u64) {
            prop_assert_eq!(parse_size(&show_size(bytes)), Some(bytes));
            let duration = Duration::from_millis(ms);
            prop_assert_eq!(parse_duration(&show_duration(duration)), Some(duration));
        }

        #[test]
        fn junk_never_panics(text: String) {
            let _read = (parse_size(&text), parse_duration(&text));
        }
    }
}
