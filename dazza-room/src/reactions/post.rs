//! Tells and reminders that wait: for whom, and when to look after them. Pure; what is delivered is decided in the database.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::store::reminder::Scheduled;
use jiff::Timestamp;

use super::TRY_AGAIN;
use crate::room::Roster;

/// What the room keeps in mind of its open tells and reminders.
#[derive(Debug, Default)]
pub struct Post {
    /// Keys of people for whom a tell is open.
    tells: BTreeSet<Box<str>>,
    /// Keys of people whose tells are being taken out of the database right now.
    in_hand: BTreeSet<Box<str>>,
    /// Keys of people who have just come or come back, and when they are given their tells.
    visits: BTreeMap<Box<str>, Timestamp>,
    /// Reminders by number.
    reminders: BTreeMap<i64, Scheduled>,
    /// Whether reminders are being taken out of the database right now.
    is_reminding: bool,
    /// No reminders before then.
    quiet_until: Option<Timestamp>,
}

/// Until somebody who came in gets his tells. Source: `platform.md`, 3.5.
pub const AFTER_JOIN: Duration = Duration::from_secs(2);

/// Until somebody who came back to the keyboard gets them. Source: as above.
pub const AFTER_RETURN: Duration = Duration::from_millis(1_500);

/// Most tells or reminders at once; the rest waits. Source: `platform.md`, 3.5.
pub(super) const BURST: i64 = 3;

/// Between two bursts of reminders: what one takes to be said.
const AFTER_BURST: Duration = Duration::from_secs(6);

impl Post {
    /// All that is open is these, and nothing else.
    pub(super) fn replace(&mut self, recipients: &[String], reminders: &[Scheduled]) {
        self.tells = recipients.iter().map(|key| key.as_str().into()).collect();
        self.reminders = reminders.iter().map(|one| (one.id, one.clone())).collect();
    }

    /// Whether a tell is open for the person of that key.
    pub(super) fn note_tells(&mut self, key: &str, is_open: bool) {
        if is_open {
            self.tells.insert(key.into());
        } else {
            self.tells.remove(key);
            self.visits.remove(key);
        }
    }

    /// A reminder is open.
    pub(super) fn note_reminder(&mut self, reminder: &Scheduled) {
        self.reminders.insert(reminder.id, reminder.clone());
    }

    /// These reminders are open no more.
    pub(super) fn forget_reminders(&mut self, ids: &[i64]) {
        for id in ids {
            self.reminders.remove(id);
        }
    }

    /// The person of that key is here, and is to get his tells at that time if any are open.
    pub fn expect(&mut self, key: &str, at: Timestamp) {
        if self.tells.contains(key) {
            self.visits.insert(key.into(), at);
        }
    }

    /// The person of that key is away or gone before he got them.
    pub fn gone(&mut self, key: &str) {
        self.visits.remove(key);
    }

    /// Nobody is here.
    pub fn all_gone(&mut self) {
        self.visits.clear();
    }

    /// Whether the person of that key is to be given tells now; asked once, it is under way.
    pub fn take_tells(&mut self, key: &str) -> bool {
        self.visits.remove(key);
        self.tells.contains(key) && self.in_hand.insert(key.into())
    }

    /// The keys of people whom to give their tells by now.
    pub fn visits_due(&self, now: Timestamp) -> Vec<Box<str>> {
        self.visits.iter().filter(|(_, at)| **at <= now).map(|(key, _)| key.clone()).collect()
    }

    /// Tells of the person of that key have been taken out of the database, or could not be.
    pub fn tells_taken(&mut self, key: &str, has_failed: bool, now: Timestamp) {
        self.in_hand.remove(key);
        if has_failed {
            self.expect(key, later(now, TRY_AGAIN));
        }
    }

    /// Whether reminders are due for people of `roster`, or are past their time; asked once, it is under way.
    pub fn take_reminders(&mut self, roster: &Roster, now: Timestamp) -> bool {
        let is_due = self.reminders_at(roster).is_some_and(|at| at <= now);
        if is_due {
            self.is_reminding = true;
            // They are no longer given, whatever the database says.
            self.reminders.retain(|_, reminder| reminder.expires_at > now);
        }
        is_due
    }

    /// That many reminders have been taken out of the database, or could not be.
    pub fn reminders_taken(&mut self, n_taken: usize, has_failed: bool, now: Timestamp) {
        self.is_reminding = false;
        let is_full = i64::try_from(n_taken).is_ok_and(|n| n >= BURST);
        let quiet = if has_failed || n_taken == 0 { TRY_AGAIN } else { AFTER_BURST };
        self.quiet_until = (has_failed || n_taken == 0 || is_full).then(|| later(now, quiet));
    }

    /// When something of this is due next, if those of `roster` are here.
    pub fn due_at(&self, roster: &Roster) -> Option<Timestamp> {
        let visits = self.visits.values().copied();
        visits.chain(self.reminders_at(roster)).min()
    }

    /// When reminders are to be looked after next.
    fn reminders_at(&self, roster: &Roster) -> Option<Timestamp> {
        if self.is_reminding {
            return None;
        }
        let due = |one: &Scheduled| if roster.get(&one.who).is_some() { one.remind_at } else { one.expires_at };
        let next = self.reminders.values().map(due).min()?;
        Some(self.quiet_until.map_or(next, |until| until.max(next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Person;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    fn roster(names: &[&str]) -> Roster {
        let mut roster = Roster::default();
        let person = |name: &&str| Person { name: (**name).into(), rank: 1.0, is_afk: false, is_muted: false };
        roster.replace(names.iter().map(person));
        roster
    }

    fn reminder(id: i64, who: &str, due: u64) -> Scheduled {
        Scheduled { id, who: who.to_owned(), remind_at: at(due), expires_at: at(due + 1_000) }
    }

    #[test]
    fn tells_are_taken_once_until_the_database_has_answered() {
        let mut post = Post::default();
        post.expect("gaz", at(2));
        assert_eq!(post.due_at(&roster(&["Gaz"])), None, "nothing is open for him");
        assert!(!post.take_tells("gaz"));
        post.note_tells("gaz", true);
        post.expect("gaz", at(2));
        assert_eq!((post.due_at(&roster(&[])), post.visits_due(at(1)).len()), (Some(at(2)), 0));
        assert_eq!(post.visits_due(at(2)).len(), 1);
        assert!(post.take_tells("gaz") && !post.take_tells("gaz"));
        post.tells_taken("gaz", true, at(3));
        assert_eq!(post.due_at(&roster(&[])), Some(at(8)), "tried again");
        post.note_tells("gaz", false);
        assert!(!post.take_tells("gaz") && post.due_at(&roster(&[])).is_none());
    }

    #[test]
    fn who_leaves_too_soon_gets_them_the_next_time() {
        let mut post = Post::default();
        post.replace(&["gaz".to_owned()], &[]);
        post.expect("gaz", at(2));
        post.gone("gaz");
        assert_eq!(post.due_at(&roster(&[])), None);
        assert!(post.take_tells("gaz"));
    }

    #[test]
    fn reminders_are_due_for_those_who_are_here() {
        let mut post = Post::default();
        post.note_reminder(&reminder(1, "gaz", 10));
        post.note_reminder(&reminder(2, "shaz", 20));
        assert_eq!(post.due_at(&roster(&["Gaz", "Shaz"])), Some(at(10)));
        assert_eq!(post.due_at(&roster(&["SHAZ"])), Some(at(20)));
        assert!(!post.take_reminders(&roster(&["Gaz"]), at(9)));
        assert!(post.take_reminders(&roster(&["Gaz"]), at(10)));
        assert!(!post.take_reminders(&roster(&["Gaz"]), at(10)), "under way");
        post.forget_reminders(&[1]);
        post.reminders_taken(1, false, at(10));
        assert_eq!(post.due_at(&roster(&["Gaz"])), Some(at(1_020)), "when the other is past its time");
        assert!(post.take_reminders(&roster(&[]), at(1_020)));
        post.reminders_taken(0, false, at(1_020));
        assert_eq!(post.due_at(&roster(&["shaz"])), None);
    }

    #[test]
    fn there_is_a_pause_after_a_full_burst_and_after_a_failure() {
        let mut post = Post::default();
        for id in 0..5 {
            post.note_reminder(&reminder(id, "gaz", 10));
        }
        let here = roster(&["gaz"]);
        assert!(post.take_reminders(&here, at(10)));
        post.forget_reminders(&[0, 1, 2]);
        post.reminders_taken(3, false, at(10));
        assert_eq!(post.due_at(&here), Some(at(16)));
        assert!(post.take_reminders(&here, at(16)));
        post.reminders_taken(0, true, at(16));
        assert_eq!(post.due_at(&here), Some(at(21)));
    }
}
