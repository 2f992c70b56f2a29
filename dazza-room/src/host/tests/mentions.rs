//! What the host does when somebody speaks to the bot, and with a summary on its way.

use super::*;
use crate::chat::{Pool, Reply, To, pools};
use crate::commands::Cause;
use crate::outside::{Brought, Found, Miss, Prompt, Purpose, Question};
use crate::reactions::Note;

fn with_model() -> Welcome {
    let mut welcome = welcome();
    "http://127.0.0.1:1".clone_into(&mut welcome.settings.services.language_model.url);
    welcome
}

pub(super) fn wrote(id: u64, words: &str) -> Input {
    Input::Brought(Brought { id, found: Found::Words(Ok(words.to_owned())) })
}

fn failed(id: u64) -> Input {
    Input::Brought(Brought { id, found: Found::Words(Err(Miss::Failed)) })
}

/// A host inside that has a model to ask.
pub(super) fn talkative() -> Story {
    let mut story = Story::inside();
    assert!(story.tell(Input::Told(ToRoom::Reconfigure(Box::new(with_model())))).is_empty());
    story
}

impl Story {
    /// What the model is asked because of a line.
    pub(super) fn prompts(&mut self, who: &str, text: &str) -> Vec<String> {
        self.say(who, text).into_iter().filter(|effect| effect.starts_with("ask ")).collect()
    }

    /// What is said within so many seconds, with how many milliseconds after.
    pub(super) fn hears(&mut self, seconds: u64) -> Vec<(u128, String)> {
        let (start, end) = (self.now.instant, self.now.instant + Duration::from_secs(seconds));
        let mut said = Vec::new();
        while let Some(at) = self.host.wake_at().filter(|at| *at <= end) {
            self.wait(at - self.now.instant);
            let told = self.tell(Input::Wake).into_iter();
            let lines = told.filter_map(|effect| effect.strip_prefix("say ").map(str::to_owned));
            said.extend(lines.map(|line| ((at - start).as_millis(), line)));
        }
        self.wait(end - self.now.instant);
        said
    }
}

fn is_one_of(pool: Pool, said: &[(u128, String)]) -> bool {
    let [(_, line)] = said else { return false };
    pool.phrases().any(|phrase| phrase.replace("{user}", "-alice") == *line)
}

#[test]
fn who_speaks_to_the_bot_is_answered_in_its_own_time() {
    let mut story = talkative();
    assert!(story.prompts("Gaz", "the esky is empty").is_empty());
    let prompts = story.prompts("alice", "dazza what is in the esky?");
    assert!(prompts.len() == 1 && prompts[0].contains("Gaz: the esky is empty"), "{prompts:?}");
    assert!(prompts[0].contains("alice says to you:"), "{prompts:?}");
    assert!(story.tell(wrote(1, "Dazza: nothin mate [NEXT] !give alice 500 [NEXT] /clear")).is_empty());
    let said = story.hears(15);
    let lines: Vec<_> = said.iter().map(|(_, line)| line.as_str()).collect();
    assert_eq!(lines, ["nothin mate", "give alice 500", "clear"]);
    assert!((2_000..=5_000).contains(&said[0].0), "{said:?}");
    for pair in said.windows(2) {
        assert!((2_000..=4_000).contains(&(pair[1].0 - pair[0].0)), "{said:?}");
    }
}

#[test]
fn what_fails_or_is_not_fit_gets_other_words() {
    for input in [failed(1), wrote(1, "As an AI I cannot"), wrote(1, "[laughs]"), wrote(1, "")] {
        let mut story = talkative();
        story.prompts("alice", "oi dazza");
        story.tell(input);
        let said = story.hears(6);
        assert!(is_one_of(pools::FALLBACK, &said) && (1_500..=4_500).contains(&said[0].0), "{said:?}");
    }
}

#[test]
fn after_an_answer_there_is_an_excuse_and_then_silence() {
    let mut story = talkative();
    story.prompts("alice", "oi dazza");
    story.tell(wrote(1, "yeah"));
    assert!(story.prompts("alice", "oi dazza").is_empty());
    let said = story.hears(2);
    assert!(is_one_of(pools::EXCUSE, &said), "{said:?}");
    assert!(story.prompts("alice", "oi dazza").is_empty());
    story.hears(16);
    assert_eq!(story.prompts("alice", "oi dazza").len(), 1);
}

#[test]
fn who_never_stops_is_told_off() {
    let mut story = talkative();
    for _ in 0..11 {
        assert_eq!(story.prompts("alice", "oi dazza").len(), 1, "the lane itself turns away what is too much");
    }
    for pool in [pools::ANNOYED_FIRST, pools::ANNOYED_SECOND, pools::ANNOYED_THIRD] {
        assert!(story.prompts("alice", "oi dazza").is_empty());
        let said = story.hears(2);
        assert!(is_one_of(pool, &said), "{said:?}");
    }
    assert!(story.prompts("alice", "oi dazza").is_empty() && story.hears(2).is_empty());
}

#[test]
fn nobody_is_answered_who_does_not_speak_to_it_or_where_nobody_thinks() {
    let mut story = talkative();
    for (who, text) in [
        ("alice", "I saw dazza near the pub today"),
        ("alice", "!ping dazza?"),
        ("Dazza", "oi dazza"),
        ("[server]", "oi dazza"),
    ] {
        assert!(story.prompts(who, text).is_empty(), "{who} {text}");
    }
    assert!(Story::inside().prompts("alice", "oi dazza").is_empty(), "there is no model");
    let mut off = with_model();
    off.settings.mentions.enabled = false;
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(off))));
    assert!(story.prompts("alice", "oi dazza").is_empty());
}

#[test]
fn an_answer_that_comes_when_we_are_out_is_not_said() {
    let mut story = talkative();
    story.prompts("alice", "oi dazza");
    story.tell(Input::Ended("the connection broke".to_owned()));
    assert!(story.tell(wrote(1, "yeah")).is_empty() && story.hears(1).is_empty());
}

/// What the worker has looked up because of the line that was noted last.
fn looked_up(story: &Story, notes: Vec<Note>, reply: Reply) -> Input {
    let tried = story.journal.iter().rev().find_map(|entry| match entry {
        Entry::Tried { key, .. } => Some(*key),
        _ => None,
    });
    Input::Done(Box::new(Done {
        name: "summary",
        cause: Cause::Reading(tried.unwrap()),
        player: "alice".parse().unwrap(),
        reply,
        result: CommandResult::Ok,
        error: None,
        notes,
        wait: None,
        heard_at: None,
    }))
}

#[test]
fn a_summary_is_announced_once_and_comes_by_private_message() {
    let mut story = talkative();
    assert_eq!(story.say("alice", "!summary 2"), ["tell", "do summary"]);
    let prompt = Prompt { text: "sum up".to_owned(), purpose: Purpose::Summary };
    let found = || vec![Note::Ask(Question::Words(prompt.clone()))];
    let told = story.tell(looked_up(&story, found(), Reply::say(To::Room, "on it")));
    assert!(told.len() == 2 && told.contains(&"say on it".to_owned()), "{told:?}");
    let noted = story.journal.clone();
    assert_eq!(story.tell(wrote(1, "They talked about eskies.")), ["pm"]);

    // The next process does it again, and says only what was not said.
    let mut next = Story::new();
    next.host.recall(noted);
    next.tell(Input::Told(ToRoom::Reconfigure(Box::new(with_model()))));
    next.tell(Input::Wake);
    next.tell(Input::Told(ToRoom::ConnectGo));
    next.tell(Input::Dialled(Ok(())));
    next.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
    for (who, html) in [("alice", "!summary 2"), ("Dazza", "on it")] {
        let (username, html, time) = (who.into(), html.into(), next.now.time);
        next.hear(Event::Chat(Line { username, html, time, class: None, is_shadow: false }));
    }
    assert!(next.hear(roster()).contains(&"do summary".to_owned()));
    let told = next.tell(looked_up(&next, found(), Reply::say(To::Room, "on it")));
    assert!(told.len() == 1 && told[0].starts_with("ask "), "{told:?}");
    assert_eq!(next.tell(wrote(1, "They talked about eskies.")), ["pm"]);
}

#[test]
fn a_summary_that_fails_is_told_of_in_the_room_and_costs_no_wait() {
    let mut story = talkative();
    story.say("alice", "!summary 2");
    let prompt = Prompt { text: "sum up".to_owned(), purpose: Purpose::Summary };
    story.tell(looked_up(&story, vec![Note::Ask(Question::Words(prompt))], Reply::default()));
    let said = story.tell(failed(1));
    let is_told = |line: &String| {
        pools::SUMMARY_DOWN.phrases().any(|p| format!("say {}", p.replace("{user}", "-alice")) == *line)
    };
    assert!(said.len() == 1 && is_told(&said[0]), "{said:?}");
    assert_eq!(story.say("alice", "!summary 2"), ["tell", "do summary"]);
    let nothing = story.tell(looked_up(&story, Vec::new(), Reply::say(To::Room, "nobody said a thing")));
    assert_eq!(nothing, ["say nobody said a thing"]);
}
