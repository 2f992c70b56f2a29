//! What was missed is caught up with: by the next connection, and by the next process.

use dazza_shared::line_key::LineKey;

use super::*;
use crate::chat::{Receipt, Reply, To};
use crate::commands::Cause;
use crate::journal::{FRESH, Tag, Unseen};
use crate::reactions::Note;

/// The backlog as the server tells it: who, and what.
type Lines<'a> = &'a [(&'a str, &'a str)];

impl Story {
    /// The next process of the room, a second after this one was killed, with what this one noted.
    fn next_process(self) -> Self {
        let noted = self.journal.iter().map(|entry| serde_json::to_string(entry).unwrap());
        let noted = noted.map(|line| serde_json::from_str(&line).unwrap()).collect();
        let mut next = Self::new();
        next.now = self.now;
        next.host.recall(noted);
        next.wait(Duration::from_secs(1));
        next
    }

    /// Joins, and hears these lines on the way; what that leads to once inside.
    fn join_after(&mut self, backlog: Lines<'_>) -> Vec<String> {
        said(&self.join_after_lines_of(START, backlog))
    }

    fn join_after_lines_of(&mut self, time: Timestamp, backlog: Lines<'_>) -> Vec<String> {
        self.tell(Input::Wake);
        self.tell(Input::Told(ToRoom::ConnectGo));
        self.tell(Input::Dialled(Ok(())));
        self.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
        for (who, text) in backlog {
            let line = Line { username: (*who).into(), html: (*text).into(), time, class: None, is_shadow: false };
            assert!(self.hear(Event::Chat(line)).is_empty(), "answered too soon");
        }
        self.hear(roster())
    }

    /// Loses the line and waits for the moment to dial again.
    fn lose_line(&mut self) {
        self.tell(Input::Ended("the connection broke".to_owned()));
        self.wait(Duration::from_secs(1));
    }

    /// What comes of a deed, by command and key of its line.
    fn answered(&mut self, name: &'static str, key: LineKey, text: &str) -> Vec<String> {
        let reply = Reply::say(To::Room, text);
        self.done_because(name, Cause::Command(key), reply, CommandResult::Ok)
    }

    fn done_because(&mut self, name: &'static str, cause: Cause, reply: Reply, result: CommandResult) -> Vec<String> {
        let player = "alice".parse().unwrap();
        let (error, notes, wait, heard_at) = (None, Vec::new(), None, None);
        self.tell(Input::Done(Box::new(Done { name, cause, player, reply, result, error, notes, wait, heard_at })))
    }

    /// The database has told what an earlier process left.
    fn loaded(&mut self, unseen: Vec<Unseen>) -> Vec<String> {
        let notes = vec![Note::Unseen(unseen), Note::Loaded];
        let (cause, reply, result) = (Cause::Timer, Reply::default(), CommandResult::Ok);
        let player = "Dazza".parse().unwrap();
        let (error, wait, heard_at) = (None, None, None);
        self.tell(Input::Done(Box::new(Done {
            name: "load",
            cause,
            player,
            reply,
            result,
            error,
            notes,
            wait,
            heard_at,
        })))
    }

    fn last_tried(&self) -> LineKey {
        let tried = self.journal.iter().rev().find_map(|entry| match entry {
            Entry::Tried { key, .. } => Some(*key),
            _ => None,
        });
        tried.unwrap()
    }
}

fn said(told: &[String]) -> Vec<String> {
    told.iter().filter_map(|effect| effect.strip_prefix("say ")).map(str::to_owned).collect()
}

#[test]
fn what_was_asked_before_we_came_in_is_answered_once_if_it_is_young() {
    let mut story = Story::new();
    let answers =
        story.join_after(&[("alice", "!ping"), ("bruce", "g'day"), ("Dazza", "!ping"), ("[server]", "!ping")]);
    assert_eq!(answers.len(), 1, "{answers:?}");
    story.lose_line();
    assert!(story.join_after(&[("alice", "!ping"), ("Dazza", &answers[0])]).is_empty(), "answered again");
    let mut story = Story::new();
    story.wait(Duration::from_mins(1));
    assert!(story.join_after(&[("alice", "!ping")]).is_empty(), "it is too late");
}

#[test]
fn a_line_is_noted_before_it_is_answered_and_its_answer_before_it_is_said() {
    let mut story = Story::inside();
    let heard =
        Line { username: "alice".into(), html: "!ping".into(), time: story.now.time, class: None, is_shadow: false };
    let effects = story.host.handle(Input::Heard(Event::Chat(heard)), story.now);
    let tried = effects.iter().position(|effect| matches!(effect, Effect::Journal(Entry::Tried { .. }))).unwrap();
    let serve = effects.iter().position(|effect| matches!(effect, Effect::Serve(_))).unwrap();
    assert!(tried < serve);
    let asked =
        effects.into_iter().find_map(|effect| if let Effect::Serve(asked) = effect { Some(asked) } else { None });
    let effects = story.host.handle(Input::Serve(asked.unwrap()), story.now);
    let place = |is: fn(&Effect) -> bool| effects.iter().position(is).unwrap();
    let answered = place(|effect| matches!(effect, Effect::Journal(Entry::Answered { .. })));
    let sent = place(|effect| matches!(effect, Effect::Journal(Entry::Sent { .. })));
    assert!(answered < sent && sent < place(|effect| matches!(effect, Effect::Ask { .. })));
}

#[test]
fn the_next_process_says_what_the_last_one_was_about_to_say_unless_it_was_heard() {
    let mut story = Story::inside();
    let answer = said(&story.say("alice", "!ping")).pop().unwrap();
    let mut next = story.next_process();
    assert_eq!(next.join_after(&[("alice", "!ping")]), [answer.as_str()], "its echo is not there");
    let mut story = Story::inside();
    let answer = said(&story.say("alice", "!ping")).pop().unwrap();
    let mut next = story.next_process();
    assert!(next.join_after(&[("alice", "!ping"), ("Dazza", &answer)]).is_empty(), "it was heard");
    let mut third = next.next_process();
    assert!(third.join_after(&[("alice", "!ping")]).is_empty(), "that it was heard is noted");
}

#[test]
fn one_echo_is_not_the_echo_of_two_answers() {
    let mut story = Story::inside();
    let key = story.asked_for_a_deed("alice");
    let first = said(&story.answered("bong", key, "Same old."));
    story.say("Dazza", "Same old.");
    let key = story.asked_for_a_deed("bruce");
    assert_eq!(said(&story.answered("bong", key, "Same old.")), first);
    let mut next = story.next_process();
    let backlog = [("alice", "!bong"), ("Dazza", "Same old."), ("bruce", "!bong")];
    assert_eq!(next.join_after(&backlog), ["Same old."]);
}

impl Story {
    /// Somebody asks for something that the worker has to do; the key of the line.
    fn asked_for_a_deed(&mut self, who: &str) -> LineKey {
        let told = self.say(who, "!bong");
        assert!(told.iter().any(|effect| effect == "do bong"), "{told:?}");
        self.last_tried()
    }
}

#[test]
fn a_line_that_kills_every_process_is_given_up_and_the_asker_told() {
    let mut story = Story::inside();
    story.asked_for_a_deed("alice");
    for n in 1..=3 {
        let mut noted = story.journal.clone();
        story = story.next_process();
        let told = story.join_after_lines_of(START, &[("alice", "!bong")]);
        let is_tried = told.iter().any(|effect| effect == "do bong");
        assert_eq!((is_tried, said(&told).len()), if n < 3 { (true, 0) } else { (false, 1) }, "{n}: {told:?}");
        noted.append(&mut story.journal);
        story.journal = noted;
    }
}

#[test]
fn a_deed_that_ends_while_we_are_out_is_answered_once_when_we_are_back() {
    let mut story = Story::inside();
    let key = story.asked_for_a_deed("alice");
    story.lose_line();
    assert!(said(&story.answered("bong", key, "One more.")).is_empty(), "nobody would hear it");
    assert_eq!(story.join_after(&[("alice", "!bong")]), ["One more."]);
    assert!(said(&story.say("Dazza", "One more.")).is_empty());
    story.lose_line();
    assert!(story.join_after(&[("alice", "!bong")]).is_empty());
}

#[test]
fn a_deed_that_is_under_way_is_not_begun_anew_by_the_next_connection() {
    let mut story = Story::inside();
    let key = story.asked_for_a_deed("alice");
    story.lose_line();
    assert!(!story.join_after_lines_of(START, &[("alice", "!bong")]).iter().any(|effect| effect == "do bong"));
    assert_eq!(said(&story.answered("bong", key, "One more.")), ["One more."]);
}

#[test]
fn what_was_said_so_long_ago_that_nobody_can_tell_is_not_said_again() {
    let mut story = Story::inside();
    said(&story.say("alice", "!ping")).pop().unwrap();
    let mut next = story.next_process();
    let full = [("bruce", "g'day"); 15];
    next.wait(Duration::from_secs(5));
    let time = next.now.time;
    assert!(said(&next.join_after_lines_of(time, &full)).is_empty(), "its echo may have scrolled off");
}

#[test]
fn an_answer_that_only_the_database_has_is_said_when_it_tells_of_it() {
    let mut story = Story::new();
    story.tell(Input::Database);
    let key = LineKey::of_timer(&"fatpizza".parse().unwrap(), "a line", 1);
    let unseen = |receipt| Unseen {
        tag: Tag { key, n: 0 },
        text: "You won.".into(),
        due_at: story.now.time,
        fresh: FRESH,
        receipt,
    };
    let (answer, delivery) = (unseen(None), unseen(Some(Receipt::Tell(7))));
    assert!(story.join_after(&[("alice", "!pokies 10")]).is_empty(), "the database may know of it");
    assert!(said(&story.loaded(vec![answer.clone()])).contains(&"You won.".to_owned()));
    let mut story = Story::new();
    story.tell(Input::Database);
    story.join_after(&[("Dazza", "You won.")]);
    assert!(!said(&story.loaded(vec![answer])).contains(&"You won.".to_owned()), "it was heard");
    let mut story = Story::new();
    story.tell(Input::Database);
    story.join_after(&[]);
    let told = story.loaded(vec![delivery.clone()]);
    assert!(said(&told).is_empty() && told.contains(&"do take_back".to_owned()), "{told:?}");
    let mut story = Story::new();
    story.tell(Input::Database);
    story.join_after(&[("Dazza", "You won.")]);
    assert!(!story.loaded(vec![delivery]).contains(&"do take_back".to_owned()), "it was delivered");
}

#[test]
fn a_database_that_does_not_come_is_not_waited_for_for_ever() {
    let mut story = Story::new();
    story.tell(Input::Database);
    assert!(story.join_after(&[("alice", "!ping")]).is_empty());
    story.wait(Duration::from_secs(5));
    assert_eq!(said(&story.tell(Input::Wake)).len(), 1);
}

#[test]
fn a_picture_that_was_posted_while_we_were_away_is_not_missed() {
    let mut story = Story::new();
    story.tell(Input::Wake);
    story.tell(Input::Told(ToRoom::ConnectGo));
    story.tell(Input::Dialled(Ok(())));
    story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
    let html = r#"<a href="https://example.org/cat.png" target="_blank">https://example.org/cat.png</a>"#;
    story.say("alice", html);
    let effects = story.host.handle(Input::Heard(roster()), story.now);
    let kept = |effect: &Effect| matches!(effect, Effect::Store(Record::Picture(picture)) if &*picture.who == "alice");
    assert_eq!(effects.iter().filter(|effect| kept(effect)).count(), 1, "{effects:?}");
}

#[test]
fn what_no_line_asked_for_is_said_again_too_if_it_tells_of_something() {
    let key = LineKey::of_timer(&"fatpizza".parse().unwrap(), "duel over", 1);
    let over = || Reply::say(To::Room, "It is off.").because_of(key);
    let mut story = Story::inside();
    assert_eq!(said(&story.done_because("expire_duels", Cause::Timer, over(), CommandResult::Ok)), ["It is off."]);
    let mut next = story.next_process();
    assert_eq!(next.join_after(&[]), ["It is off."]);
    next.say("Dazza", "It is off.");
    assert!(next.next_process().join_after(&[]).is_empty());
    let mut story = Story::inside();
    story.lose_line();
    assert!(said(&story.done_because("expire_duels", Cause::Timer, over(), CommandResult::Ok)).is_empty());
    assert_eq!(story.join_after(&[]), ["It is off."]);
}
