//! Contests as the host lives them: whose line is an answer, what hears it first, and when nobody's has come.

use super::*;
use crate::chat::{Reply, To};
use crate::commands::Cause;
use crate::reactions::{self, Note, OpenDuel};

/// How long the contest of the stories stands.
const STANDS: Duration = Duration::from_secs(30);

impl Story {
    /// A host inside, with a contest that waits for alice.
    fn with_contest() -> Self {
        let mut story = Self::inside();
        let open = Note::ContestOpen(story.waits_for_alice(7));
        story.noted("pissing_contest", vec![open]);
        story
    }

    fn waits_for_alice(&self, id: i64) -> OpenDuel {
        let until = dazza_shared::clock::later(self.now.time, STANDS);
        OpenDuel { id, challenged: "alice".to_owned(), until }
    }

    /// A deed that the worker has done brings these notes.
    fn noted(&mut self, name: &'static str, notes: Vec<Note>) {
        let done = Done {
            name,
            cause: Cause::Timer,
            player: "Dazza".parse().unwrap(),
            reply: Reply::say(To::Room, ""),
            result: CommandResult::Ok,
            error: None,
            notes,
            wait: None,
            heard_at: None,
        };
        assert!(self.tell(Input::Done(Box::new(done))).is_empty());
    }

    /// What the worker is asked to do when `who` says that.
    fn deeds_for(&mut self, who: &str, html: &str) -> Vec<String> {
        self.say(who, html).into_iter().filter(|effect| effect.starts_with("do ")).collect()
    }
}

#[test]
fn the_answer_of_who_was_dared_is_one_before_it_is_anything_else() {
    let mut story = Story::with_contest();
    for (who, html, asked) in [
        ("alice", "yes mate", [].as_slice()),
        ("bob", "yes", &[]),
        ("alice", "heads", &[]),
        ("alice", "!cf 5", &["do coin_flip"]),
        ("alice", "you&#39;re on", &["do answer_contest"]),
        ("alice", "Can&#39;t", &["do answer_contest"]),
        ("ALICE", " LET\u{2019}S GO ", &["do answer_contest"]),
    ] {
        story.wait(Duration::from_secs(4));
        assert_eq!(story.deeds_for(who, html), asked, "{who}: {html}");
    }
    story.noted("answer_contest", vec![Note::ContestOver(7)]);
    assert!(story.deeds_for("alice", "yes").is_empty());
}

#[test]
fn a_contest_hears_before_a_duel_and_both_before_commands() {
    let mut story = Story::with_contest();
    let duel = Note::DuelOpen(story.waits_for_alice(3));
    story.noted("coin_flip", vec![duel]);
    let mut changed = welcome();
    changed.settings.prefix = "y".to_owned();
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(changed))));
    assert_eq!(story.deeds_for("alice", "yes"), ["do answer_contest"]);
    assert_eq!(story.deeds_for("alice", "heads"), ["do answer_duel"]);
}

#[test]
fn whoever_was_in_a_contest_rests_without_asking_the_database() {
    let mut story = Story::with_contest();
    let rest = Note::Cooldown("pissing_contest".to_owned(), "bob".to_owned(), Duration::from_mins(5));
    story.noted("answer_contest", vec![Note::ContestOver(7), rest]);
    assert!(story.deeds_for("bob", "!piss alice").is_empty());
    assert_eq!(story.deeds_for("alice", "!piss bob"), ["do pissing_contest"]);
    story.wait(Duration::from_mins(5));
    assert_eq!(story.deeds_for("bob", "!PISS alice"), ["do pissing_contest"]);
}

#[test]
fn an_answer_in_private_is_none() {
    let mut story = Story::with_contest();
    let time = story.now.time;
    let pm = crate::cytube::event::Pm { username: "alice".into(), to: "Dazza".into(), html: "yes".into(), time };
    assert!(!story.hear(Event::Pm(pm)).iter().any(|effect| effect.starts_with("do ")));
}

#[test]
fn a_contest_that_nobody_answers_is_called_off_when_it_has_run_out() {
    let mut story = Story::with_contest();
    assert_eq!(story.host.wake_at(), Some(story.now.instant + STANDS));
    story.wait(STANDS);
    assert!(story.deeds_for("alice", "yes").is_empty(), "it is too late");
    assert_eq!(story.tell(Input::Wake), ["do expire_contests"]);
    assert!(story.tell(Input::Wake).is_empty(), "it is under way");
    let over = Note::ContestsOver(story.now.time);
    story.noted(reactions::EXPIRE_CONTESTS.name, vec![over]);
    story.wait(Duration::from_mins(1));
    assert!(story.tell(Input::Wake).is_empty());
}
