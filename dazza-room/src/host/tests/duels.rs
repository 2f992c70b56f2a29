//! Duels by coin as the host lives them: whose line is an answer, and when nobody's has come.

use super::*;
use crate::chat::{Reply, To};
use crate::commands::Cause;
use crate::reactions::{self, Note, OpenDuel};

/// How long the duel of the stories stands.
const STANDS: Duration = Duration::from_secs(30);

impl Story {
    /// A host inside, with a duel that waits for alice.
    fn with_duel() -> Self {
        let mut story = Self::inside();
        let until = dazza_shared::clock::later(story.now.time, STANDS);
        let open = Note::DuelOpen(OpenDuel { id: 7, challenged: "alice".to_owned(), until });
        assert!(story.done("coin_flip", CommandResult::Ok, vec![open]).is_empty());
        story
    }

    /// What comes of a deed that the worker has done.
    fn done(&mut self, name: &'static str, result: CommandResult, notes: Vec<Note>) -> Vec<String> {
        self.tell(Input::Done(Box::new(Done {
            name,
            cause: Cause::Timer,
            player: "Dazza".parse().unwrap(),
            reply: Reply::say(To::Room, ""),
            result,
            error: None,
            notes,
            wait: None,
            heard_at: None,
        })))
    }

    /// What the worker is asked to do when `who` says that.
    fn asked_for(&mut self, who: &str, html: &str) -> Vec<String> {
        self.say(who, html).into_iter().filter(|effect| effect.starts_with("do ")).collect()
    }
}

#[test]
fn the_call_of_who_was_asked_is_an_answer_before_it_is_anything_else() {
    let mut story = Story::with_duel();
    for (who, html, asked) in [
        ("alice", "maybe heads", [].as_slice()),
        ("bob", "heads", &[]),
        ("alice", "!cf 5", &["do coin_flip"]),
        ("alice", "heads", &["do answer_duel"]),
        ("ALICE", " TAILS ", &["do answer_duel"]),
    ] {
        story.wait(Duration::from_secs(4));
        assert_eq!(story.asked_for(who, html), asked, "{who}: {html}");
    }
    // Also where the prefix would make a command of it.
    let mut changed = welcome();
    changed.settings.prefix = "h".to_owned();
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(changed))));
    assert_eq!(story.asked_for("alice", "heads"), ["do answer_duel"]);
    story.done("answer_duel", CommandResult::Ok, vec![Note::DuelOver(7)]);
    assert!(story.asked_for("alice", "heads").is_empty());
}

#[test]
fn a_call_in_private_is_no_answer_and_the_answer_keeps_its_line() {
    let mut story = Story::with_duel();
    let time = story.now.time;
    let pm = crate::cytube::event::Pm { username: "alice".into(), to: "Dazza".into(), html: "heads".into(), time };
    assert!(!story.hear(Event::Pm(pm)).iter().any(|effect| effect == "do answer_duel"));
    let heard = Line { username: "alice".into(), html: "heads".into(), time, class: None, is_shadow: false };
    let effects = story.host.handle(Input::Heard(Event::Chat(heard)), story.now).into_iter();
    let asked =
        effects.into_iter().find_map(|effect| if let Effect::Serve(asked) = effect { Some(asked) } else { None });
    let effects = story.host.handle(Input::Serve(asked.unwrap()), story.now);
    let deed = effects.into_iter().find_map(|effect| if let Effect::Work(deed) = effect { Some(deed) } else { None });
    let deed = deed.unwrap();
    assert!(matches!(deed.cause, Cause::Line(_)), "{:?}", deed.cause);
    assert_eq!((deed.player.as_str(), deed.args.as_str()), ("alice", "heads"));
}

#[test]
fn a_duel_that_nobody_answers_is_called_off_when_it_has_run_out() {
    let mut story = Story::with_duel();
    assert_eq!(story.host.wake_at(), Some(story.now.instant + STANDS));
    story.wait(STANDS);
    assert!(story.asked_for("alice", "heads").is_empty(), "it is too late");
    assert_eq!(story.tell(Input::Wake), ["do expire_duels"]);
    assert!(story.tell(Input::Wake).is_empty(), "it is under way");
    assert!(story.done(reactions::EXPIRE_DUELS.name, CommandResult::Failed, vec![]).is_empty());
    story.wait(Duration::from_secs(5));
    assert_eq!(story.tell(Input::Wake), ["do expire_duels"], "the database was away");
    let over = Note::DuelsOver(story.now.time);
    assert!(story.done(reactions::EXPIRE_DUELS.name, CommandResult::Ok, vec![over]).is_empty());
    story.wait(Duration::from_mins(1));
    assert!(story.tell(Input::Wake).is_empty());
}
