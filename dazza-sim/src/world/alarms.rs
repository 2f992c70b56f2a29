//! Things that are to happen later, in the order of their times.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

/// At most one time for each key.
#[derive(Debug)]
pub(crate) struct Alarms<K> {
    by_time: BTreeSet<(Timestamp, K)>,
    by_key: BTreeMap<K, Timestamp>,
}

impl<K: Ord + Clone> Alarms<K> {
    pub(crate) const fn new() -> Self {
        Self { by_time: BTreeSet::new(), by_key: BTreeMap::new() }
    }

    /// Sets the alarm of `key`, in place of the one it had.
    pub(crate) fn set(&mut self, key: K, at: Timestamp) {
        self.clear(&key);
        self.by_key.insert(key.clone(), at);
        self.by_time.insert((at, key));
    }

    pub(crate) fn clear(&mut self, key: &K) {
        if let Some(at) = self.by_key.remove(key) {
            self.by_time.remove(&(at, key.clone()));
        }
    }

    pub(crate) fn is_set(&self, key: &K) -> bool {
        self.by_key.contains_key(key)
    }

    /// The time of the first alarm.
    pub(crate) fn first(&self) -> Option<Timestamp> {
        self.by_time.first().map(|(at, _)| *at)
    }

    /// Takes the first alarm that is due by `now`.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Option<(Timestamp, K)> {
        self.first().filter(|at| *at <= now)?;
        let (at, key) = self.by_time.pop_first()?;
        self.by_key.remove(&key);
        Some((at, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_go_off_in_order_and_a_later_setting_replaces_the_first() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        let mut alarms = Alarms::new();
        alarms.set("b", at(20));
        alarms.set("a", at(20));
        alarms.set("c", at(10));
        alarms.set("c", at(30));
        alarms.clear(&"d");
        assert_eq!(alarms.first(), Some(at(20)));
        assert_eq!(alarms.take_due(at(25)), Some((at(20), "a")));
        assert_eq!(alarms.take_due(at(25)), Some((at(20), "b")));
        assert_eq!(alarms.take_due(at(25)), None);
        assert!(alarms.is_set(&"c"));
    }
}
