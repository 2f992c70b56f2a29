//! Changes of a playlist that people ask for. Pure.

use dazza_shared::dice::Dice;
use jiff::Timestamp;

use super::{Item, Playlist, Turn};
use crate::seed::MediaSeed;

/// Where an item goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::world) enum Place {
    /// To the front.
    First,
    /// To the back.
    Last,
    /// Behind the item with this uid.
    After(u64),
}

impl Playlist {
    /// Adds an item; the first one there is starts. Gives back its uid.
    pub(in crate::world) fn add(&mut self, media: MediaSeed, place: Place, now: Timestamp) -> u64 {
        let item = Item { uid: self.next_uid, media };
        let uid = item.uid;
        self.next_uid += 1;
        self.put(item, place);
        if self.items.len() == 1 {
            self.current = 0;
            self.start(now);
        }
        uid
    }

    /// Takes an item out; if it played, the next one starts. Gives back whether it played and something follows.
    pub(in crate::world) fn remove(&mut self, uid: u64, now: Timestamp) -> Option<bool> {
        let at = self.place_of(uid)?;
        let was_current = at == self.current;
        self.take(at);
        if was_current && !self.items.is_empty() {
            self.current = at % self.items.len();
            self.start(now);
        }
        Some(was_current && !self.items.is_empty())
    }

    /// Starts an item, if it is there; a temporary one that played before is gone because of it.
    pub(in crate::world) fn jump(&mut self, uid: u64, now: Timestamp) -> Option<Turn> {
        let to = self.place_of(uid)?;
        let left = self.current_item().filter(|item| item.media.is_temporary && item.uid != uid).map(|item| item.uid);
        self.current = to;
        if let Some(at) = left.and_then(|left| self.place_of(left)) {
            self.take(at);
        }
        self.start(now);
        Some(Turn::Next(left))
    }

    /// Moves an item; gives back whether it did.
    pub(in crate::world) fn shift(&mut self, uid: u64, place: Place) -> bool {
        let is_there = |place| if let Place::After(uid) = place { self.place_of(uid).is_some() } else { true };
        let Some(at) = self.place_of(uid).filter(|_| place != Place::After(uid) && is_there(place)) else {
            return false;
        };
        let current = self.current_uid();
        let item = self.items.remove(at);
        self.put(item, place);
        self.current = current.and_then(|uid| self.place_of(uid)).unwrap_or(0);
        true
    }

    /// Says whether an item goes once played; gives back whether it is there.
    pub(in crate::world) fn set_temporary(&mut self, uid: u64, is_temporary: bool) -> bool {
        let item = self.items.iter_mut().find(|item| item.uid == uid);
        item.map(|item| item.media.is_temporary = is_temporary).is_some()
    }

    pub(in crate::world) fn clear(&mut self) {
        self.items.clear();
        self.current = 0;
    }

    /// Throws the items about, with new uids; the one that plays comes first, and goes on where it was.
    ///
    /// Source: the recordings of `media-change`: it is given the last of the new uids.
    pub(in crate::world) fn shuffle(&mut self, dice: &mut Dice, now: Timestamp) {
        if self.items.is_empty() {
            return;
        }
        let (position, _) = self.pace.position(now);
        let current = self.items.remove(self.current);
        let mut rest = std::mem::take(&mut self.items);
        while !rest.is_empty() {
            let drawn = dice.below(u64::try_from(rest.len()).unwrap_or(1));
            let item = rest.remove(usize::try_from(drawn).unwrap_or(0));
            self.renumber(item, Place::Last);
        }
        self.renumber(current, Place::First);
        self.current = 0;
        self.pace.go_on(position, now);
    }

    fn renumber(&mut self, item: Item, place: Place) {
        self.put(Item { uid: self.next_uid, ..item }, place);
        self.next_uid += 1;
    }

    fn put(&mut self, item: Item, place: Place) {
        let at = match place {
            Place::First => 0,
            Place::Last => self.items.len(),
            Place::After(uid) => self.place_of(uid).map_or(self.items.len(), |at| at + 1),
        };
        self.items.insert(at, item);
        if at <= self.current && self.items.len() > 1 {
            self.current += 1;
        }
    }

    /// Takes an item out, and keeps the place of what plays.
    fn take(&mut self, at: usize) {
        self.items.remove(at);
        if at < self.current {
            self.current -= 1;
        }
    }

    fn place_of(&self, uid: u64) -> Option<usize> {
        self.items.iter().position(|item| item.uid == uid)
    }
}
