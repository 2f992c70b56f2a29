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

#[derive(Clone, Debug)]
pub(super) struct Playlist {
    items: Vec<Item>,
    current: usize,
    clock: Clock,
}

#[derive(Clone, Debug)]
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
    /// Somebody leads, and said where it is. Unit: seconds.
    Led { position: f64, is_paused: bool },
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

    /// Stands still until the leader says more.
    pub(super) fn follow(&mut self, now: Timestamp) {
        if let Clock::Running { origin, .. } = self.clock {
            self.clock = Clock::Led { position: now.duration_since(origin).as_secs_f64(), is_paused: false };
        }
    }

    /// Takes the leader's word for where it is; gives back what is told to all.
    pub(super) fn led_to(&mut self, position: f64, is_paused: bool, now: Timestamp) -> Value {
        self.clock = Clock::Led { position, is_paused };
        self.position(now)
    }

    /// Goes on by itself from where the leader left it; gives back what is told to all, if anything plays.
    pub(super) fn release(&mut self, now: Timestamp) -> Option<Value> {
        if let Clock::Led { position, .. } = self.clock {
            let position = SignedDuration::try_from_secs_f64(position).unwrap_or_default();
            self.clock = Clock::Paused(Some(position));
            self.resume(now);
        }
        self.current_item().map(|_| self.position(now))
    }

    /// The playlist as it is stored: it stands still, and its uids count anew.
    pub(super) fn stored(&self, now: Timestamp) -> Self {
        let items = (0..).zip(&self.items).map(|(uid, item)| Item { uid, ..item.clone() }).collect();
        let mut stored = Self { items, ..self.clone() };
        if let Clock::Led { position, .. } = stored.clock {
            stored.clock = Clock::Paused(SignedDuration::try_from_secs_f64(position).ok());
        }
        stored.pause(now);
        stored
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
        let (seconds, is_paused) = match self.clock {
            Clock::Running { origin, .. } if has_end => {
                let seconds = now.duration_since(origin).as_millis_f64() / 1_000.0;
                (seconds, seconds < 0.0)
            }
            Clock::Led { position, is_paused } => (position, is_paused),
            Clock::Running { .. } | Clock::Paused(_) => (0.0, false),
        };
        json!({ "currentTime": number::json(seconds), "paused": is_paused })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Timestamp {
        later(Timestamp::from_second(1_795_444_500).unwrap(), Duration::from_secs_f64(seconds))
    }

    fn item(title: &str, seconds: u32, is_temporary: bool) -> MediaSeed {
        let title = title.to_owned();
        MediaSeed { id: title.clone(), title, seconds, kind: "yt".into(), added_by: "alice".into(), is_temporary }
    }

    /// Lets a playlist run and tells what it told, with its times.
    fn run(playlist: &mut Playlist, until: f64) -> Vec<(f64, String)> {
        let mut told = Vec::new();
        while let Some(due) = playlist.next_due().filter(|due| *due <= at(until)) {
            let second = due.duration_since(at(0.0)).as_secs_f64();
            match playlist.turn(due) {
                Some(Turn::Update(position)) => told.push((second, position["currentTime"].to_string())),
                Some(Turn::Next(gone)) => {
                    let media = playlist.change_media(due).unwrap();
                    told.push((second, format!("{} at {}, gone {gone:?}", media["title"], media["currentTime"])));
                }
                None => told.push((second, "nothing".into())),
            }
        }
        told
    }

    #[test]
    fn items_play_as_recorded_and_follow_each_other() {
        // The times of media-change: start at 1.2, zero at 4.2, end two seconds after nine.
        let mut playlist = Playlist::new(vec![item("nine", 9, true), item("live", 0, false)]);
        playlist.resume(at(1.0));
        let expected = [(4.0, "0"), (9.0, "5"), (14.0, "10"), (15.0, "\"live\" at 0, gone Some(0)")];
        assert_eq!(run(&mut playlist, 1_000.0), expected.map(|(second, told)| (second, told.to_owned())));
        assert_eq!(playlist.meta(), json!({ "count": 1, "rawTime": 0, "time": "00:00" }));
        assert_eq!(playlist.next_due(), None, "what is live has no end");
    }

    #[test]
    fn a_list_of_one_repeats_and_stands_still_while_nobody_watches() {
        let mut playlist = Playlist::new(vec![item("one", 4, false)]);
        playlist.resume(at(0.0));
        let told = run(&mut playlist, 9.0);
        assert_eq!(told.last().unwrap(), &(9.0, "\"one\" at -3, gone None".to_owned()));
        playlist.pause(at(13.0));
        assert_eq!(playlist.next_due(), None);
        playlist.resume(at(100.0));
        assert_eq!(playlist.change_media(at(101.5)).unwrap()["currentTime"], 2.5);
    }

    #[test]
    fn a_leader_says_where_it_is() {
        let mut playlist = Playlist::new(vec![item("one", 60, false)]);
        playlist.resume(at(0.0));
        playlist.follow(at(13.0));
        assert_eq!(playlist.next_due(), None);
        assert_eq!(playlist.change_media(at(50.0)).unwrap()["currentTime"], 10);
        assert_eq!(playlist.led_to(20.5, true, at(51.0)), json!({ "currentTime": 20.5, "paused": true }));
        assert_eq!(playlist.release(at(60.0)), Some(json!({ "currentTime": 20.5, "paused": false })));
        assert_eq!(playlist.change_media(at(61.0)).unwrap()["currentTime"], 21.5);
    }

    #[test]
    fn lengths_are_read_by_people() {
        for (seconds, text) in [(0, "00:00"), (309, "05:09"), (4_009, "01:06:49")] {
            assert_eq!(duration(seconds), text);
        }
    }
}
