//! What plays now and what comes after it.

use std::time::Duration;

use crate::cytube::event::{self, Place};

/// The room's playlist in playing order, with what plays now.
#[derive(Clone, Debug, Default)]
pub struct Playlist {
    items: Vec<Item>,
    current: Option<Uid>,
    /// How far the current item has played, as the server last said. Unit: seconds.
    position: f64,
}

/// Number of a playlist item; the server gives new ones after a shuffle or a restart.
pub type Uid = i64;

/// One entry of the playlist.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its number.
    pub uid: Uid,
    /// Title, as raw text.
    pub title: Box<str>,
    /// Who added it; empty for somebody without a name.
    pub added_by: Box<str>,
    /// Length; 0 for what has no end. Unit: seconds.
    pub seconds: u32,
}

/// An item that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead<'a> {
    /// Its number.
    pub uid: Uid,
    /// Its title.
    pub title: &'a str,
    /// Who added it.
    pub added_by: &'a str,
    /// How long until it begins, if nobody skips.
    pub wait: Duration,
    /// How many items away it is; the next one is 1 away.
    pub n_away: usize,
}

impl From<event::Item> for Item {
    /// What of an item is worth its memory here.
    fn from(item: event::Item) -> Self {
        Self { uid: item.uid, title: item.title, added_by: item.added_by, seconds: item.seconds }
    }
}

impl Playlist {
    /// Most items kept; a server that names more is not to be believed.
    const MAX_ITEMS: usize = 20_000;

    /// Takes a whole new list in.
    pub fn replace(&mut self, items: impl IntoIterator<Item = Item>) {
        self.items = items.into_iter().take(Self::MAX_ITEMS).collect();
        self.items.shrink_to_fit();
    }

    /// Puts a new item in its place.
    pub fn insert(&mut self, item: Item, place: Place) {
        if self.items.len() < Self::MAX_ITEMS {
            let at = self.index_at(place);
            self.items.insert(at, item);
        }
    }

    /// Takes an item out.
    pub fn remove(&mut self, uid: Uid) -> Option<Item> {
        self.index_of(uid).map(|at| self.items.remove(at))
    }

    /// Moves an item elsewhere.
    pub fn relocate(&mut self, uid: Uid, place: Place) {
        if place != Place::After(uid)
            && let Some(item) = self.remove(uid)
        {
            self.insert(item, place);
        }
    }

    /// Notes which item plays; what the server named may be missing from our list.
    pub fn set_current(&mut self, uid: Uid) {
        self.current = Some(uid);
        self.position = 0.0;
    }

    /// Notes how far the current item has played, in seconds. What is no time counts as the beginning.
    pub fn set_position(&mut self, seconds: f64) {
        self.position = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
    }

    /// The item that plays now.
    pub fn current(&self) -> Option<&Item> {
        self.current.and_then(|uid| self.index_of(uid)).and_then(|at| self.items.get(at))
    }

    /// What comes after the current item, in playing order: on from there, then from the top.
    pub fn ahead(&self) -> impl Iterator<Item = Ahead<'_>> {
        let at = self.current.and_then(|uid| self.index_of(uid));
        let (before, from) = self.items.split_at(at.unwrap_or(0));
        let rest = at.and_then(|_| from.first()).map_or(0.0, |item| f64::from(item.seconds) - self.position);
        let mut wait = Duration::try_from_secs_f64(rest.max(0.0)).unwrap_or(Duration::ZERO);
        let skip = usize::from(at.is_some());
        from.iter().skip(skip).chain(before).enumerate().map(move |(n, item)| {
            let ahead = Ahead { uid: item.uid, title: &item.title, added_by: &item.added_by, wait, n_away: n + 1 };
            wait = wait.saturating_add(Duration::from_secs(item.seconds.into()));
            ahead
        })
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn index_of(&self, uid: Uid) -> Option<usize> {
        self.items.iter().position(|item| item.uid == uid)
    }

    fn index_at(&self, place: Place) -> usize {
        match place {
            Place::First => 0,
            Place::Last => self.items.len(),
            Place::After(uid) => self.index_of(uid).map_or(self.items.len(), |at| at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(uid: Uid, seconds: u32) -> Item {
        Item { uid, title: format!("video {uid}").into(), added_by: "alice".into(), seconds }
    }

    fn titles(playlist: &Playlist) -> Vec<(&str, u64)> {
        playlist.ahead().map(|a| (a.title, a.wait.as_secs())).collect()
    }

    #[test]
    fn what_comes_next_wraps_round_to_the_top() {
        let mut playlist = Playlist::default();
        playlist.replace([item(1, 100), item(2, 60), item(3, 30)]);
        playlist.set_current(2);
        playlist.set_position(20.0);
        assert_eq!(titles(&playlist), [("video 3", 40), ("video 1", 70)]);
        assert_eq!(playlist.ahead().last().unwrap().n_away, 2);
    }

    #[test]
    fn items_come_go_and_move_as_the_server_says() {
        let mut playlist = Playlist::default();
        playlist.insert(item(1, 10), Place::First);
        playlist.insert(item(2, 10), Place::After(1));
        playlist.insert(item(3, 10), Place::First);
        assert_eq!(titles(&playlist), [("video 3", 0), ("video 1", 10), ("video 2", 20)]);
        playlist.relocate(3, Place::Last);
        playlist.relocate(1, Place::After(1));
        assert_eq!(titles(&playlist).first(), Some(&("video 1", 0)));
        assert!(playlist.remove(7).is_none());
        playlist.remove(1);
        assert_eq!(playlist.len(), 2);
    }

    #[test]
    fn a_time_that_is_none_and_an_unknown_current_item_do_no_harm() {
        let mut playlist = Playlist::default();
        playlist.set_position(f64::NAN);
        playlist.set_current(99);
        assert!(playlist.current().is_none());
        playlist.replace([item(1, 10)]);
        playlist.set_current(1);
        playlist.set_position(1e308);
        assert_eq!(titles(&playlist), []);
    }
}
