//! The key of a line, by which it is stored, handled and paid for once, however often it is heard.

use std::collections::VecDeque;
use std::fmt;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::names::RoomName;

/// Sixteen bytes that stand for one line, or for one deed of a timer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey([u8; Self::LENGTH]);

/// What makes a line this line and no other.
///
/// Source: `decisions.md`, 41. A twin that has scrolled off the server's backlog cannot be told from its brother.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Where it was said.
    pub room: &'a RoomName,
    /// Whether it was said to us alone.
    pub is_private: bool,
    /// When, by the server's clock.
    pub time: Timestamp,
    /// Who said it, as the server spells the name.
    pub name: &'a str,
    /// What was said, as the server sent it.
    pub raw: &'a str,
}

/// Tells equal lines of one connection apart, in the order in which they come.
#[derive(Debug, Default)]
pub struct Twins {
    seen: VecDeque<(LineKey, u32)>,
}

impl LineKey {
    /// Length of a key. Unit: bytes.
    pub const LENGTH: usize = 16;

    /// The key of the `n`th of equal lines, from 0.
    pub fn of(line: &Line<'_>, n: u32) -> Self {
        let mut hash = Sha256::new();
        let kind = if line.is_private { "pm" } else { "chat" };
        for part in [line.room.as_str(), kind, line.name, line.raw] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.update(line.time.as_millisecond().to_le_bytes());
        hash.update(n.to_le_bytes());
        Self::cut(&hash.finalize())
    }

    /// The key of what a timer of `room` does, told by the deed and the number of its row.
    pub fn of_timer(room: &RoomName, deed: &str, row: i64) -> Self {
        let mut hash = Sha256::new();
        for part in [room.as_str(), "timer", deed] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.update(row.to_le_bytes());
        Self::cut(&hash.finalize())
    }

    /// The key of what is said because of this line while its answer is not known yet.
    #[must_use]
    pub fn opening(&self) -> Self {
        let mut hash = Sha256::new();
        hash.update("opening");
        hash.update(self.0);
        Self::cut(&hash.finalize())
    }

    /// The key of those bytes; `None` when they are not as many as a key has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn cut(hash: &[u8]) -> Self {
        let mut key = [0; Self::LENGTH];
        key.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
        Self(key)
    }
}

impl Twins {
    /// How many different lines are remembered: equal ones come within a millisecond of each other.
    const REMEMBERED: usize = 64;

    /// The key of a line that has just been heard.
    pub fn key(&mut self, line: &Line<'_>) -> LineKey {
        let first = LineKey::of(line, 0);
        if let Some((_, n)) = self.seen.iter_mut().find(|(key, _)| *key == first) {
            *n += 1;
            return LineKey::of(line, *n);
        }
        if self.seen.len() == Self::REMEMBERED {
            self.seen.pop_front();
        }
        self.seen.push_back((first, 0));
        first
    }
}

impl fmt::Debug for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// In files a key is 32 hexadecimal digits.
impl Serialize for LineKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}

impl<'de> Deserialize<'de> for LineKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let digit = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(digit).collect();
        let key = bytes.and_then(|bytes| Self::from_bytes(&bytes));
        key.ok_or_else(|| D::Error::custom("the key of a line is 32 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> RoomName {
        "fatpizza".parse().unwrap()
    }

    #[test]
    fn every_part_of_a_line_makes_its_key() {
        let (room, other) = (room(), "thepub".parse().unwrap());
        let time = Timestamp::from_millisecond(1_795_444_500_123).unwrap();
        let line = Line { room: &room, is_private: false, time, name: "Gaz", raw: "!ping" };
        let key = LineKey::of(&line, 0);
        assert_eq!(key, LineKey::of(&line, 0));
        let later = Timestamp::from_millisecond(1_795_444_500_124).unwrap();
        let others = [
            LineKey::of(&Line { room: &other, ..line }, 0),
            LineKey::of(&Line { is_private: true, ..line }, 0),
            LineKey::of(&Line { time: later, ..line }, 0),
            LineKey::of(&Line { name: "gaz", ..line }, 0),
            LineKey::of(&Line { name: "Gaz!", raw: "ping", ..line }, 0),
            LineKey::of(&line, 1),
            key.opening(),
            LineKey::of_timer(&room, "refund", 7),
            LineKey::of_timer(&room, "refund", 8),
        ];
        assert!(others.iter().all(|other| *other != key));
        assert_eq!(format!("{key:?}").len(), 32);
    }

    #[test]
    fn twins_are_told_apart_and_come_out_the_same_on_the_next_connection() {
        let room = room();
        let time = Timestamp::UNIX_EPOCH;
        let line = |raw| Line { room: &room, is_private: false, time, name: "Gaz", raw };
        let hear = || {
            let mut twins = Twins::default();
            ["a", "b", "a", "a"].map(|raw| twins.key(&line(raw)))
        };
        let keys = hear();
        assert_eq!(std::collections::BTreeSet::from(keys).len(), 4);
        assert_eq!(keys, hear());
    }

    #[test]
    fn a_key_is_read_back_from_its_digits() {
        let key = LineKey::of_timer(&room(), "refund", 7);
        let written = serde_json::to_string(&key).unwrap();
        assert_eq!(written.len(), 34);
        assert_eq!(serde_json::from_str::<LineKey>(&written).unwrap(), key);
        for bad in ["", "00", "zz", "+1", "00000000000000000000000000000000ff", "é"] {
            assert!(serde_json::from_value::<LineKey>(bad.into()).is_err(), "{bad}");
        }
    }
}
