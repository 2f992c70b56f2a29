//! What was found out of late and still holds, so that nobody is asked twice. Pure.

use std::collections::VecDeque;
use std::time::Duration;

use dazza_shared::clock::since;
use jiff::Timestamp;

use super::{Found, Miss, Question};

/// How long the weather of a place holds. Source: `commands-and-games.md`, 10.
const WEATHER_SPAN: Duration = Duration::from_mins(10);

/// How long a definition holds. Source: as above.
const DEFINITION_SPAN: Duration = Duration::from_hours(24);

/// Most answers that are remembered: some ten kilobytes.
const MAX_KNOWN: usize = 64;

/// Answers that still hold.
#[derive(Debug, Default)]
pub struct Known {
    answers: VecDeque<(Question, Found, Timestamp)>,
}

impl Known {
    /// What was answered to the same question.
    pub fn find(&mut self, question: &Question, now: Timestamp) -> Option<Found> {
        let question = in_one_spelling(question);
        self.answers.retain(|(asked, _, at)| *at <= now && since(*at, now) < span(asked));
        self.answers.iter().find(|(asked, ..)| *asked == question).map(|(_, found, _)| found.clone())
    }

    /// Remembers an answer; that there was none is asked again.
    pub fn note(&mut self, question: &Question, found: &Found, now: Timestamp) {
        let is_answer = match found {
            Found::Weather(Ok(_) | Err(Miss::Unknown)) | Found::Definition(Ok(_) | Err(Miss::Unknown)) => true,
            Found::Weather(Err(_))
            | Found::Definition(Err(_))
            | Found::Title(_)
            | Found::Words(_)
            | Found::Pictures(..) => false,
        };
        if is_answer {
            let question = in_one_spelling(question);
            self.answers.retain(|(asked, ..)| *asked != question);
            if self.answers.len() == MAX_KNOWN {
                self.answers.pop_front();
            }
            self.answers.push_back((question, found.clone(), now));
        }
    }
}

/// A question does not change with the case it is typed in.
fn in_one_spelling(question: &Question) -> Question {
    match question {
        Question::Weather { place } => Question::Weather { place: place.to_lowercase() },
        Question::Definition { word } => Question::Definition { word: word.to_lowercase() },
        Question::Title { .. } | Question::Words(_) | Question::Pictures(_) => question.clone(),
    }
}

fn span(question: &Question) -> Duration {
    match question {
        Question::Weather { .. } => WEATHER_SPAN,
        Question::Definition { .. } | Question::Title { .. } | Question::Words(_) | Question::Pictures(_) => {
            DEFINITION_SPAN
        }
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::clock::later;

    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn word(word: &str) -> Question {
        Question::Definition { word: word.to_owned() }
    }

    fn place(place: &str) -> Question {
        Question::Weather { place: place.to_owned() }
    }

    #[test]
    fn an_answer_holds_for_its_time_in_any_spelling() {
        let mut known = Known::default();
        let meaning = Found::Definition(Ok("A dog.".to_owned()));
        known.note(&word("Kelpie"), &meaning, START);
        known.note(&place("Dubbo"), &Found::Weather(Err(Miss::Unknown)), START);
        assert_eq!(known.find(&word("kELPIE"), later(START, Duration::from_hours(23))), Some(meaning));
        assert_eq!(known.find(&place("dubbo"), START), None, "the clock ran on, and what it knew is forgotten");
        known.note(&place("Dubbo"), &Found::Weather(Err(Miss::Unknown)), START);
        let soon = later(START, Duration::from_secs(599));
        assert_eq!(known.find(&place("DUBBO"), soon), Some(Found::Weather(Err(Miss::Unknown))));
        assert_eq!(known.find(&place("dubbo"), later(START, Duration::from_mins(10))), None);
        assert_eq!(known.find(&word("dubbo"), START), None);
    }

    #[test]
    fn what_failed_is_asked_again_and_the_oldest_goes() {
        let mut known = Known::default();
        for miss in [Miss::Failed, Miss::Busy] {
            known.note(&word("kelpie"), &Found::Definition(Err(miss)), START);
            assert_eq!(known.find(&word("kelpie"), START), None);
        }
        for n in 0..=MAX_KNOWN {
            known.note(&word(&n.to_string()), &Found::Definition(Err(Miss::Unknown)), START);
        }
        assert_eq!(known.find(&word("0"), START), None);
        assert!(known.find(&word("1"), START).is_some() && known.answers.len() == MAX_KNOWN);
    }
}
