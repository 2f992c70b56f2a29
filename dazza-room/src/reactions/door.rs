//! The door of the room: who is greeted when coming in, and who is seen off. Pure; the words are picked elsewhere.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::config::{FarewellSettings, GreetingSettings};
use dazza_shared::dice::Dice;
use jiff::Timestamp;

use super::courtesy::Courtesy;
use super::remembered::Remembered;

/// Whoever was away for less has not been away. Source: `platform.md`, 3.3.
const AWAY: Duration = Duration::from_mins(2);

/// A greeting that waits longer for what the database knows of its person is not said.
const KNOWN_WITHIN: Duration = Duration::from_secs(20);

/// What the room remembers of its door.
#[derive(Debug)]
pub struct Door {
    greetings: Courtesy,
    farewells: Courtesy,
    /// Who left lately.
    left: Remembered,
    /// Whether the one who is to be greeted is new; nothing while that is being looked up.
    is_newcomer: Option<bool>,
}

/// A word that is due at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtDoor {
    /// For somebody who came in, as the server spells the name.
    Greeting {
        /// Who.
        name: Box<str>,
        /// Whether no room of the fleet had seen that person before.
        is_newcomer: bool,
    },
    /// For somebody who left.
    Farewell {
        /// Who.
        name: Box<str>,
    },
}

impl Default for Door {
    fn default() -> Self {
        let (greetings, farewells) = (Courtesy::default(), Courtesy::default());
        Self { greetings, farewells, left: Remembered::for_span(AWAY), is_newcomer: None }
    }
}

impl Door {
    /// Somebody comes in. True: there is a greeting to be, and it is to be looked up whether that person is new.
    pub fn came(&mut self, name: &str, settings: &GreetingSettings, now: Timestamp, dice: &mut Dice) -> bool {
        self.farewells.call_off(name);
        self.greetings.note_move(now);
        if !settings.enabled || self.left.has(&name.to_lowercase(), now) {
            return false;
        }
        let is_planned = self.greetings.plan(name, settings.percent, now, dice);
        if is_planned {
            self.is_newcomer = None;
        }
        is_planned
    }

    /// Somebody leaves.
    pub fn left(&mut self, name: &str, settings: &FarewellSettings, now: Timestamp, dice: &mut Dice) {
        self.greetings.call_off(name);
        self.farewells.note_move(now);
        self.left.note(&name.to_lowercase(), now);
        if settings.enabled {
            self.farewells.plan(name, settings.percent, now, dice);
        }
    }

    /// It is known whether `name` is new, or cannot be known.
    pub fn looked_up(&mut self, name: &str, is_newcomer: Option<bool>) {
        match is_newcomer {
            Some(is_newcomer) if self.greetings.is_planned_for(name) => self.is_newcomer = Some(is_newcomer),
            Some(_) => {}
            None => self.greetings.call_off(name),
        }
    }

    /// Our line is gone, and with it all that was on its way; those who were `here` have not left for what comes next.
    pub fn lost<'n>(&mut self, here: impl Iterator<Item = &'n str>, now: Timestamp) {
        self.greetings.call_all_off();
        self.farewells.call_all_off();
        for name in here {
            self.left.note(&name.to_lowercase(), now);
        }
    }

    /// The next word that is due; once it is told it counts as said.
    pub fn take_due(&mut self, now: Timestamp, dice: &mut Dice) -> Option<AtDoor> {
        if let Some(planned) = self.farewells.take_due(now) {
            self.farewells.said(&planned.name, now, dice);
            return Some(AtDoor::Farewell { name: planned.name });
        }
        if self.is_newcomer.is_none() && self.greetings.planned().is_some_and(|one| later(one.at, KNOWN_WITHIN) <= now)
        {
            self.greetings.call_all_off();
        }
        let is_newcomer = self.is_newcomer?;
        let planned = self.greetings.take_due(now)?;
        self.greetings.said(&planned.name, now, dice);
        Some(AtDoor::Greeting { name: planned.name, is_newcomer })
    }

    /// When a word is due next.
    pub fn due_at(&self) -> Option<Timestamp> {
        let known_by = if self.is_newcomer.is_some() { Duration::ZERO } else { KNOWN_WITHIN };
        let greeting = self.greetings.planned().map(|planned| later(planned.at, known_by));
        let farewell = self.farewells.planned().map(|planned| planned.at);
        [greeting, farewell].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    fn all() -> (GreetingSettings, FarewellSettings) {
        let greetings = GreetingSettings { percent: 100, ..GreetingSettings::default() };
        (greetings, FarewellSettings { enabled: true, percent: 100, ..FarewellSettings::default() })
    }

    fn came(door: &mut Door, name: &str, seconds: u64) -> bool {
        door.came(name, &all().0, at(seconds), &mut Dice::seeded(1))
    }

    fn left(door: &mut Door, name: &str, seconds: u64) {
        door.left(name, &FarewellSettings::default(), at(seconds), &mut Dice::seeded(1));
    }

    fn due(door: &mut Door, seconds: u64) -> Option<AtDoor> {
        door.take_due(at(seconds), &mut Dice::seeded(1))
    }

    #[test]
    fn who_comes_in_is_greeted_once_it_is_known_who_that_is() {
        for is_newcomer in [true, false] {
            let mut door = Door::default();
            assert!(came(&mut door, "Gaz", 0));
            assert_eq!(due(&mut door, 10), None, "nobody knows yet");
            door.looked_up("gaz", Some(is_newcomer));
            assert!(door.due_at().unwrap() <= at(10));
            assert_eq!(due(&mut door, 10), Some(AtDoor::Greeting { name: "Gaz".into(), is_newcomer }));
            assert_eq!((due(&mut door, 11), door.due_at()), (None, None));
        }
    }

    #[test]
    fn nobody_is_greeted_who_is_not_known_of() {
        let mut door = Door::default();
        assert!(came(&mut door, "Gaz", 0));
        door.looked_up("gaz", None);
        assert_eq!((due(&mut door, 10), door.due_at()), (None, None));
        assert!(came(&mut door, "shaz", 40));
        door.looked_up("gaz", Some(true));
        assert_eq!(due(&mut door, 50), None, "that was about somebody else");
        let last = door.due_at().unwrap();
        assert_eq!(door.take_due(last, &mut Dice::seeded(1)), None);
        assert_eq!(door.due_at(), None, "it is not waited for without end");
    }

    #[test]
    fn who_leaves_before_is_not_greeted() {
        let mut door = Door::default();
        came(&mut door, "Gaz", 0);
        door.looked_up("gaz", Some(false));
        left(&mut door, "gaz", 1);
        assert_eq!((due(&mut door, 60), door.due_at()), (None, None));
    }

    #[test]
    fn who_was_away_for_less_than_two_minutes_is_not_greeted() {
        let mut door = Door::default();
        left(&mut door, "Gaz", 0);
        assert!(!came(&mut door, "gaz", 119));
        assert!(came(&mut door, "gaz", 120));
        let mut door = Door::default();
        door.lost(["Gaz", "Shaz"].into_iter(), at(0));
        assert!(!came(&mut door, "gaz", 100), "it was our line that broke");
        assert!(came(&mut door, "shaz", 130));
    }

    #[test]
    fn greetings_can_be_off_and_farewells_are() {
        let mut door = Door::default();
        let off = GreetingSettings { enabled: false, percent: 100, ..GreetingSettings::default() };
        assert!(!door.came("gaz", &off, at(0), &mut Dice::seeded(1)));
        left(&mut door, "gaz", 1);
        assert_eq!(door.due_at(), None);
    }

    #[test]
    fn who_leaves_is_seen_off_where_that_is_wanted_unless_back_by_then() {
        let mut door = Door::default();
        door.left("Gaz", &all().1, at(0), &mut Dice::seeded(1));
        door.came("gaz", &all().0, at(1), &mut Dice::seeded(1));
        assert_eq!((due(&mut door, 20), door.due_at()), (None, None));
        door.left("Gaz", &all().1, at(40), &mut Dice::seeded(1));
        assert_eq!(due(&mut door, 50), Some(AtDoor::Farewell { name: "Gaz".into() }));
        door.left("Shaz", &all().1, at(300), &mut Dice::seeded(1));
        assert_eq!(door.due_at(), None, "one in five minutes at the most");
    }

    #[test]
    fn what_was_on_its_way_goes_with_our_line() {
        let mut door = Door::default();
        came(&mut door, "Gaz", 0);
        door.looked_up("gaz", Some(true));
        door.left("Shaz", &all().1, at(0), &mut Dice::seeded(1));
        door.lost([].into_iter(), at(1));
        assert_eq!((due(&mut door, 60), door.due_at()), (None, None));
    }
}
