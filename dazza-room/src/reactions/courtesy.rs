//! Who gets a word at the door, and when: the same rules for those who come and for those who go. Pure.

use std::collections::VecDeque;
use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::dice::Dice;
use jiff::Timestamp;

use super::remembered::Remembered;

/// More than this many who come, or go, within this time are a crowd: nobody gets a word. Source: `platform.md`, 3.3.
const CROWD: (usize, Duration) = (2, Duration::from_secs(30));

/// From one word to the next in a room. Unit: seconds. Source: `platform.md`, 3.3.
const QUIET_S: (u64, u64) = (5 * 60, 15 * 60);

/// How long the same person gets no other. Source: `platform.md`, 3.3.
const SAME_PERSON: Duration = Duration::from_hours(8);

/// Until it is said. Unit: milliseconds. Source: `platform.md`, 3.3.
const AFTER_MS: (u64, u64) = (2_000, 10_000);

/// One kind of courtesy in a room: at most one is on its way at a time.
#[derive(Debug)]
pub(super) struct Courtesy {
    /// When the last few came, or went.
    moves: VecDeque<Timestamp>,
    /// Who had one.
    had: Remembered,
    quiet_until: Option<Timestamp>,
    planned: Option<Planned>,
}

/// A word on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planned {
    /// Whom it is for, as the server spells the name.
    pub(super) name: Box<str>,
    /// When it is said.
    pub(super) at: Timestamp,
}

impl Default for Courtesy {
    fn default() -> Self {
        let (had, moves) = (Remembered::for_span(SAME_PERSON), VecDeque::new());
        Self { moves, had, quiet_until: None, planned: None }
    }
}

impl Courtesy {
    /// Somebody comes, or goes.
    pub(super) fn note_move(&mut self, now: Timestamp) {
        if self.moves.len() > CROWD.0 {
            self.moves.pop_front();
        }
        self.moves.push_back(now);
    }

    /// Plans a word for `name` if there is to be one, as happens `percent` times in a hundred.
    pub(super) fn plan(&mut self, name: &str, percent: u32, now: Timestamp, dice: &mut Dice) -> bool {
        let is_quiet = self.planned.is_some() || self.quiet_until.is_some_and(|until| until > now);
        if is_quiet || self.is_crowd(now) || self.had.has(&name.to_lowercase(), now) || !dice.percent(percent.into()) {
            return false;
        }
        let wait = Duration::from_millis(dice.between(AFTER_MS.0, AFTER_MS.1));
        self.planned = Some(Planned { name: name.into(), at: later(now, wait) });
        true
    }

    /// The word that is on its way.
    pub(super) fn planned(&self) -> Option<&Planned> {
        self.planned.as_ref()
    }

    /// Whether it is for `name`.
    pub(super) fn is_planned_for(&self, name: &str) -> bool {
        self.planned.as_ref().is_some_and(|planned| planned.name.eq_ignore_ascii_case(name))
    }

    /// Takes the word that is due; none is said in a crowd.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Option<Planned> {
        let due = self.planned.take_if(|planned| planned.at <= now)?;
        (!self.is_crowd(now)).then_some(due)
    }

    /// It is said: now there is quiet for a while.
    pub(super) fn said(&mut self, name: &str, now: Timestamp, dice: &mut Dice) {
        self.had.note(&name.to_lowercase(), now);
        self.quiet_until = Some(later(now, Duration::from_secs(dice.between(QUIET_S.0, QUIET_S.1))));
    }

    /// The word for `name` is not to be said.
    pub(super) fn call_off(&mut self, name: &str) {
        self.planned.take_if(|planned| planned.name.eq_ignore_ascii_case(name));
    }

    /// Neither is any other.
    pub(super) fn call_all_off(&mut self) {
        self.planned = None;
    }

    fn is_crowd(&self, now: Timestamp) -> bool {
        self.moves.iter().filter(|at| since(**at, now) < CROWD.1).count() > CROWD.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    /// A move and what is made of it.
    fn plan(courtesy: &mut Courtesy, name: &str, seconds: u64) -> bool {
        courtesy.note_move(at(seconds));
        courtesy.plan(name, 100, at(seconds), &mut Dice::seeded(1))
    }

    fn said(courtesy: &mut Courtesy, name: &str, seconds: u64) {
        assert!(plan(courtesy, name, seconds), "{name} at {seconds}");
        let due = courtesy.take_due(at(seconds + 10)).unwrap();
        courtesy.said(&due.name, at(seconds + 10), &mut Dice::seeded(2));
    }

    #[test]
    fn a_word_is_said_after_two_to_ten_seconds() {
        let waits: std::collections::BTreeSet<u64> = (0..2_000)
            .map(|seed| {
                let mut courtesy = Courtesy::default();
                assert!(courtesy.plan("Gaz", 100, START, &mut Dice::seeded(seed)));
                assert_eq!(courtesy.take_due(at(1)), None);
                let wait = since(START, courtesy.planned().unwrap().at);
                assert!((2_000..=10_000).contains(&wait.as_millis()));
                wait.as_secs()
            })
            .collect();
        assert_eq!(waits.into_iter().collect::<Vec<_>>(), (2..=9).collect::<Vec<_>>());
    }

    #[test]
    fn so_many_of_a_hundred_get_one() {
        let n_planned =
            (0..2_000).filter(|seed| Courtesy::default().plan("Gaz", 70, START, &mut Dice::seeded(*seed))).count();
        assert!((1_340..=1_460).contains(&n_planned), "{n_planned}");
        assert!(!(0..100).any(|seed| Courtesy::default().plan("Gaz", 0, START, &mut Dice::seeded(seed))));
    }

    #[test]
    fn a_room_is_quiet_for_five_to_fifteen_minutes_after_one() {
        for seed in 0..500 {
            let mut courtesy = Courtesy::default();
            courtesy.said("gaz", START, &mut Dice::seeded(seed));
            assert!(!plan(&mut courtesy, "shaz", 299));
            assert!(plan(&mut courtesy, "shaz", 901));
        }
    }

    #[test]
    fn the_same_person_gets_none_for_eight_hours() {
        let mut courtesy = Courtesy::default();
        said(&mut courtesy, "Gaz", 0);
        assert!(!plan(&mut courtesy, "GAZ", 8 * 3_600));
        assert!(plan(&mut courtesy, "gaz", 8 * 3_600 + 11));
    }

    #[test]
    fn a_crowd_gets_none_and_neither_does_who_came_with_it() {
        let mut courtesy = Courtesy::default();
        assert!(plan(&mut courtesy, "a", 0));
        assert!(!plan(&mut courtesy, "b", 1), "one at a time");
        assert!(!plan(&mut courtesy, "c", 2));
        assert_eq!(courtesy.take_due(at(10)), None);
        assert!(!plan(&mut courtesy, "d", 20));
        assert!(plan(&mut courtesy, "e", 50));
        let mut pair = Courtesy::default();
        pair.note_move(START);
        assert!(plan(&mut pair, "b", 1), "two are no crowd");
    }

    #[test]
    fn what_is_called_off_is_not_said_and_costs_nothing() {
        let mut courtesy = Courtesy::default();
        assert!(plan(&mut courtesy, "Gaz", 0));
        courtesy.call_off("shaz");
        assert!(courtesy.is_planned_for("gaz"));
        courtesy.call_off("gaz");
        assert_eq!(courtesy.take_due(at(100)), None);
        assert!(plan(&mut courtesy, "gaz", 100));
        courtesy.call_all_off();
        assert_eq!(courtesy.planned(), None);
    }
}
