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
}
