//! One video and the people in front of it. Pure.

use std::collections::BTreeMap;

use dazza_shared::clock::since;
use jiff::Timestamp;

use super::{LeftOpen, Seat, Step};
use crate::games::watching::has_earned;

/// Who is in the room: keys of people, and whether they are away from the keyboard.
pub type Viewers = BTreeMap<Box<str>, bool>;

/// What plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playing {
    /// `CyTube`'s own letters for where it comes from.
    pub kind: Box<str>,
    /// Its number there.
    pub id: Box<str>,
    /// Its title.
    pub title: Box<str>,
}

/// Most people who have gone that are remembered of one video: a stream may go on for weeks.
const MAX_GONE: usize = 1_000;

/// One video, from its start on.
#[derive(Debug)]
pub(super) struct Show {
    pub(super) start: Timestamp,
    pub(super) playing: Playing,
    seats: BTreeMap<Box<str>, Place>,
    /// An earlier process began it, so that nobody knows how long we were away.
    pub(super) is_inherited: bool,
    /// So many had gone that not all of them are remembered.
    has_forgotten: bool,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    since: Timestamp,
    left: Option<Timestamp>,
}

impl Show {
    /// A video that begins, with everybody there.
    pub(super) fn begin(playing: Playing, here: &Viewers, now: Timestamp) -> Self {
        let seats = here.keys().map(|who| (who.clone(), Place { since: now, left: None })).collect();
        Self { start: now, playing, seats, is_inherited: false, has_forgotten: false }
    }

    /// What an earlier process left open.
    pub(super) fn inherited(left: &LeftOpen) -> Self {
        let LeftOpen { showing, watchers } = left;
        let playing = Playing {
            kind: showing.media_type.as_str().into(),
            id: showing.media_id.as_str().into(),
            title: showing.title.as_str().into(),
        };
        let seat = |one: &dazza_shared::store::watching::Watcher| {
            (one.who.as_str().into(), Place { since: one.since, left: one.left })
        };
        Self {
            start: showing.start,
            playing,
            seats: watchers.iter().map(seat).collect(),
            is_inherited: true,
            has_forgotten: false,
        }
    }

    /// The step that puts it down.
    pub(super) fn began(&self) -> Step {
        let Playing { kind, id, title } = &self.playing;
        let seats = self.seats.keys().filter_map(|who| self.seat(who)).collect();
        let (kind, id, title) = (kind.to_string(), id.to_string(), title.to_string());
        Step::Began { start: self.start, kind, id, title, seats }
    }

    /// Whether it is that which plays.
    pub(super) fn is(&self, playing: &Playing) -> bool {
        (&self.playing.kind, &self.playing.id) == (&playing.kind, &playing.id)
    }

    /// Somebody has come; who comes back counts from now on.
    pub(super) fn came(&mut self, who: &str, now: Timestamp) -> Option<Seat> {
        let is_there = self.seats.get(who).is_some_and(|place| place.left.is_none());
        if !is_there {
            self.seats.insert(who.into(), Place { since: now, left: None });
        }
        self.seat(who).filter(|_| !is_there)
    }

    /// Somebody has gone.
    pub(super) fn left(&mut self, who: &str, now: Timestamp) -> Option<Seat> {
        self.seats.get_mut(who).filter(|place| place.left.is_none())?.left = Some(now);
        let seat = self.seat(who);
        self.forget_gone();
        seat
    }

    /// Beyond the limit those are forgotten who went first: they earn nothing, and begin anew should they come back.
    fn forget_gone(&mut self) {
        if self.seats.len() <= MAX_GONE {
            return;
        }
        let gone = self.seats.iter().filter_map(|(who, place)| Some((place.left?, who.clone())));
        let mut gone: Vec<_> = gone.collect();
        if gone.len() > MAX_GONE {
            gone.sort_unstable();
            // Half of them at once, so that not everybody who goes has them all looked through.
            gone.truncate(gone.len() - MAX_GONE / 2);
            self.has_forgotten = true;
            for (_, who) in gone {
                self.seats.remove(&who);
            }
        }
    }

    /// These are here, and nobody else: who is not known counts from the start, who was gone, or may be forgotten, from now on.
    pub(super) fn reconcile(&mut self, here: &Viewers, now: Timestamp) -> Vec<Seat> {
        let gone = self.seats.iter().filter(|(who, place)| place.left.is_none() && !here.contains_key(*who));
        let gone: Vec<_> = gone.map(|(who, _)| who.clone()).collect();
        let gone: Vec<_> = gone.iter().filter_map(|who| self.left(who, now)).collect();
        let mut moved = gone;
        for who in here.keys() {
            if self.seats.contains_key(who) || self.has_forgotten {
                moved.extend(self.came(who, now));
            } else {
                self.seats.insert(who.clone(), Place { since: self.start, left: None });
                moved.extend(self.seat(who));
            }
        }
        moved
    }

    /// It is over: who has earned something by being there, and is here now as `pays` wants it.
    pub(super) fn ended(&self, now: Timestamp, pays: impl Fn(&str) -> bool) -> Step {
        let lasted = since(self.start, now);
        let earned = self.seats.iter().filter(|(who, place)| {
            place.left.is_none() && has_earned(since(self.start, place.since), lasted) && pays(who)
        });
        let earned = earned.map(|(who, _)| who.to_string()).collect();
        Step::Ended { start: self.start, at: now, earned }
    }

    fn seat(&self, who: &str) -> Option<Seat> {
        let Place { since, left } = *self.seats.get(who)?;
        Some(Seat { who: who.to_owned(), since, left })
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::clock::later;

    use super::*;

    #[test]
    fn who_has_gone_from_a_stream_that_never_ends_is_forgotten_and_earns_nothing_by_it() {
        let start = Timestamp::constant(1_795_444_500, 0);
        let playing = Playing { kind: "tw".into(), id: "x".into(), title: "for ever".into() };
        let mut show = Show::begin(playing, &[("gaz".into(), false)].into(), start);
        let at = |n: u64| later(start, std::time::Duration::from_secs(n));
        for n in 1..=10_000 {
            let who = format!("p{n}");
            assert!(show.came(&who, at(n)).is_some() && show.left(&who, at(n)).is_some());
            assert!(show.seats.len() <= MAX_GONE + 2, "{}", show.seats.len());
        }
        assert!(show.seats.contains_key("gaz") && show.seats.contains_key("p10000") && !show.seats.contains_key("p1"));
        let here = [("gaz".into(), false), ("p1".into(), false)].into();
        let moved = show.reconcile(&here, at(20_000));
        assert_eq!(moved.iter().map(|seat| (&*seat.who, seat.since)).collect::<Vec<_>>(), [("p1", at(20_000))]);
    }
}
