//! What may not be on the playlist, and who may not put anything there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::media_rules::{Barred, QueueBan};
use jiff::Timestamp;

/// Most media, and most people, that are kept in mind.
pub const MAX_BARRED: i64 = 2_000;
/// Most people whose additions are taken off.
pub const MAX_QUEUE_BANS: i64 = 500;

/// From one word about it to the next.
const TOLD_EVERY: Duration = Duration::from_secs(30);

/// The rules of a room's playlist.
#[derive(Debug, Default)]
pub struct MediaRules {
    barred: BTreeSet<(Box<str>, Box<str>)>,
    bans: BTreeMap<Box<str>, Option<Timestamp>>,
    told_at: Option<Timestamp>,
}

/// Why something is taken off the playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offence {
    /// It is barred.
    Barred,
    /// Who added it may not.
    Banned,
}

impl MediaRules {
    pub(super) fn replace_barred(&mut self, all: &[Barred]) {
        self.barred.clear();
        for one in all {
            self.bar(one);
        }
    }

    pub(super) fn bar(&mut self, one: &Barred) {
        if i64::try_from(self.barred.len()).is_ok_and(|n| n < MAX_BARRED) {
            self.barred.insert((one.kind.as_str().into(), one.id.as_str().into()));
        }
    }

    pub(super) fn unbar(&mut self, kind: &str, id: &str) {
        self.barred.remove(&(kind.into(), id.into()));
    }

    pub(super) fn replace_bans(&mut self, all: &[QueueBan]) {
        self.bans.clear();
        for one in all {
            self.ban(one);
        }
    }

    pub(super) fn ban(&mut self, one: &QueueBan) {
        if i64::try_from(self.bans.len()).is_ok_and(|n| n < MAX_QUEUE_BANS) {
            self.bans.insert(one.who.as_str().into(), one.until);
        }
    }

    pub(super) fn unban(&mut self, key: &str) {
        self.bans.remove(key);
    }

    /// What is wrong with an addition, if anything is.
    pub fn offence(&self, (kind, id): (&str, &str), added_by: &str, now: Timestamp) -> Option<Offence> {
        let until = self.bans.get(added_by.to_lowercase().as_str());
        if until.is_some_and(|until| until.is_none_or(|until| until > now)) {
            return Some(Offence::Banned);
        }
        self.barred.contains(&(kind.into(), id.into())).then_some(Offence::Barred)
    }

    /// Whether a word may be said about it now; asked once, it counts as said.
    pub fn may_tell(&mut self, now: Timestamp) -> bool {
        let is_told = self.told_at.is_some_and(|at| at <= now && since(at, now) < TOLD_EVERY);
        if !is_told {
            self.told_at = Some(now);
        }
        !is_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_barred_and_who_is_banned_is_known_for_as_long_as_it_holds() {
        let at = |seconds: i64| Timestamp::from_second(1_795_444_500 + seconds).unwrap();
        let barred = |id: &str| Barred { kind: "yt".to_owned(), id: id.to_owned(), title: None };
        let mut rules = MediaRules::default();
        rules.replace_barred(&[barred("a")]);
        rules.bar(&barred("b"));
        rules.ban(&QueueBan { who: "gaz".to_owned(), until: Some(at(10)) });
        rules.ban(&QueueBan { who: "bob".to_owned(), until: None });
        assert_eq!(rules.offence(("yt", "a"), "alice", at(0)), Some(Offence::Barred));
        assert_eq!(rules.offence(("vi", "a"), "alice", at(0)), None);
        assert_eq!(rules.offence(("yt", "c"), "Gaz", at(9)), Some(Offence::Banned));
        assert_eq!(rules.offence(("yt", "c"), "gaz", at(10)), None);
        assert_eq!(rules.offence(("yt", "c"), "bob", at(999)), Some(Offence::Banned));
        rules.unbar("yt", "a");
        rules.unban("bob");
        assert_eq!(rules.offence(("yt", "a"), "bob", at(0)), None);
        assert!(rules.may_tell(at(0)) && !rules.may_tell(at(29)) && rules.may_tell(at(30)));
    }
}
