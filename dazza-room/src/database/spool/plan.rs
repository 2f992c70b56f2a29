//! What lies on the disk, and how far it has been stored: which segment is written, read, and given up. Pure.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// How much is kept on the disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of all segments. Unit: bytes.
    pub(crate) all: u64,
    /// A segment that has this much is followed by a new one. Unit: bytes.
    pub(crate) segment: u64,
}

impl Default for Limits {
    /// Source: architecture, section 6; a segment is a small part of it, since the oldest go whole when there is no more room.
    fn default() -> Self {
        Self { all: 64 << 20, segment: 1 << 20 }
    }
}

/// A place between two lines of the spool: all before it is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The segment's number.
    pub(super) segment: u64,
    /// Where in it. Unit: bytes.
    pub(super) offset: u64,
}

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// Its number, which is its name: segments are read in this order.
    pub(super) number: u64,
    /// How much of it is sure to be on the disk. Unit: bytes.
    pub(super) bytes: u64,
    /// Lines of it that are not stored yet.
    pub(super) n_waiting: u64,
}

/// All segments, the oldest first, and how far the oldest has been stored.
#[derive(Debug, Default)]
pub(super) struct Plan {
    segments: VecDeque<Segment>,
    /// Within the oldest segment; means nothing without one.
    offset: u64,
    /// The highest number there ever was.
    last: u64,
}

impl Plan {
    /// What was found: `segments` in any order, and the place that an earlier process wrote down.
    pub(super) fn found(mut segments: Vec<Segment>, stored: Place) -> Self {
        segments.sort_by_key(|segment| segment.number);
        let last = segments.last().map_or(0, |segment| segment.number).max(stored.segment);
        let is_within = segments.first().is_some_and(|first| first.number == stored.segment);
        Self { segments: segments.into(), offset: if is_within { stored.offset } else { 0 }, last }
    }

    /// Where to read on, and up to where in that segment.
    pub(super) fn next(&self) -> Option<(Place, u64)> {
        let oldest = self.segments.front()?;
        Some((Place { segment: oldest.number, offset: self.offset.min(oldest.bytes) }, oldest.bytes))
    }

    /// The number of a new segment.
    pub(super) fn begin(&mut self) -> u64 {
        self.last += 1;
        self.segments.push_back(Segment { number: self.last, bytes: 0, n_waiting: 0 });
        self.last
    }

    /// The youngest segment has grown by so much, for sure.
    pub(super) fn grown(&mut self, bytes: u64, n_records: u64) {
        if let Some(youngest) = self.segments.back_mut() {
            youngest.bytes += bytes;
            youngest.n_waiting += n_records;
        }
    }

    /// How long the youngest segment is, if there is one.
    pub(super) fn youngest(&self) -> Option<Segment> {
        self.segments.back().copied()
    }

    /// Where the next line goes, if the youngest segment takes it.
    pub(super) fn end(&self) -> Option<Place> {
        self.youngest().map(|youngest| Place { segment: youngest.number, offset: youngest.bytes })
    }

    /// Takes back the youngest segment: nothing is in it.
    pub(super) fn take_back_empty(&mut self) -> Option<u64> {
        self.segments.pop_back_if(|youngest| youngest.bytes == 0).map(|segment| segment.number)
    }

    /// All up to `place` is stored, which are `n` lines more; the segment that has nothing left.
    ///
    /// A place in a segment that has been given up meanwhile is none.
    pub(super) fn stored(&mut self, place: Place, n: u64) -> Option<u64> {
        let oldest = self.segments.front_mut().filter(|oldest| oldest.number == place.segment)?;
        self.offset = self.offset.max(place.offset);
        oldest.n_waiting = oldest.n_waiting.saturating_sub(n);
        if self.offset < oldest.bytes {
            return None;
        }
        self.offset = 0;
        self.segments.pop_front().map(|segment| segment.number)
    }

    /// Gives up the oldest segment when `more` would go beyond `limit`; never the one that is written.
    pub(super) fn give_up(&mut self, more: u64, limit: u64) -> Option<Segment> {
        if self.segments.len() < 2 || self.bytes() + more <= limit {
            return None;
        }
        self.offset = 0;
        self.segments.pop_front()
    }

    /// How much lies on the disk. Unit: bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.bytes).sum()
    }

    /// Lines that are not stored yet.
    pub(super) fn n_waiting(&self) -> u64 {
        self.segments.iter().map(|segment| segment.n_waiting).sum()
    }

    /// Those of the oldest segment.
    pub(super) fn next_n_waiting(&self) -> u64 {
        self.segments.front().map_or(0, |oldest| oldest.n_waiting)
    }

    /// Whether nothing lies there.
    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(number: u64, bytes: u64, n_waiting: u64) -> Segment {
        Segment { number, bytes, n_waiting }
    }

    fn place(segment: u64, offset: u64) -> Place {
        Place { segment, offset }
    }

    #[test]
    fn segments_are_read_in_order_and_go_when_they_are_stored() {
        let mut plan = Plan::found(vec![segment(8, 50, 5), segment(7, 100, 4)], place(7, 60));
        assert_eq!(plan.next(), Some((place(7, 60), 100)));
        assert_eq!(plan.stored(place(7, 80), 2), None);
        assert_eq!(plan.n_waiting(), 7);
        assert_eq!(plan.stored(place(7, 100), 2), Some(7));
        assert_eq!(plan.next(), Some((place(8, 0), 50)));
        assert_eq!(plan.begin(), 9);
        plan.grown(10, 1);
        assert_eq!((plan.bytes(), plan.n_waiting()), (60, 6));
        assert_eq!(plan.stored(place(8, 50), 5), Some(8));
        assert_eq!(plan.stored(place(9, 10), 1), Some(9));
        assert!(plan.is_empty() && plan.next().is_none());
        assert_eq!(plan.begin(), 10);
    }

    #[test]
    fn a_place_in_another_segment_than_the_oldest_means_nothing() {
        let plan = Plan::found(vec![segment(3, 100, 4)], place(2, 60));
        assert_eq!(plan.next(), Some((place(3, 0), 100)));
        let mut plan = Plan::found(Vec::new(), place(5, 60));
        assert_eq!(plan.next(), None);
        assert_eq!(plan.begin(), 6, "a number is used once");
        assert_eq!(plan.stored(place(5, 70), 3), None);
        assert_eq!(plan.take_back_empty(), Some(6));
    }

    #[test]
    fn the_oldest_segments_go_when_there_is_no_more_room() {
        let mut plan = Plan::found(vec![segment(1, 40, 4), segment(2, 40, 4), segment(3, 10, 1)], place(1, 20));
        assert_eq!(plan.give_up(10, 100), None);
        assert_eq!(plan.give_up(11, 100), Some(segment(1, 40, 4)));
        assert_eq!(plan.next(), Some((place(2, 0), 40)));
        assert_eq!(plan.stored(place(1, 40), 4), None, "what was given up while it was stored");
        assert_eq!(plan.give_up(60, 100), Some(segment(2, 40, 4)));
        assert_eq!(plan.give_up(600, 100), None, "what is written stays");
    }
}
