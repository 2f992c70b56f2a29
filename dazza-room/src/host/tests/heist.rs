//! The heist as the host lives it: whose line is a vote, when a step is due, and what is said late.

use dazza_shared::line_key::LineKey;

use super::*;
use crate::chat::{Reply, To};
use crate::commands::Cause;
use crate::games::heist::{Phase, crime};
use crate::journal::NEWS;
use crate::reactions::{HeistNow, MOVE_HEIST, Note, UNSEEN};

/// A host inside whose heist is at that phase for another minute.
pub(super) fn with_heist(phase: Phase) -> Story {
    let mut story = Story::inside();
    story.learn(phase, Duration::from_mins(1));
    story
}

impl Story {
    fn learn(&mut self, phase: Phase, left: Duration) {
        let until = Some(dazza_shared::clock::later(self.now.time, left));
        let offered = ["servo", "cop_shop"].map(|id| crime(id).unwrap()).to_vec();
        let heist = HeistNow { phase, until, id: Some(7), offered, crime: None };
        self.moved(CommandResult::Ok, vec![Note::Heist(heist)], Reply::default());
    }

    fn moved(&mut self, result: CommandResult, notes: Vec<Note>, reply: Reply) -> Vec<String> {
        self.tell(Input::Done(Box::new(Done {
            name: MOVE_HEIST.name,
            cause: Cause::Timer,
            player: "Dazza".parse().unwrap(),
            reply,
            result,
            error: None,
            notes,
            wait: None,
            heard_at: None,
        })))
    }

    fn deeds(told: Vec<String>) -> Vec<String> {
        told.into_iter().filter(|effect| effect.starts_with("do ")).collect()
    }
}

#[test]
fn a_line_is_a_vote_while_there_is_one_and_a_command_never_is() {
    let mut story = with_heist(Phase::Voting);
    for (who, html, asked) in [
        ("alice", "off to the servo", [].as_slice()),
        ("alice", "servo", &["do vote_heist"]),
        ("alice", "[cop-shop]", &["do vote_heist"]),
        ("alice", "I say we do the cop_shop, lads", &["do vote_heist"]),
        ("alice", "!quote cop_shop", &["do quote"]),
        ("alice", "!copshop", &[]),
        ("Dazza", "servo", &[]),
        ("[server]", "servo", &[]),
    ] {
        story.wait(Duration::from_secs(4));
        assert_eq!(Story::deeds(story.say(who, html)), asked, "{who}: {html}");
    }
    let time = story.now.time;
    let pm = crate::cytube::event::Pm { username: "alice".into(), to: "Dazza".into(), html: "servo".into(), time };
    assert!(Story::deeds(story.hear(Event::Pm(pm))).is_empty(), "in private it is no vote");
    story.wait(Duration::from_mins(1));
    assert!(Story::deeds(story.say("alice", "servo")).is_empty(), "it is too late");
}

#[test]
fn a_step_is_taken_on_time_and_once_and_again_after_a_failure() {
    let mut story = with_heist(Phase::InProgress);
    assert_eq!(story.host.wake_at(), Some(story.now.instant + Duration::from_mins(1)));
    story.wait(Duration::from_mins(1));
    assert_eq!(story.tell(Input::Wake), ["do move_heist"]);
    assert!(story.tell(Input::Wake).is_empty(), "it is under way");
    story.moved(CommandResult::Failed, vec![], Reply::default());
    story.wait(Duration::from_secs(5));
    assert_eq!(story.tell(Input::Wake), ["do move_heist"], "the database was away");
    story.learn(Phase::Distributing, Duration::ZERO);
    assert_eq!(story.tell(Input::Wake), ["do move_heist"], "at once");
}

#[test]
fn one_is_begun_only_where_they_are_wanted_and_we_are_there() {
    let mut story = with_heist(Phase::Idle);
    let mut off = welcome();
    off.settings.heists.enabled = false;
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(off))));
    assert_eq!(story.host.wake_at(), None);
    story.wait(Duration::from_hours(1));
    assert!(story.tell(Input::Wake).is_empty());
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(welcome()))));
    assert_eq!(story.tell(Input::Wake), ["do move_heist"]);
    let mut story = with_heist(Phase::Idle);
    story.tell(Input::Ended("the connection broke".to_owned()));
    story.wait(Duration::from_hours(1));
    assert!(!story.tell(Input::Wake).iter().any(|effect| effect == "do move_heist"));
}

#[test]
fn the_loot_is_paid_while_the_line_is_down_and_told_within_ten_minutes() {
    let key = LineKey::of_timer(&"fatpizza".parse().unwrap(), "heist paid", 7);
    for (away, is_told) in [(Duration::from_mins(9), true), (Duration::from_mins(10), false)] {
        let mut story = with_heist(Phase::Distributing);
        story.tell(Input::Ended("the connection broke".to_owned()));
        story.wait(Duration::from_mins(1));
        let effects = story.host.handle(Input::Wake, story.now);
        let deed =
            effects.into_iter().find_map(|effect| if let Effect::Work(deed) = effect { Some(deed) } else { None });
        assert_eq!(deed.unwrap().args, UNSEEN);
        let paid = Reply::say(To::Room, "Here is the loot.").because_of(key).fresh_for(NEWS);
        assert!(!story.moved(CommandResult::Ok, vec![], paid).iter().any(|effect| effect.starts_with("say")));
        story.wait(away);
        story.tell(Input::Wake);
        story.tell(Input::Told(ToRoom::ConnectGo));
        story.tell(Input::Dialled(Ok(())));
        story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
        let told = story.hear(roster());
        assert_eq!(told.iter().any(|effect| effect == "say Here is the loot."), is_told, "{told:?}");
    }
}
