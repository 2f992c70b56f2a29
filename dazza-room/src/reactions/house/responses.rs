//! What is answered unasked: which answer a line gets, if any.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::dice::Dice;
use dazza_shared::store::auto_response::AutoResponse;
use jiff::Timestamp;
use regex_lite::{Regex, RegexBuilder};

/// From one answer in a room to the next, whichever: two bots must not talk for ever.
const GAP: Duration = Duration::from_secs(10);

/// Most memory that an expression may take once it is read. Unit: bytes.
const MAX_REGEX_BYTES: usize = 16 * 1024;

/// Deepest nesting of an expression.
const MAX_NESTING: u32 = 16;

/// Most of a line that is looked at. Unit: bytes; lines are of 320 UTF-16 units.
const MAX_LINE_BYTES: usize = 1_300;

/// What a line has to hold.
#[derive(Debug)]
pub enum Matcher {
    /// These words, one behind the other, in any case.
    Words(Box<str>),
    /// What fits this expression, in time linear in the length of the line.
    Regex(Box<Regex>),
}

/// The answers of a room.
#[derive(Debug, Default)]
pub struct Responses {
    rules: Vec<Rule>,
    last_at: Option<Timestamp>,
}

#[derive(Debug)]
struct Rule {
    id: i64,
    matcher: Matcher,
    chance: u8,
    cooldown: Duration,
    last_at: Option<Timestamp>,
}

impl Matcher {
    /// Reads a pattern; `None` if it is none, too large, or fits everything.
    pub fn read(pattern: &str, is_regex: bool) -> Option<Self> {
        if !is_regex {
            let words = spaced(pattern);
            return (words.trim().chars().count() > 1).then(|| Self::Words(words.into()));
        }
        let mut builder = RegexBuilder::new(pattern);
        let builder = builder.case_insensitive(true).size_limit(MAX_REGEX_BYTES).nest_limit(MAX_NESTING);
        let regex = builder.build().ok()?;
        (!regex.is_match("")).then(|| Self::Regex(regex.into()))
    }

    /// Whether `line` holds it.
    pub fn fits(&self, line: &str) -> bool {
        match self {
            Self::Words(words) => spaced(line).contains(&**words),
            Self::Regex(regex) => regex.is_match(line),
        }
    }
}

impl Responses {
    /// These are all; when they were given last is remembered.
    pub(super) fn replace(&mut self, all: &[AutoResponse]) {
        let before = std::mem::take(&mut self.rules);
        for one in all {
            self.add(one);
        }
        for rule in &mut self.rules {
            rule.last_at = before.iter().find(|known| known.id == rule.id).and_then(|known| known.last_at);
        }
    }

    /// One more; a pattern that cannot be read is left out.
    pub(super) fn add(&mut self, one: &AutoResponse) {
        self.remove(one.id);
        if let Some(matcher) = Matcher::read(&one.pattern, one.is_regex) {
            let AutoResponse { id, chance, cooldown, .. } = *one;
            self.rules.push(Rule { id, matcher, chance, cooldown, last_at: None });
        }
    }

    /// One less.
    pub(super) fn remove(&mut self, id: i64) {
        self.rules.retain(|rule| rule.id != id);
    }

    /// The number of the answer that `line` gets; asked once, it counts as given.
    pub fn answer_to(&mut self, line: &str, now: Timestamp, dice: &mut Dice) -> Option<i64> {
        let rests = |last: Option<Timestamp>, rest| last.is_some_and(|at| at <= now && since(at, now) < rest);
        if rests(self.last_at, GAP) {
            return None;
        }
        let (line, _) = line.split_at(line.floor_char_boundary(MAX_LINE_BYTES));
        let mut awake = self.rules.iter_mut().filter(|rule| !rests(rule.last_at, rule.cooldown));
        let rule = awake.find(|rule| rule.matcher.fits(line) && dice.percent(rule.chance.into()))?;
        (rule.last_at, self.last_at) = (Some(now), Some(now));
        Some(rule.id)
    }
}

/// The words of `text` in lower case, one space around each.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |spaced, word| spaced + word + " ")
}

#[cfg(test)]
mod tests {
    use dazza_shared::clock::later;

    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn rule(id: i64, pattern: &str, is_regex: bool) -> AutoResponse {
        AutoResponse { id, pattern: pattern.to_owned(), is_regex, chance: 100, cooldown: Duration::from_mins(1) }
    }

    #[test]
    fn words_are_whole_and_expressions_are_bounded() {
        for (pattern, line, fits) in [
            ("pie", "I want PIE!", true),
            ("pie", "magpie", false),
            ("who's  hungry", "so, who's hungry?", true),
            ("who's hungry", "who's not hungry", false),
        ] {
            assert_eq!(Matcher::read(pattern, false).unwrap().fits(line), fits, "{pattern}: {line}");
        }
        let regex = Matcher::read(r"\bpi+e\b", true).unwrap();
        assert!(regex.fits("PIIIE time") && !regex.fits("magpie"));
        for bad in ["(", ".*", "a|", r"\w{1000}", "((((((((((((((((((((a))))))))))))))))))))"] {
            assert!(Matcher::read(bad, true).is_none(), "{bad}");
        }
        assert!(Matcher::read("a", false).is_none() && Matcher::read("?!", false).is_none());
    }

    #[test]
    fn an_expression_made_to_hang_does_not() {
        let mut responses = Responses::default();
        responses.add(&rule(1, "(a+)+(a+)+(a+)+b", true));
        assert_eq!(responses.answer_to(&"a".repeat(100_000), START, &mut Dice::seeded(1)), None);
    }

    #[test]
    fn each_answer_rests_and_so_do_all_together() {
        let mut responses = Responses::default();
        responses.replace(&[rule(1, "pie", false), rule(2, "sauce", false), rule(3, "(", true)]);
        let mut dice = Dice::seeded(1);
        let mut said = |line, seconds| responses.answer_to(line, later(START, Duration::from_secs(seconds)), &mut dice);
        assert_eq!(said("pie and sauce", 0), Some(1));
        assert_eq!(said("sauce", 9), None);
        assert_eq!(said("pie and sauce", 10), Some(2));
        assert_eq!(said("pie", 59), None);
        assert_eq!(said("pie", 60), Some(1));
    }

    #[test]
    fn it_is_given_as_often_as_it_should() {
        let mut dice = Dice::seeded(1);
        let n_given = (0..2_000).filter(|_| {
            let mut responses = Responses::default();
            responses.add(&AutoResponse { chance: 25, ..rule(1, "pie", false) });
            responses.answer_to("pie", START, &mut dice).is_some()
        });
        assert!((440..560).contains(&n_given.count()));
    }
}
