//! Whether the bot is to hold its tongue.

use dazza_shared::store::quiet::Quiet;
use jiff::Timestamp;

/// What the bot was told about being quiet.
#[derive(Debug, Default)]
pub struct Hush {
    quiet: Option<Quiet>,
}

impl Hush {
    /// It is told anew.
    pub(super) fn set(&mut self, quiet: Option<Quiet>) {
        self.quiet = quiet;
    }

    /// Whether nothing is to be said unasked.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.quiet.is_some_and(|quiet| quiet.until > now)
    }

    /// Whether nobody is to be answered either, but for those who look after the room.
    pub fn is_total(&self, now: Timestamp) -> bool {
        self.quiet.is_some_and(|quiet| quiet.is_total && quiet.until > now)
    }

    /// When it is over, if it is still on.
    pub fn over_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet.map(|quiet| quiet.until).filter(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_quiet_until_then_and_in_one_way_or_the_other() {
        let at = |seconds: i64| Timestamp::from_second(1_795_444_500 + seconds).unwrap();
        let mut hush = Hush::default();
        assert!(!hush.is_quiet(at(0)));
        for is_total in [false, true] {
            hush.set(Some(Quiet { until: at(10), is_total }));
            assert!(hush.is_quiet(at(9)) && !hush.is_quiet(at(10)));
            assert_eq!((hush.is_total(at(9)), hush.is_total(at(10))), (is_total, false));
            assert_eq!((hush.over_at(at(9)), hush.over_at(at(10))), (Some(at(10)), None));
        }
        hush.set(None);
        assert!(!hush.is_quiet(at(0)) && !hush.is_total(at(0)));
    }
}
