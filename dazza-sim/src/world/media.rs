//! A playlist and how far its current item has played. Pure.

use std::time::Duration;

use dazza_shared::clock::later;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::number;
use crate::seed::MediaSeed;

/// Time before a fresh start, shown as a negative position.
///
/// Source: `cytube-protocol`, section 5.
const LEAD_IN: Duration = Duration::from_secs(3);

/// Time between two `mediaUpdate`s.
const UPDATE_EVERY: Duration = Duration::from_secs(5);

/// Time an item stays after its end.
const TAIL: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Playlist {
    items: Vec<Item>,
    current: usize,
    clock: Clock,
}

#[derive(Debug)]
struct Item {
    uid: u64,
    media: MediaSeed,
}

/// Where the current item is.
#[derive(Clone, Copy, Debug)]
enum Clock {
    /// Nobody watches; it stands at this position, or has not begun.
    Paused(Option<SignedDuration>),
    /// Position zero was, or will be, at `origin`; the next update is due at `update`.
    Running { origin: Timestamp, update: Timestamp },
}

/// What is to be told when the playlist's alarm rings.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The position.
    Update(Value),
    /// Another item plays; the one with the given uid left the list.
    Next(Option<u64>),
}

impl Playlist {
    pub(super) fn new(seed: Vec<MediaSeed>) -> Self {
        let items = (0..).zip(seed).map(|(uid, media)| Item { uid, media }).collect();
        Self { items, current: 0, clock: Clock::Paused(None) }
    }

    /// Goes on playing where it was paused, or from the start.
    pub(super) fn resume(&mut self, now: Timestamp) {
        if let Clock::Paused(position) = self.clock {
            let origin = match position {
                Some(position) => now.saturating_sub(position).unwrap_or(now),
                None => later(now, LEAD_IN),
            };
            self.clock = Clock::Running { origin, update: origin.max(later(now, Duration::from_millis(1))) };
        }
    }

    pub(super) fn pause(&mut self, now: Timestamp) {
        if let Clock::Running { origin, .. } = self.clock {
            let position = now.duration_since(origin);
            self.clock = Clock::Paused((!position.is_negative()).then_some(position));
        }
    }

    /// When there is something to tell next; an item without an end has nothing to tell.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let Clock::Running { origin, update } = self.clock else { return None };
        let media = &self.current_item()?.media;
        (media.seconds > 0).then(|| update.min(end(media, origin)))
    }

    /// Does what is due at `now`.
    pub(super) fn turn(&mut self, now: Timestamp) -> Option<Turn> {
        let Clock::Running { origin, update } = self.clock else { return None };
        let media = &self.current_item()?.media;
        if media.seconds > 0 && now >= end(media, origin) {
            return Some(Turn::Next(self.advance(now)));
        }
        if now < update {
            return None;
        }
        self.clock = Clock::Running { origin, update: later(now, UPDATE_EVERY) };
        Some(Turn::Update(self.position(now)))
    }

    /// Goes to the next item, and gives back the uid of the one that left the list.
    fn advance(&mut self, now: Timestamp) -> Option<u64> {
        let is_temporary = self.current_item()?.media.is_temporary;
        let gone = is_temporary.then(|| self.items.remove(self.current).uid);
        self.current = if gone.is_some() { self.current } else { self.current + 1 };
        if self.current >= self.items.len() {
            self.current = 0;
        }
        self.clock = Clock::Paused(None);
        self.resume(now);
        gone
    }

    fn current_item(&self) -> Option<&Item> {
        self.items.get(self.current)
    }

    /// Uid of what plays.
    pub(super) fn current_uid(&self) -> Option<u64> {
        self.current_item().map(|item| item.uid)
    }

    /// As `setPlaylistMeta` sends it.
    pub(super) fn meta(&self) -> Value {
        let seconds: u64 = self.items.iter().map(|item| u64::from(item.media.seconds)).sum();
        json!({ "count": self.items.len(), "rawTime": seconds, "time": duration(seconds) })
    }

    /// As `playlist` sends it.
    pub(super) fn items_json(&self) -> Value {
        let item = |item: &Item| {
            let media = &item.media;
            json!({ "media": media_json(media), "uid": item.uid, "temp": media.is_temporary, "queueby": media.added_by })
        };
        self.items.iter().map(item).collect()
    }

    /// As `changeMedia` sends it.
    pub(super) fn change_media(&self, now: Timestamp) -> Option<Value> {
        let mut media = media_json(&self.current_item()?.media);
        if let (Value::Object(media), Value::Object(position)) = (&mut media, self.position(now)) {
            media.extend(position);
        }
        Some(media)
    }

    fn position(&self, now: Timestamp) -> Value {
        let has_end = self.current_item().is_some_and(|item| item.media.seconds > 0);
        let seconds = match self.clock {
            Clock::Running { origin, .. } if has_end => now.duration_since(origin).as_millis_f64() / 1_000.0,
            _ => 0.0,
        };
        json!({ "currentTime": number::json(seconds), "paused": seconds < 0.0 })
    }
}

fn end(media: &MediaSeed, origin: Timestamp) -> Timestamp {
    later(origin, Duration::from_secs(media.seconds.into()) + TAIL)
}

fn media_json(media: &MediaSeed) -> Value {
    json!({
        "id": media.id,
        "title": media.title,
        "seconds": media.seconds,
        "duration": if media.seconds > 0 { duration(media.seconds.into()) } else { "--:--".to_owned() },
        "type": media.kind,
        "meta": {},
    })
}

/// A length as people read it, hours only where there are any.
fn duration(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours:02}:{minutes:02}:{seconds:02}") } else { format!("{minutes:02}:{seconds:02}") }
}
