//! Mutes that end by themselves: each when its time has come and its person is here, for only then does it keep silent.

use dazza_shared::store::moderation::TimedMute;
use jiff::Timestamp;

use super::super::TRY_AGAIN;
use crate::room::Roster;

/// Most of them that are kept in mind.
pub const MAX_MUTES: i64 = 500;

/// The mutes of a room.
#[derive(Debug, Default)]
pub struct Mutes {
    timed: Vec<TimedMute>,
    not_before: Option<Timestamp>,
}

impl Mutes {
    /// These are all.
    pub(super) fn replace(&mut self, all: &[TimedMute]) {
        self.timed = all.to_vec();
    }

    /// One more, in place of what was known of its person.
    pub(super) fn add(&mut self, mute: &TimedMute) {
        self.remove(&mute.who);
        if i64::try_from(self.timed.len()).is_ok_and(|n| n < MAX_MUTES) {
            self.timed.push(mute.clone());
        }
    }

    /// The person of that key is muted for a time no more.
    pub(super) fn remove(&mut self, key: &str) {
        self.timed.retain(|mute| mute.who != key);
    }

    /// Whether the person of that name is muted for a time.
    pub fn has(&self, name: &str) -> bool {
        let key = name.to_lowercase();
        self.timed.iter().any(|mute| mute.who == key)
    }

    /// When one of those who are here may speak again.
    pub fn due_at(&self, roster: &Roster) -> Option<Timestamp> {
        let is_here = |mute: &&TimedMute| roster.get(&mute.who).is_some_and(|person| person.is_muted);
        let next = self.timed.iter().filter(is_here).map(|mute| mute.until).min()?;
        Some(self.not_before.map_or(next, |not_before| next.max(not_before)))
    }

    /// The key of somebody who may speak again; if nothing comes of it, it is tried again in a while.
    pub fn take_due(&mut self, roster: &Roster, now: Timestamp) -> Option<String> {
        self.due_at(roster).filter(|at| *at <= now)?;
        let is_due =
            |mute: &&TimedMute| mute.until <= now && roster.get(&mute.who).is_some_and(|person| person.is_muted);
        let due = self.timed.iter().filter(is_due).min_by_key(|mute| mute.until)?.who.clone();
        self.not_before = Some(dazza_shared::clock::later(now, TRY_AGAIN));
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Person;

    #[test]
    fn a_mute_ends_when_its_time_has_come_and_its_person_is_here() {
        let at = |seconds: i64| Timestamp::from_second(1_795_444_500 + seconds).unwrap();
        let person = |name: &str, is_muted| Person { name: name.into(), rank: 1.0, is_afk: false, is_muted };
        let mut mutes = Mutes::default();
        mutes.replace(&[TimedMute { who: "bob".to_owned(), until: at(10) }]);
        mutes.add(&TimedMute { who: "gaz".to_owned(), until: at(5) });
        let mut roster = Roster::default();
        assert_eq!(mutes.due_at(&roster), None);
        roster.replace([person("Bob", true), person("gaz", false)]);
        assert_eq!((mutes.due_at(&roster), mutes.take_due(&roster, at(9))), (Some(at(10)), None));
        assert_eq!(mutes.take_due(&roster, at(10)).as_deref(), Some("bob"));
        assert_eq!(mutes.due_at(&roster), Some(at(15)), "it may not have worked");
        mutes.add(&TimedMute { who: "bob".to_owned(), until: at(100) });
        assert_eq!(mutes.take_due(&roster, at(50)), None);
        mutes.remove("bob");
        assert!(!mutes.has("BOB") && mutes.has("Gaz"));
    }
}
