//! How many follow the live feed, as the rooms are told: when it changes, and not too often.

use std::time::Duration;

use dazza_shared::link::{ToRoom, WebFacts};
use dazza_shared::names::RoomName;

use super::desired::welcome;
use super::keeper::Keeper;
use super::moment::Moment;
use super::watchers::Watchers;
use crate::api::N_PUBLIC;

/// The rooms are told at most this often.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// Who follows, and what the rooms know of it.
#[derive(Debug)]
pub(crate) struct Audience {
    watchers: Watchers,
    n_told: u64,
    told_at: Moment,
}

impl Audience {
    /// Nobody follows yet.
    pub(crate) fn of(watchers: Watchers) -> Self {
        Self { watchers, n_told: 0, told_at: Moment::START }
    }

    /// How many the rooms are to be told of now, if they know otherwise.
    fn news(&mut self, now: Moment) -> Option<u64> {
        let n = self.watchers.n_sockets();
        let is_due = n != self.n_told && now.since(self.told_at) >= TELL_EVERY;
        is_due.then(|| {
            (self.n_told, self.told_at) = (n, now);
            n
        })
    }
}

impl Keeper {
    /// What the fleet serves on the web.
    pub(super) fn web(&self) -> Option<WebFacts> {
        let (since, n_watchers) = (self.started, self.audience.n_told);
        self.config.web_listen.map(|address| WebFacts { address, n_endpoints: N_PUBLIC, n_watchers, since })
    }

    /// Tells the rooms how many follow the live feed, if that is news to them.
    pub(super) fn tell_of_watchers(&mut self, now: Moment) {
        if self.config.web_listen.is_none() || self.audience.news(now).is_none() {
            return;
        }
        let web = self.web();
        let rooms: Vec<RoomName> = self.config.rooms.keys().cloned().collect();
        for room in rooms {
            if let Some(welcome) = welcome(&self.config, &self.accesses, web.as_ref(), &room) {
                self.switchboard.say(&room, ToRoom::Reconfigure(Box::new(welcome)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::watchers::Way;

    #[test]
    fn rooms_are_told_of_a_change_and_not_too_often() {
        let at = |seconds| Moment::START.after(Duration::from_secs(seconds));
        let watchers = Watchers::default();
        let mut audience = Audience::of(watchers.clone());
        assert_eq!(audience.news(at(60)), None);
        watchers.came(Way::Socket);
        watchers.came(Way::Stream);
        assert_eq!(audience.news(at(61)), Some(1));
        watchers.came(Way::Socket);
        assert_eq!((audience.news(at(62)), audience.news(at(70))), (None, None));
        assert_eq!(audience.news(at(71)), Some(2));
        watchers.left(Way::Socket);
        watchers.came(Way::Socket);
        assert_eq!(audience.news(at(90)), None);
    }
}
