//! Says how long something takes.

use std::time::Duration;

/// A span in its two largest units: `2d 3h`, `1h 5m`, `4m 10s` or `12s`.
pub fn span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (1.., _, _) => format!("{days}d {}h", hours % 24),
        (0, 1.., _) => format!("{hours}h {}m", minutes % 60),
        (0, 0, 1..) => format!("{minutes}m {}s", seconds % 60),
        (0, 0, 0) => format!("{seconds}s"),
    }
}

/// A span as people would say it: like [`span`], but without a second unit that is nothing, as `10m` or `1h 30m`.
pub fn round_span(duration: Duration) -> String {
    let span = span(duration);
    match span.split_once(' ') {
        Some((first, second)) if second.starts_with('0') => first.to_owned(),
        _ => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough() {
        for (seconds, said) in [
            (0, "0s"),
            (59, "59s"),
            (60, "1m 0s"),
            (3_599, "59m 59s"),
            (3_780, "1h 3m"),
            (86_399, "23h 59m"),
            (90_000, "1d 1h"),
        ] {
            assert_eq!(span(Duration::from_secs(seconds)), said);
        }
    }

    #[test]
    fn a_second_unit_of_nothing_is_left_out() {
        for (seconds, said) in
            [(0, "0s"), (600, "10m"), (605, "10m 5s"), (5_400, "1h 30m"), (86_400, "1d"), (3_659, "1h")]
        {
            assert_eq!(round_span(Duration::from_secs(seconds)), said);
        }
    }
}
