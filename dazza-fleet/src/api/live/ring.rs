//! The last entries of the feed, in order of their numbers: bounded by count and by bytes. Pure.

use std::collections::VecDeque;
use std::sync::Arc;

use dazza_shared::names::RoomName;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::topics::{Topic, Wishes};

/// Most entries that are kept.
const MAX_ENTRIES: usize = 4096;

/// Most text that is kept. Unit: bytes.
const MAX_BYTES: usize = 1 << 20;

/// Something that happened, as it is sent to all who want it.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its number.
    pub(super) seq: u64,
    /// What it is about; nothing is for all who follow anything.
    pub(super) topic: Option<Topic>,
    /// What it is.
    pub(super) kind: &'static str,
    /// Where it happened; nowhere is the fleet as a whole.
    pub(super) room: Option<RoomName>,
    /// It, as JSON. All clients share the bytes.
    pub(super) text: Utf8Bytes,
}

impl Entry {
    /// Whether whoever follows this is to be told.
    pub(super) fn is_for(&self, wishes: &Wishes) -> bool {
        wishes.want(self.topic, self.room.as_ref())
    }
}

/// The last entries.
#[derive(Debug, Default)]
pub(super) struct Ring {
    entries: VecDeque<Arc<Entry>>,
    n_bytes: usize,
    last: u64,
}

impl Ring {
    /// The number of the newest entry; 0 before the first.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// The number of the oldest entry that is here; of the next one, when none is.
    pub(super) fn oldest(&self) -> u64 {
        self.entries.front().map_or(self.last + 1, |entry| entry.seq)
    }

    /// Takes the next entry in, which is made with its number.
    pub(super) fn push(&mut self, make: impl FnOnce(u64) -> Entry) {
        self.last += 1;
        let entry = Arc::new(make(self.last));
        self.n_bytes += entry.text.len();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_ENTRIES || (self.n_bytes > MAX_BYTES && self.entries.len() > 1) {
            if let Some(old) = self.entries.pop_front() {
                self.n_bytes -= old.text.len();
            }
        }
    }

    /// So many entries are missing: their numbers are nobody's.
    pub(super) fn skip(&mut self, n: u64) {
        self.last += n;
    }

    /// All entries behind number `seq`.
    pub(super) fn after(&self, seq: u64) -> impl Iterator<Item = &Arc<Entry>> {
        let first = self.entries.partition_point(|entry| entry.seq <= seq);
        self.entries.range(first..)
    }

    /// Whether all that came behind number `seq` is here.
    pub(super) fn reaches(&self, seq: u64) -> bool {
        seq <= self.last && seq + 1 >= self.oldest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64, n_bytes: usize) -> Entry {
        Entry { seq, topic: None, kind: "test", room: None, text: "x".repeat(n_bytes).into() }
    }

    fn numbers(ring: &Ring, seq: u64) -> Vec<u64> {
        ring.after(seq).map(|entry| entry.seq).collect()
    }

    #[test]
    fn entries_are_numbered_and_found_again() {
        let mut ring = Ring::default();
        assert_eq!((ring.last(), ring.oldest(), ring.reaches(0), ring.reaches(1)), (0, 1, true, false));
        (0..3).for_each(|_| ring.push(|seq| entry(seq, 10)));
        assert_eq!((ring.last(), ring.oldest()), (3, 1));
        assert_eq!((numbers(&ring, 0), numbers(&ring, 2), numbers(&ring, 9)), (vec![1, 2, 3], vec![3], vec![]));
        ring.skip(5);
        ring.push(|seq| entry(seq, 10));
        assert_eq!((numbers(&ring, 2), numbers(&ring, 5)), (vec![3, 9], vec![9]));
    }

    #[test]
    fn it_holds_so_many_entries_and_so_many_bytes() {
        let mut ring = Ring::default();
        (0..MAX_ENTRIES + 10).for_each(|_| ring.push(|seq| entry(seq, 1)));
        assert_eq!((ring.oldest(), ring.after(0).count()), (11, MAX_ENTRIES));
        assert!(ring.reaches(10) && !ring.reaches(9) && !ring.reaches(ring.last() + 1));
        (0..20).for_each(|_| ring.push(|seq| entry(seq, MAX_BYTES / 10)));
        assert_eq!((ring.after(0).count(), ring.n_bytes <= MAX_BYTES), (10, true));
        ring.push(|seq| entry(seq, MAX_BYTES * 2));
        assert_eq!(ring.after(0).count(), 1);
    }
}
