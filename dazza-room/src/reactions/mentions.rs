//! Who is answered when the bot is spoken to: not too often, and not those who never stop. Pure.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::dice::Dice;
use jiff::Timestamp;

/// From one answer in a room to the next question that is taken. Unit: milliseconds. Source: `platform.md`, 3.12.
const QUIET_MS: (u64, u64) = (5_000, 15_000);

/// How many mentions by one person within that time are enough. Source: as above.
const ENOUGH: usize = 11;
const ENOUGH_WITHIN: Duration = Duration::from_mins(2);

/// How often one person is told that the bot is busy. Source: as above.
const EXCUSE_EVERY: Duration = Duration::from_mins(1);

/// How many steps there are in losing one's temper; then there is silence. Source: as above.
const MAX_ANNOYED: u8 = 3;

/// What is remembered of who spoke to the bot.
#[derive(Debug, Default)]
pub struct Mentions {
    quiet_until: Option<Timestamp>,
    people: HashMap<Box<str>, Pest>,
}

#[derive(Debug, Default)]
struct Pest {
    at: VecDeque<Timestamp>,
    excused_at: Option<Timestamp>,
    n_annoyed: u8,
}

/// What becomes of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// It is answered.
    Answer,
    /// The bot has just answered, and says that it wants a break.
    Excuse,
    /// The bot has had enough: the first, second or third time.
    Annoyed(u8),
    /// Nothing is said.
    Silence,
}

impl Mentions {
    /// The person of that key has spoken to the bot.
    pub fn heard(&mut self, who: &str, now: Timestamp) -> Heed {
        self.people.retain(|_, pest| {
            pest.at.retain(|at| *at <= now && since(*at, now) < ENOUGH_WITHIN);
            !pest.at.is_empty()
        });
        let pest = self.people.entry(who.into()).or_default();
        pest.at.push_back(now);
        if pest.at.len() > ENOUGH {
            // No more of them are needed to know that there are too many.
            pest.at.pop_front();
            return pest.annoy();
        }
        if pest.at.len() == 1 {
            pest.n_annoyed = 0;
        }
        if self.quiet_until.is_some_and(|until| until > now) {
            let is_told = pest.excused_at.is_some_and(|at| at <= now && since(at, now) < EXCUSE_EVERY);
            if is_told {
                return Heed::Silence;
            }
            pest.excused_at = Some(now);
            return Heed::Excuse;
        }
        Heed::Answer
    }

    /// Somebody has been answered: there is a while of quiet now.
    pub fn answered(&mut self, now: Timestamp, dice: &mut Dice) {
        self.quiet_until = Some(later(now, Duration::from_millis(dice.between(QUIET_MS.0, QUIET_MS.1))));
    }
}

impl Pest {
    fn annoy(&mut self) -> Heed {
        if self.n_annoyed == MAX_ANNOYED {
            return Heed::Silence;
        }
        self.n_annoyed += 1;
        Heed::Annoyed(self.n_annoyed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    #[test]
    fn after_an_answer_there_is_quiet_and_one_excuse_a_minute_each() {
        let (mut mentions, mut dice) = (Mentions::default(), Dice::seeded(1));
        assert_eq!(mentions.heard("gaz", at(0)), Heed::Answer);
        mentions.answered(at(1), &mut dice);
        assert_eq!(mentions.heard("gaz", at(2)), Heed::Excuse);
        assert_eq!(mentions.heard("gaz", at(3)), Heed::Silence);
        assert_eq!(mentions.heard("shaz", at(3)), Heed::Excuse);
        assert_eq!(mentions.heard("gaz", at(16)), Heed::Answer);
        mentions.answered(at(60), &mut dice);
        assert_eq!(mentions.heard("gaz", at(61)), Heed::Silence, "a minute is not over");
        assert_eq!(mentions.heard("gaz", at(62)), Heed::Excuse);
    }

    #[test]
    fn who_never_stops_annoys_three_times_and_then_meets_silence() {
        let mut mentions = Mentions::default();
        let heeds: Vec<_> = (0..16).map(|n| mentions.heard("gaz", at(n))).collect();
        assert_eq!(heeds[..11], [Heed::Answer; 11]);
        assert_eq!(heeds[11..], [Heed::Annoyed(1), Heed::Annoyed(2), Heed::Annoyed(3), Heed::Silence, Heed::Silence]);
        assert_eq!(mentions.heard("shaz", at(16)), Heed::Answer);
        assert_eq!(mentions.heard("gaz", at(200)), Heed::Answer, "forgiven");
        assert!(mentions.people.len() <= 2);
    }
}
