//! Muggings as the host lives them: whose line is heard, and when the minute is over.

use super::*;
use crate::chat::Reply;
use crate::commands::Cause;
use crate::reactions::{self, Note, OpenMug};

impl Story {
    /// A host inside, in whose room alice is being mugged.
    fn with_mugging() -> Self {
        let mut story = Self::inside();
        let since = story.now.time;
        let until = dazza_shared::clock::later(since, Duration::from_mins(1));
        let open = OpenMug { id: 7, victim: "alice".to_owned(), since, until, is_answered: false };
        assert!(story.told_of("mug", "bob", CommandResult::Ok, vec![Note::MugOpen(open)]).is_empty());
        story
    }

    /// What comes of a deed about `who` that the worker has done.
    fn told_of(&mut self, name: &'static str, who: &str, result: CommandResult, notes: Vec<Note>) -> Vec<String> {
        self.tell(Input::Done(Box::new(Done {
            name,
            cause: Cause::Timer,
            player: who.parse().unwrap(),
            reply: Reply::default(),
            result,
            error: None,
            notes,
            wait: None,
            heard_at: None,
        })))
    }

    /// When a deed of that name is asked for, if `who` says that.
    fn deed_for(&mut self, who: &str, html: &str) -> Option<(&'static str, Timestamp)> {
        let line = Line { username: who.into(), html: html.into(), time: self.now.time, class: None, is_shadow: false };
        self.deed_in(Input::Heard(Event::Chat(line)))
    }

    fn deed_in(&mut self, input: Input) -> Option<(&'static str, Timestamp)> {
        let effects = self.host.handle(input, self.now);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Work(deed) => Some((deed.name, deed.now)),
            _ => None,
        })
    }
}

#[test]
fn anything_the_victim_says_in_public_is_heard_once() {
    let mut story = Story::with_mugging();
    story.wait(Duration::from_secs(4));
    assert_eq!(story.deed_for("bob", "look out!"), None);
    assert_eq!(story.deed_for("ALICE", "zzz"), Some((reactions::HEAR_VICTIM.name, story.now.time)));
    assert_eq!(story.deed_for("alice", "what?"), None, "it is on its way");
    let answered = vec![Note::MugAnswered("alice".to_owned())];
    assert!(story.told_of("hear_victim", "alice", CommandResult::Ok, answered).is_empty());
    assert_eq!(story.deed_for("alice", "who, me?"), None);
    story.wait(Duration::from_secs(55));
    assert_eq!(story.deed_in(Input::Wake), None);
    story.wait(Duration::from_secs(1));
    assert_eq!(story.deed_in(Input::Wake), Some((reactions::SETTLE_MUG.name, story.now.time)));
    assert_eq!(story.deed_in(Input::Wake), None, "it is under way");
    story.told_of("settle_mug", "alice", CommandResult::Ok, vec![Note::MugOver(7)]);
    story.wait(Duration::from_mins(1));
    assert_eq!(story.deed_in(Input::Wake), None);
}

#[test]
fn what_was_said_is_tried_again_with_its_own_time_before_anything_is_settled() {
    let mut story = Story::with_mugging();
    story.wait(Duration::from_secs(50));
    let said_at = story.now.time;
    assert!(story.deed_for("alice", "oi").is_some());
    story.wait(Duration::from_secs(8));
    story.told_of("hear_victim", "alice", CommandResult::Failed, vec![]);
    story.wait(Duration::from_secs(4));
    assert_eq!(story.deed_in(Input::Wake), None, "overdue, and yet not settled");
    story.wait(Duration::from_secs(1));
    assert_eq!(story.deed_in(Input::Wake), Some((reactions::HEAR_VICTIM.name, said_at)));
    story.told_of("hear_victim", "alice", CommandResult::Ok, vec![Note::MugAnswered("alice".to_owned())]);
    assert_eq!(story.deed_in(Input::Wake), Some((reactions::SETTLE_MUG.name, story.now.time)));
    story.told_of("settle_mug", "alice", CommandResult::Failed, vec![]);
    assert_eq!(story.deed_in(Input::Wake), None);
    story.wait(Duration::from_secs(5));
    assert_eq!(story.deed_in(Input::Wake), Some((reactions::SETTLE_MUG.name, story.now.time)));
}

#[test]
fn while_we_are_outside_nothing_is_settled_and_the_backlog_tells_what_was_said() {
    let mut story = Story::with_mugging();
    story.wait(Duration::from_secs(10));
    story.tell(Input::Ended("the line broke".to_owned()));
    story.wait(Duration::from_secs(20));
    let said_at = story.now.time;
    story.wait(Duration::from_mins(1));
    assert_eq!(story.deed_in(Input::Wake), None, "overdue, but who knows what alice has said");
    story.tell(Input::Told(ToRoom::ConnectGo));
    story.tell(Input::Dialled(Ok(())));
    story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
    let line = Line { username: "alice".into(), html: "help!".into(), time: said_at, class: None, is_shadow: false };
    assert_eq!(story.deed_in(Input::Heard(Event::Chat(line))), Some((reactions::HEAR_VICTIM.name, said_at)));
    story.hear(roster());
    assert_eq!(story.deed_in(Input::Wake), None);
    story.told_of("hear_victim", "alice", CommandResult::Ok, vec![Note::MugAnswered("alice".to_owned())]);
    assert_eq!(story.deed_in(Input::Wake), Some((reactions::SETTLE_MUG.name, story.now.time)));
}
