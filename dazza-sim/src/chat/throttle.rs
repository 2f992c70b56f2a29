//! The counter that says whether a line may pass.

use std::time::Duration;

use dazza_shared::clock::since;
use jiff::Timestamp;

/// Figures of a throttle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Flood {
    /// Lines that may come at once.
    pub(crate) burst: u32,
    /// Lines per second after that.
    pub(crate) sustained: f64,
    /// Silence after which the count begins anew.
    pub(crate) forgotten_after: Duration,
}

/// One connection's count, shared by lines and private messages.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    count: u32,
    last: Option<Timestamp>,
}

impl Flood {
    /// What holds for everybody, always.
    ///
    /// Source: `cytube-protocol`, 4.4: 20 at once, then 10 per second.
    pub(crate) const FIXED: Self = Self { burst: 20, sustained: 10.0, forgotten_after: Duration::from_secs(2) };

    /// The least time between two lines, as `cooldown` tells it.
    ///
    /// Unit: milliseconds.
    pub(crate) fn gap_ms(self) -> f64 {
        1_000.0 / self.sustained
    }
}

impl Throttle {
    /// Counts a line; gives back whether it may pass.
    pub(crate) fn admit(&mut self, flood: Flood, now: Timestamp) -> bool {
        let silence = self.last.map(|last| since(last, now));
        if silence.is_none_or(|silence| silence > flood.forgotten_after) {
            self.count = 0;
        }
        if self.count < flood.burst {
            self.count += 1;
        } else if silence.is_some_and(|silence| silence.as_secs_f64() * 1_000.0 < flood.gap_ms()) {
            return false;
        }
        self.last = Some(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: Flood = Flood { burst: 4, sustained: 1.0, forgotten_after: Duration::from_secs(4) };

    fn passed(flood: Flood, times: &[i64]) -> Vec<bool> {
        let mut throttle = Throttle::default();
        times.iter().map(|ms| throttle.admit(flood, Timestamp::from_millisecond(*ms).unwrap())).collect()
    }

    #[test]
    fn the_burst_passes_and_then_only_lines_apart() {
        assert_eq!(passed(CHANNEL, &[0, 0, 0, 0, 0, 900]), [true, true, true, true, false, false]);
        assert_eq!(passed(CHANNEL, &[0, 0, 0, 0, 1_000, 1_500, 2_000]), [true, true, true, true, true, false, true]);
    }

    #[test]
    fn only_a_silence_brings_the_burst_back() {
        assert_eq!(passed(CHANNEL, &[0, 0, 0, 0, 4_000, 4_000]), [true, true, true, true, true, false]);
        assert_eq!(passed(CHANNEL, &[0, 0, 0, 0, 4_001, 4_001]), [true, true, true, true, true, true]);
    }

    #[test]
    fn a_command_counts_twice_and_fails_once_the_burst_is_used_up() {
        let mut times: Vec<i64> = (0..20).map(|n| n * 300).collect();
        times.extend([6_000, 6_000]);
        let passed = passed(Flood::FIXED, &times);
        assert!(passed[..21].iter().all(|passed| *passed));
        assert!(!passed[21]);
    }
}
