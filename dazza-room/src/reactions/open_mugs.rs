//! The muggings whose minute runs: who is to say something, and when each is to be settled. Pure.

use dazza_shared::clock;
use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use super::TRY_AGAIN;

/// A mugging whose minute runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMug {
    /// Its number.
    pub id: i64,
    /// The key of who is mugged.
    pub victim: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Whether the victim is known to have said something.
    pub is_answered: bool,
}

/// What is to be done about one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MugStep {
    /// This victim has said something, at that moment.
    Answer(PlayerName, Timestamp),
    /// The minute of a mugging is over.
    Settle {
        /// Its number.
        id: i64,
        /// The key of its victim.
        victim: String,
    },
}

/// All of them.
#[derive(Debug, Default)]
pub struct OpenMugs {
    open: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    mug: OpenMug,
    heard: Option<(PlayerName, Timestamp)>,
    is_under_way: bool,
    not_before: Option<Timestamp>,
}

impl OpenMugs {
    /// A mugging is open. What was heard of its victim before is not forgotten.
    pub(super) fn add(&mut self, mug: &OpenMug) {
        match self.open.iter_mut().find(|kept| kept.mug.id == mug.id) {
            Some(kept) => kept.mug.is_answered |= mug.is_answered,
            None => self.open.push(Kept { mug: mug.clone(), heard: None, is_under_way: false, not_before: None }),
        }
    }

    /// That the victim of that key has spoken is in the database.
    pub(super) fn answered(&mut self, victim: &str) {
        for kept in self.open.iter_mut().filter(|kept| kept.mug.victim == victim && kept.heard.is_some()) {
            kept.mug.is_answered = true;
        }
    }

    /// The mugging of that number has come to its end.
    pub(super) fn end(&mut self, id: i64) {
        self.open.retain(|kept| kept.mug.id != id);
    }

    /// A player has said something at that moment: remembered if it is a victim who has said nothing before.
    pub fn hear(&mut self, player: &PlayerName, at: Timestamp) -> bool {
        let is_waited_for = |kept: &&mut Kept| {
            let OpenMug { victim, since, until, is_answered, .. } = &kept.mug;
            victim == player.key() && !is_answered && kept.heard.is_none() && (*since..*until).contains(&at)
        };
        let kept = self.open.iter_mut().find(is_waited_for);
        kept.map(|kept| kept.heard = Some((player.clone(), at))).is_some()
    }

    /// When something is to be done next; nothing is settled while the room is not heard.
    pub(super) fn due_at(&self, is_inside: bool) -> Option<Timestamp> {
        self.open.iter().filter_map(|kept| kept.due_at(is_inside)).min()
    }

    /// What is to be done by now; asked once, it is under way.
    pub fn take_due(&mut self, is_inside: bool, now: Timestamp) -> Option<MugStep> {
        let is_due = |kept: &&mut Kept| kept.due_at(is_inside).is_some_and(|at| at <= now);
        let kept = self.open.iter_mut().find(is_due)?;
        kept.is_under_way = true;
        Some(match &kept.heard {
            Some((player, at)) if !kept.mug.is_answered => MugStep::Answer(player.clone(), *at),
            _ => MugStep::Settle { id: kept.mug.id, victim: kept.mug.victim.clone() },
        })
    }

    /// What was under way about the victim of that key has come to its end, and is tried again in a while if in vain.
    pub fn tried(&mut self, victim: &str, has_failed: bool, now: Timestamp) {
        for kept in self.open.iter_mut().filter(|kept| kept.mug.victim == victim && kept.is_under_way) {
            kept.is_under_way = false;
            kept.not_before = has_failed.then(|| clock::later(now, TRY_AGAIN));
        }
    }
}

impl Kept {
    fn due_at(&self, is_inside: bool) -> Option<Timestamp> {
        let at = match self.heard {
            _ if self.is_under_way => None,
            Some((_, at)) if !self.mug.is_answered => Some(at),
            _ => Some(self.mug.until).filter(|_| is_inside),
        };
        at.map(|at| self.not_before.map_or(at, |not_before| at.max(not_before)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_444_500 + seconds).unwrap()
    }

    fn name(name: &str) -> PlayerName {
        name.parse().unwrap()
    }

    fn mug(id: i64, victim: &str, since: i64) -> OpenMug {
        OpenMug { id, victim: victim.to_owned(), since: at(since), until: at(since + 60), is_answered: false }
    }

    fn settle(id: i64, victim: &str) -> MugStep {
        MugStep::Settle { id, victim: victim.to_owned() }
    }

    fn open(mugs: &[OpenMug]) -> OpenMugs {
        let mut open = OpenMugs::default();
        for mug in mugs {
            open.add(mug);
        }
        open
    }

    #[test]
    fn a_victim_is_heard_once_and_within_the_minute() {
        let mut mugs = open(&[mug(1, "gaz", 10)]);
        assert!(
            !mugs.hear(&name("Gaz"), at(9)) && !mugs.hear(&name("Gaz"), at(70)) && !mugs.hear(&name("Shaz"), at(20))
        );
        assert!(mugs.hear(&name("GAZ"), at(69)) && !mugs.hear(&name("GAZ"), at(69)));
        assert_eq!(mugs.take_due(true, at(69)), Some(MugStep::Answer(name("GAZ"), at(69))));
        assert_eq!(mugs.take_due(true, at(100)), None, "under way");
        mugs.answered("gaz");
        mugs.tried("gaz", false, at(69));
        assert_eq!(mugs.due_at(true), Some(at(70)));
        assert_eq!(mugs.take_due(true, at(70)), Some(settle(1, "gaz")));
        mugs.end(1);
        mugs.tried("gaz", false, at(71));
        assert_eq!(mugs.due_at(true), None);
    }

    #[test]
    fn what_was_said_is_stored_before_anything_is_settled() {
        let mut mugs = open(&[mug(1, "gaz", 0)]);
        assert!(mugs.hear(&name("gaz"), at(30)));
        assert!(mugs.take_due(true, at(30)).is_some());
        mugs.tried("gaz", true, at(58));
        assert_eq!(mugs.take_due(true, at(62)), None, "the database was away");
        mugs.add(&mug(1, "gaz", 0));
        assert_eq!(mugs.take_due(true, at(63)), Some(MugStep::Answer(name("gaz"), at(30))), "with its own time");
        mugs.answered("gaz");
        mugs.tried("gaz", false, at(64));
        assert_eq!(mugs.take_due(true, at(64)), Some(settle(1, "gaz")));
        mugs.tried("gaz", true, at(65));
        assert_eq!(mugs.due_at(true), Some(at(70)));
    }

    #[test]
    fn nothing_is_settled_while_the_room_is_not_heard() {
        let mut mugs = open(&[mug(1, "gaz", 0), mug(2, "shaz", 5)]);
        assert_eq!((mugs.due_at(false), mugs.due_at(true)), (None, Some(at(60))));
        assert!(mugs.hear(&name("shaz"), at(50)));
        assert_eq!(mugs.take_due(false, at(90)), Some(MugStep::Answer(name("shaz"), at(50))));
        assert_eq!(mugs.take_due(false, at(90)), None);
        assert_eq!(mugs.take_due(true, at(90)), Some(settle(1, "gaz")));
    }
}
