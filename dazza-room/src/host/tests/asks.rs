//! Lines whose answers are found out outside, as the host sees them.

use super::*;
use crate::chat::pools;
use crate::chat::{Reply, To};
use crate::commands::{Cause, Done};
use crate::outside::{Brought, Found, Miss, Question, Round, Weather};
use crate::reactions::Note;

const ASK: &str = "ask Weather { place: \"Dubbo\" }";

fn sunny(id: u64) -> Input {
    let weather = Weather { condition: "Sunny".to_owned(), celsius: Some(31) };
    Input::Brought(Brought { id, found: Found::Weather(Ok(weather)) })
}

fn failed(id: u64) -> Input {
    Input::Brought(Brought { id, found: Found::Weather(Err(Miss::Failed)) })
}

#[test]
fn the_weather_is_asked_for_once_and_remembered_for_a_while() {
    let mut story = Story::inside();
    assert_eq!(story.say("alice", "!weather Dubbo"), ["tell", ASK]);
    let said = story.tell(sunny(1));
    assert!(said.len() == 1 && said[0].contains("Sunny, 31°C"), "{said:?}");
    assert!(story.tell(sunny(1)).is_empty(), "nobody waits for it any more");
    story.wait(Duration::from_mins(1));
    let said = story.say("alice", "!weather dubbo");
    assert!(said.len() == 2 && said[1].contains("Sunny, 31°C"), "{said:?}");
    story.wait(Duration::from_mins(10));
    assert_eq!(story.say("alice", "!weather Dubbo"), ["tell", ASK]);
}

#[test]
fn others_are_answered_while_a_service_stalls() {
    let mut story = Story::inside();
    story.say("alice", "!weather Dubbo");
    let said = story.say("Gaz", "!ping");
    assert!(said.iter().any(|effect| effect.starts_with("say ")), "{said:?}");
}

#[test]
fn a_question_that_failed_costs_no_wait() {
    let mut story = Story::inside();
    story.say("alice", "!weather Dubbo");
    let waits = story.say("alice", "!weather Dubbo");
    assert!(waits.iter().any(|effect| effect.starts_with("say ")), "one at a time: {waits:?}");
    let said = story.tell(failed(1));
    let is_failure = |line: &String| pools::WEATHER_FAILED.phrases().any(|phrase| line.contains(&phrase[..9]));
    assert!(said.len() == 1 && is_failure(&said[0]), "{said:?}");
    assert_eq!(story.say("alice", "!weather Dubbo"), ["tell", ASK]);
}

#[test]
fn a_question_that_was_lost_with_its_process_is_asked_by_the_next() {
    let mut first = Story::inside();
    let time = first.now.time;
    first.say("alice", "!weather Dubbo");
    let noted = std::mem::take(&mut first.journal);
    let mut next = Story::new();
    next.host.recall(noted);
    next.wait(Duration::from_secs(5));
    next.tell(Input::Wake);
    next.tell(Input::Told(ToRoom::ConnectGo));
    next.tell(Input::Dialled(Ok(())));
    next.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
    let line = Line { username: "alice".into(), html: "!weather Dubbo".into(), time, class: None, is_shadow: false };
    assert!(next.hear(Event::Chat(line.clone())).is_empty());
    assert!(next.hear(roster()).contains(&ASK.to_owned()));
    assert_eq!(next.tell(sunny(1)).len(), 1);
    let noted = std::mem::take(&mut next.journal);
    assert!(noted.iter().any(|entry| matches!(entry, Entry::Answered { said, .. } if said.len() == 1)), "{noted:?}");
}

#[test]
fn an_answer_that_comes_while_we_are_out_is_said_when_we_are_back() {
    let mut story = Story::inside();
    let time = story.now.time;
    story.say("alice", "!weather Dubbo");
    story.tell(Input::Ended("the connection broke".to_owned()));
    assert!(story.tell(sunny(1)).is_empty());
    story.wait(Duration::from_secs(20));
    story.tell(Input::Wake);
    story.tell(Input::Told(ToRoom::ConnectGo));
    story.tell(Input::Dialled(Ok(())));
    story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
    let line = Line { username: "alice".into(), html: "!weather Dubbo".into(), time, class: None, is_shadow: false };
    story.hear(Event::Chat(line));
    let said = story.hear(roster());
    assert!(said.iter().filter(|effect| effect.contains("Sunny")).count() == 1, "{said:?}");
    assert!(!said.contains(&ASK.to_owned()));
}

#[test]
fn what_is_to_be_put_down_goes_to_the_worker_and_is_told_by_it() {
    let mut story = Story::inside();
    let looks = story.say("alice", "!gallery_check");
    assert!(looks.iter().any(|effect| effect.contains("gallery_check")), "{looks:?}");
    let line = story.host.looks.keys().next().copied().unwrap();
    let (owner, name) = ("alice".to_owned(), "alice".to_owned());
    let round = Round { owner, name, pictures: vec![(7, "http://a.example/1.png".to_owned())], n_waiting: 0 };
    let begun = Done {
        name: "gallery_check",
        cause: Cause::Reading(line),
        player: "alice".parse().unwrap(),
        reply: Reply::say(To::Room, "off we go"),
        result: CommandResult::Ok,
        error: None,
        notes: vec![Note::Ask(Question::Pictures(round.clone()))],
        wait: None,
        heard_at: None,
    };
    let asks = story.tell(Input::Done(Box::new(begun)));
    assert!(asks.iter().any(|effect| effect.contains("off we go")), "{asks:?}");
    assert!(asks.iter().any(|effect| effect.starts_with("ask Pictures")), "{asks:?}");
    let found = Found::Pictures(round, Ok(Vec::new()));
    let works = story.tell(Input::Brought(Brought { id: 1, found: found.clone() }));
    assert!(works.iter().any(|effect| effect.contains("gallery_check")), "{works:?}");
    assert!(story.tell(Input::Brought(Brought { id: 1, found })).is_empty(), "nobody waits for it any more");
}
