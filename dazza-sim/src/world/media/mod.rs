//! A playlist and how far its current item has played. Pure.

mod change;
mod item;
mod pace;

use jiff::Timestamp;
use serde_json::{Value, json};

pub(super) use self::change::Place;
use self::item::{Item, duration, media_json};
use self::pace::{Beat, Pace};
use crate::number;
use crate::seed::MediaSeed;

#[derive(Clone, Debug)]
pub(super) struct Playlist {
    items: Vec<Item>,
    current: usize,
    next_uid: u64,
    pace: Pace,
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
        let items: Vec<Item> = (0..).zip(seed).map(|(uid, media)| Item { uid, media }).collect();
        let next_uid = items.last().map_or(0, |item| item.uid + 1);
        Self { items, current: 0, next_uid, pace: Pace::new() }
    }

    /// The playlist as it is stored: it stands still, and its uids count anew.
    pub(super) fn stored(&self, now: Timestamp) -> Self {
        let media = self.items.iter().map(|item| item.media.clone()).collect();
        let mut stored = Self { current: self.current, pace: self.pace.clone(), ..Self::new(media) };
        stored.pace.pause(now);
        stored
    }

    /// Goes on playing where it was paused, or from the start.
    pub(super) fn resume(&mut self, now: Timestamp) {
        if let Some(seconds) = self.seconds() {
            self.pace.resume(seconds, now);
        }
    }

    /// Stands still, since nobody watches.
    pub(super) fn pause(&mut self, now: Timestamp) {
        self.pace.pause(now);
    }

    /// Stands still until the leader says more.
    pub(super) fn follow(&mut self, now: Timestamp) {
        self.pace.follow(now);
    }

    /// Takes the leader's word for where it is; gives back what is told to all.
    pub(super) fn led_to(&mut self, position: f64, is_paused: bool, now: Timestamp) -> Value {
        self.pace.led_to(position, is_paused);
        self.position(now)
    }

    /// Goes on by itself from where the leader left it; gives back what is told to all, if anything plays.
    pub(super) fn release(&mut self, now: Timestamp) -> Option<Value> {
        self.pace.release(self.seconds().unwrap_or(0), now);
        self.current_item().map(|_| self.position(now))
    }

    /// When there is something to tell next; an item without an end has nothing to tell.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.pace.next_due(self.seconds()?)
    }

    /// Does what is due at `now`.
    pub(super) fn turn(&mut self, now: Timestamp) -> Option<Turn> {
        match self.pace.take_beat(self.seconds()?, now)? {
            Beat::Update => Some(Turn::Update(self.position(now))),
            Beat::End => Some(Turn::Next(self.advance(now))),
        }
    }

    /// Goes to the next item, and gives back the uid of the one that left the list.
    pub(super) fn advance(&mut self, now: Timestamp) -> Option<u64> {
        let is_temporary = self.current_item()?.media.is_temporary;
        let gone = is_temporary.then(|| self.items.remove(self.current).uid);
        self.current = if gone.is_some() { self.current } else { self.current + 1 };
        if self.current >= self.items.len() {
            self.current = 0;
        }
        self.start(now);
        gone
    }

    fn start(&mut self, now: Timestamp) {
        if let Some(seconds) = self.seconds() {
            self.pace.start(seconds, now);
        }
    }

    fn current_item(&self) -> Option<&Item> {
        self.items.get(self.current)
    }

    fn seconds(&self) -> Option<u32> {
        self.current_item().map(|item| item.media.seconds)
    }

    /// Uid of what plays.
    pub(super) fn current_uid(&self) -> Option<u64> {
        self.current_item().map(|item| item.uid)
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    /// As `setPlaylistMeta` sends it.
    pub(super) fn meta(&self) -> Value {
        let seconds: u64 = self.items.iter().map(|item| u64::from(item.media.seconds)).sum();
        json!({ "count": self.items.len(), "rawTime": seconds, "time": duration(seconds) })
    }

    /// As `playlist` sends it.
    pub(super) fn items_json(&self) -> Value {
        self.items.iter().map(Item::json).collect()
    }

    /// As `queue` sends a new item, with the one before it.
    pub(super) fn queued_json(&self, uid: u64) -> Option<Value> {
        let at = self.items.iter().position(|item| item.uid == uid)?;
        let before = at.checked_sub(1).and_then(|at| self.items.get(at));
        let after = before.map_or_else(|| json!("prepend"), |item| json!(item.uid));
        Some(json!({ "item": self.items.get(at)?.json(), "after": after }))
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
        let (seconds, is_paused) = self.pace.position(now);
        json!({ "currentTime": number::json(seconds), "paused": is_paused })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dazza_shared::clock::later;
    use dazza_shared::dice::Dice;

    use super::*;

    fn at(seconds: f64) -> Timestamp {
        later(Timestamp::from_second(1_795_444_500).unwrap(), Duration::from_secs_f64(seconds))
    }

    fn item(title: &str, seconds: u32, is_temporary: bool) -> MediaSeed {
        let title = title.to_owned();
        let (kind, added_by, meta) = ("yt".into(), "alice".into(), serde_json::Map::new());
        MediaSeed { id: title.clone(), title, seconds, kind, added_by, is_temporary, meta }
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
        assert_eq!(playlist.change_media(at(101.5)).unwrap()["currentTime"], 2);
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
        playlist.follow(at(62.0));
        playlist.advance(at(63.0));
        assert_eq!(playlist.change_media(at(70.0)).unwrap()["currentTime"], 0, "a leader needs no lead-in");
        assert_eq!(playlist.next_due(), None);
    }

    fn order(playlist: &Playlist) -> (Vec<u64>, Option<u64>) {
        (playlist.items().iter().map(|item| item.uid).collect(), playlist.current_uid())
    }

    #[test]
    fn what_plays_is_kept_by_every_change_around_it() {
        let mut playlist = Playlist::new(["a", "b", "c"].map(|title| item(title, 60, false)).to_vec());
        playlist.resume(at(0.0));
        assert_eq!(playlist.jump(1, at(1.0)), Some(Turn::Next(None)));
        assert_eq!(playlist.add(item("d", 60, true), Place::After(1), at(2.0)), 3);
        assert_eq!(order(&playlist), (vec![0, 1, 3, 2], Some(1)));
        assert!(
            playlist.shift(2, Place::First) && playlist.shift(1, Place::Last) && playlist.shift(3, Place::After(0))
        );
        assert_eq!(order(&playlist), (vec![2, 0, 3, 1], Some(1)));
        assert!(!playlist.shift(9, Place::First) && !playlist.shift(1, Place::After(9)));
        assert_eq!(playlist.remove(2, at(3.0)), Some(false));
        assert_eq!(playlist.jump(3, at(4.0)), Some(Turn::Next(None)));
        assert_eq!(playlist.jump(0, at(5.0)), Some(Turn::Next(Some(3))), "what is temporary goes when it is left");
        assert_eq!(order(&playlist), (vec![0, 1], Some(0)));
        assert_eq!(playlist.remove(0, at(6.0)), Some(true));
        assert_eq!(playlist.change_media(at(6.0)).unwrap()["currentTime"], -3);
        assert_eq!((playlist.remove(1, at(7.0)), playlist.remove(1, at(7.0))), (Some(false), None));
        assert_eq!(playlist.next_due(), None);
        assert_eq!(playlist.add(item("e", 60, false), Place::Last, at(8.0)), 4);
        assert_eq!(order(&playlist), (vec![4], Some(4)));
        assert_eq!(playlist.change_media(at(8.0)).unwrap()["currentTime"], -3, "the first of an empty list starts");
    }

    #[test]
    fn a_shuffle_keeps_all_items_and_what_plays_comes_first() {
        let titles: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        let mut playlist = Playlist::new(titles.iter().map(|title| item(title, 60, false)).collect());
        playlist.resume(at(0.0));
        playlist.jump(7, at(0.0));
        playlist.shuffle(&mut Dice::seeded(1), at(10.5));
        let mut now_there: Vec<&str> = playlist.items().iter().map(|item| item.media.title.as_str()).collect();
        assert_eq!(now_there[0], "7");
        assert_ne!(now_there[1..4], ["0", "1", "2"]);
        now_there.sort_by_key(|title| title.parse::<u32>().unwrap());
        assert_eq!(now_there, titles);
        assert_eq!((playlist.current_uid(), playlist.items()[1].uid), (Some(39), 20));
        assert_eq!(playlist.change_media(at(11.0)).unwrap()["currentTime"], 7);
    }

    #[test]
    fn a_skip_does_not_begin_the_count_of_updates_anew() {
        // The times of media-change: a skip 7.8 seconds after a start, and an update a second later.
        let mut playlist = Playlist::new(vec![item("one", 300, false), item("two", 3_700, false)]);
        playlist.resume(at(0.0));
        run(&mut playlist, 7.8);
        assert_eq!(playlist.advance(at(7.8)), None);
        let expected = [(8.8, "-2"), (10.8, "0"), (15.8, "5")];
        assert_eq!(run(&mut playlist, 16.0), expected.map(|(second, told)| (second, told.to_owned())));
    }
}
