//! Who did something lately: names with a time, forgotten when it no longer matters or when there are too many.

use std::collections::BTreeMap;
use std::time::Duration;

use dazza_shared::clock::since;
use jiff::Timestamp;

/// Most names that are remembered; beyond it the oldest is forgotten.
const MAX_NAMES: usize = 1_000;

/// Keys of people with the time when they last did it.
#[derive(Debug)]
pub(super) struct Remembered {
    span: Duration,
    times: BTreeMap<Box<str>, Timestamp>,
}

impl Remembered {
    /// Remembers for that long.
    pub(super) fn for_span(span: Duration) -> Self {
        Self { span, times: BTreeMap::new() }
    }

    /// The person of that key does it now.
    pub(super) fn note(&mut self, key: &str, now: Timestamp) {
        if self.times.len() >= MAX_NAMES {
            let span = self.span;
            self.times.retain(|_, at| since(*at, now) < span);
        }
        if self.times.len() >= MAX_NAMES {
            let oldest = self.times.iter().min_by_key(|(_, at)| **at).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.times.remove(&key));
        }
        self.times.insert(key.into(), now);
    }

    /// Whether the person of that key has done it lately.
    pub(super) fn has(&self, key: &str, now: Timestamp) -> bool {
        self.times.get(key).is_some_and(|at| since(*at, now) < self.span)
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::clock::later;

    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    #[test]
    fn what_was_lately_is_known_and_there_is_an_end_to_it() {
        let mut remembered = Remembered::for_span(Duration::from_mins(2));
        assert!(!remembered.has("gaz", START));
        remembered.note("gaz", START);
        assert!(remembered.has("gaz", later(START, Duration::from_secs(119))));
        assert!(!remembered.has("gaz", later(START, Duration::from_mins(2))));
        for n in 0..5_000 {
            remembered.note(&format!("n{n}"), later(START, Duration::from_millis(n)));
        }
        assert_eq!(remembered.times.len(), MAX_NAMES);
        assert!(remembered.has("n4999", later(START, Duration::from_secs(5))));
        assert!(!remembered.has("gaz", START));
        remembered.note("gaz", later(START, Duration::from_hours(1)));
        assert_eq!(remembered.times.len(), 1, "what no longer matters is forgotten");
    }
}
