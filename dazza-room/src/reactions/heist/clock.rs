//! What the room keeps in mind of its heist: when its next step is due, and what a line may vote for. Pure.

use dazza_shared::clock::later;
use jiff::Timestamp;

use super::HeistNow;
use crate::games::heist::{Crime, Phase, vote};
use crate::reactions::TRY_AGAIN;

/// What the room keeps in mind of its heist.
#[derive(Debug, Default)]
pub struct HeistClock {
    /// Nothing until the database has told.
    heist: Option<HeistNow>,
    is_under_way: bool,
    not_before: Option<Timestamp>,
}

impl HeistClock {
    /// The heist stands so.
    pub(in crate::reactions) fn learn(&mut self, heist: &HeistNow) {
        self.heist = Some(heist.clone());
    }

    /// When its next step is due; a new one is begun only where one may be.
    pub fn due_at(&self, may_begin: bool) -> Option<Timestamp> {
        let heist = self.heist.as_ref().filter(|_| !self.is_under_way)?;
        let is_due = heist.phase != Phase::Idle || may_begin;
        let at = heist.until.unwrap_or(Timestamp::MIN);
        is_due.then(|| self.not_before.map_or(at, |not_before| at.max(not_before)))
    }

    /// Whether its next step is due; asked once, it is under way.
    pub fn take_due(&mut self, may_begin: bool, now: Timestamp) -> bool {
        let is_due = self.due_at(may_begin).is_some_and(|at| at <= now);
        self.is_under_way |= is_due;
        is_due
    }

    /// A step has come to its end; one that failed is tried again in a while.
    pub fn stepped(&mut self, has_failed: bool, now: Timestamp) {
        self.is_under_way = false;
        self.not_before = has_failed.then(|| later(now, TRY_AGAIN));
    }

    /// The crime that a line votes for, if there is a vote.
    pub fn vote(&self, text: &str, at: Timestamp) -> Option<&'static Crime> {
        let heist = self.heist.as_ref().filter(|heist| heist.phase == Phase::Voting)?;
        heist.until.filter(|until| at < *until).and_then(|_| vote(text, &heist.offered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::heist::crime;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_444_500 + seconds).unwrap()
    }

    fn clock(phase: Phase, until: Option<i64>) -> HeistClock {
        let mut clock = HeistClock::default();
        let offered = vec![crime("servo").unwrap()];
        clock.learn(&HeistNow { phase, until: until.map(at), offered, ..HeistNow::default() });
        clock
    }

    #[test]
    fn a_step_is_taken_when_its_time_has_come_and_again_if_it_failed() {
        assert_eq!(HeistClock::default().due_at(true), None, "nothing is known yet");
        let mut clock = clock(Phase::InProgress, Some(60));
        assert!(!clock.take_due(false, at(59)));
        assert!(clock.take_due(false, at(60)) && !clock.take_due(false, at(61)), "under way");
        clock.stepped(true, at(61));
        assert_eq!(clock.due_at(false), Some(at(66)), "the database was away");
        assert!(clock.take_due(false, at(66)));
        clock.learn(&HeistNow { phase: Phase::Cooldown, until: Some(at(120)), ..HeistNow::default() });
        clock.stepped(false, at(66));
        assert_eq!(clock.due_at(false), Some(at(120)));
    }

    #[test]
    fn a_new_one_waits_for_us_to_be_there() {
        let mut idle = clock(Phase::Idle, Some(60));
        assert!(!idle.take_due(false, at(100)));
        assert!(idle.take_due(true, at(100)), "one that was missed is made up for");
        assert_eq!(clock(Phase::Idle, None).due_at(true), Some(Timestamp::MIN), "the first of all is to be planned");
    }

    #[test]
    fn lines_vote_as_long_as_there_is_a_vote() {
        let voting = clock(Phase::Voting, Some(60));
        assert_eq!(voting.vote("servo", at(59)).map(|crime| crime.id), Some("servo"));
        assert_eq!((voting.vote("pub", at(59)), voting.vote("servo", at(60))), (None, None));
        assert_eq!(clock(Phase::InProgress, Some(60)).vote("servo", at(0)), None);
    }
}
