//! The judge sees whatever is lost or happens twice, in made-up evidence.

use dazza_shared::line_key::{Line, LineKey};
use dazza_shared::names::RoomName;
use dazza_shared::store::audit::{Effect, StoredLine};
use jiff::Timestamp;

use super::check::{Evidence, Killed, Outcomes, Promise, Spoken};
use super::plan::{Asked, PlannedLine, Victim};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_444_500 + seconds).unwrap()
}

fn spoken(seconds: i64, who: &str, text: &str, planned: Option<usize>) -> Spoken {
    let room: RoomName = "chaos".parse().unwrap();
    let key = LineKey::of(&Line { room: &room, is_private: false, time: at(seconds), name: who, raw: text }, 0);
    Spoken { key, who: who.to_owned(), text: text.to_owned(), at: at(seconds), planned }
}

fn effect(n: usize, what: &str) -> Effect {
    Effect { who: format!("asker{n:06}"), what: what.to_owned(), n: 1 }
}

/// A plain line, and four commands that went as they should.
fn good() -> Evidence {
    let commands = [
        (Asked::Roll, "!roll 2d6"),
        (Asked::Give, "!give Regular00 7"),
        (Asked::CoinFlip, "!coin_flip 10 heads"),
        (Asked::Shot, "!shot"),
    ];
    let plain = PlannedLine { who: "Regular00".to_owned(), text: "line 000000".to_owned(), asked: None };
    let asked = commands.into_iter().zip(1..).map(|((asked, text), n)| PlannedLine {
        who: format!("Asker{n:06}"),
        text: text.to_owned(),
        asked: Some(asked),
    });
    let planned: Vec<_> = std::iter::once(plain).chain(asked).collect();
    let answers = [
        "-Asker000001 throws 2d6: 3+4 = 7. Solid as a Besser block, and as excitin.",
        "-Asker000002 tosses -Regular00 $7. Don't spend it all at the one chook raffle. -Asker000002: $3. -Regular00: $7.",
        "Come in, spinner! -Asker000003, check your PMs.",
        "Bang. Glass on the bar. 6, -Asker000004.",
        "There goes a six-pack. 6 today.",
    ];
    let lines =
        planned.iter().zip(0..).map(|(line, n)| spoken(n, &line.who, &line.text, Some(usize::try_from(n).unwrap())));
    let heard: Vec<_> =
        lines.chain(answers.into_iter().zip(10..).map(|(text, n)| spoken(n, "dazza", text, None))).collect();
    let stored = heard.iter().map(|line| StoredLine {
        key: Some(line.key.as_bytes().to_vec()),
        who: line.who.to_lowercase(),
        text: line.text.clone(),
        is_own: line.planned.is_none(),
    });
    let stored = stored.collect();
    let effects = vec![
        effect(2, "give out"),
        effect(2, "give in"),
        effect(3, "coin_flip out"),
        effect(3, "flip"),
        effect(4, "drink"),
    ];
    Evidence { planned, heard, stored, effects, ..Evidence::default() }
}

fn promises(evidence: &Evidence) -> Vec<Promise> {
    evidence.judge().0.iter().map(|breach| breach.promise).collect()
}

#[test]
fn what_went_well_breaks_no_promise() {
    let (breaches, outcomes) = good().judge();
    assert!(breaches.is_empty(), "{breaches:?}");
    assert_eq!(outcomes, Outcomes { n_answered: 4, ..Outcomes::default() });
}

#[test]
fn a_lost_line_is_seen_be_it_the_bots_own() {
    for n in [0, 1, 5, 9] {
        let mut evidence = good();
        evidence.stored.remove(n);
        assert_eq!(promises(&evidence), [Promise::NoLineLost], "{n}");
    }
    let mut evidence = good();
    evidence.stored[0].text = "line 000009".to_owned();
    assert_eq!(promises(&evidence), [Promise::NoLineLost]);
}

#[test]
fn a_line_that_is_stored_twice_is_seen_by_its_key_or_by_its_words() {
    let mut evidence = good();
    evidence.stored.push(evidence.stored[0].clone());
    assert_eq!(promises(&evidence), [Promise::NoLineTwice]);
    let mut evidence = good();
    evidence.stored.push(StoredLine { key: Some(vec![1; 16]), ..evidence.stored[0].clone() });
    assert_eq!(promises(&evidence), [Promise::NoLineTwice, Promise::NoLineTwice], "and a line that nobody said");
}

#[test]
fn a_missing_answer_is_seen_whether_or_not_anything_happened() {
    let mut evidence = good();
    evidence.heard.remove(6);
    evidence.stored.remove(6);
    assert_eq!(promises(&evidence), [Promise::NoneUnanswered]);
    evidence.effects.retain(|effect| effect.what.starts_with("give").eq(&false));
    assert_eq!(promises(&evidence), [Promise::NoneUnanswered]);
    assert_eq!(evidence.judge().1.n_silent, 1);
}

#[test]
fn a_second_answer_is_seen_in_the_same_words_or_in_others() {
    for (n, text) in [
        (5, None),
        (5, Some("2d6, 7. -Asker000001. Neither")),
        (9, None),
        (5, Some("2d6: 7. -Asker000001 takes the single and keeps the strike.")),
        (7, Some("The office is shut, -Asker000003. Sign says back soon, but it's said that since Easter.")),
    ] {
        let mut evidence = good();
        let again = spoken(30, "dazza", text.unwrap_or(&evidence.heard[n].text.clone()), None);
        evidence.stored.push(StoredLine {
            key: Some(again.key.as_bytes().to_vec()),
            text: again.text.clone(),
            ..evidence.stored[n].clone()
        });
        evidence.heard.push(again);
        let expected = if text.is_some_and(|text| text.ends_with("Neither")) {
            Promise::NothingStrange
        } else {
            Promise::NoAnswerTwice
        };
        assert_eq!(promises(&evidence), [expected], "{text:?}");
    }
}

#[test]
fn an_effect_that_happens_twice_or_not_at_all_is_seen() {
    for n in 0..5 {
        let mut evidence = good();
        evidence.effects[n].n = 2;
        assert_eq!(promises(&evidence), [Promise::NoEffectTwice]);
        evidence.effects.remove(n);
        assert_eq!(promises(&evidence), [Promise::NoEffectLost]);
    }
    let mut evidence = good();
    evidence.effects.push(Effect { n: 2, ..effect(3, "coin_flip in") });
    assert_eq!(promises(&evidence), [Promise::NoEffectTwice], "a bet pays once");
    evidence.effects.last_mut().unwrap().n = 1;
    assert!(promises(&evidence).is_empty());
}

#[test]
fn what_was_refused_must_not_have_happened() {
    let mut evidence = good();
    evidence.heard[8].text = "The till's jammed, -Asker000004. I've hit it with me thong, give it a minute.".to_owned();
    assert_eq!(promises(&evidence), [Promise::NoEffectTwice]);
    evidence.effects.retain(|effect| effect.what != "drink");
    assert!(promises(&evidence).is_empty());
    assert_eq!(evidence.judge().1, Outcomes { n_answered: 3, n_away: 1, ..Outcomes::default() });
}

#[test]
fn wrong_books_are_told_and_kills_nearby_stand_with_what_went_wrong() {
    let mut evidence = good();
    evidence.wrong_books.push("a wallet is no sum".to_owned());
    assert_eq!(promises(&evidence), [Promise::BooksRight]);
    let mut evidence = good();
    evidence.stored.remove(3);
    evidence.kills = [(0, Victim::Postgres), (2, Victim::Room), (60, Victim::Supervisor)]
        .map(|(seconds, victim)| Killed { victim, pid: 1, at: at(seconds) })
        .to_vec();
    let told = evidence.judge().0[0].to_string();
    assert!(told.starts_with("LOST LINE: line 3, ") && told.contains("<Asker000003> `!coin_flip 10 heads`"), "{told}");
    assert!(told.ends_with("is not stored [Postgres killed -3.000 s, room killed -1.000 s]"), "{told}");
}
