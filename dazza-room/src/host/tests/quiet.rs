//! Who is left alone: a room that was told to be quiet, and people who want no part in it.

use dazza_shared::clock::later;
use dazza_shared::store::opt_out::OptOut;
use dazza_shared::store::quiet::Quiet;

use super::heist::with_heist;
use super::mentions::{talkative, wrote};
use super::*;
use crate::games::heist::Phase;
use crate::reactions::HouseNote;

impl Story {
    /// The bot is told to be quiet for twenty minutes.
    fn hush(&mut self, is_total: bool) {
        let until = later(self.now.time, Duration::from_mins(20));
        self.note_house(HouseNote::Quiet(Some(Quiet { until, is_total })));
    }

    fn leave_out(&mut self, who: &str, kind: &str) {
        self.note_house(HouseNote::LeftOut(OptOut { who: who.to_owned(), kind: kind.to_owned() }));
    }

    fn join_as(&mut self, name: &str, rank: f64) -> Vec<String> {
        self.hear(Event::AddUser(User { name: name.into(), rank, is_afk: false, is_muted: false }))
    }
}

#[test]
fn who_speaks_to_a_quiet_bot_is_answered_unless_it_is_to_say_nothing_at_all() {
    let mut story = talkative();
    story.join_as("Mod", 2.0);
    story.hush(false);
    assert_eq!(story.prompts("alice", "oi dazza").len(), 1, "that is asked for");
    story.hush(true);
    assert!(story.tell(wrote(1, "yeah")).is_empty() && story.hears(10).is_empty(), "nor is what it had in mind");
    for _ in 0..13 {
        assert!(story.prompts("alice", "oi dazza").is_empty());
    }
    assert!(story.hears(10).is_empty(), "neither an excuse nor a word of anger");
    assert_eq!(story.prompts("Mod", "oi dazza").len(), 1);
    story.note_house(HouseNote::Quiet(None));
    assert_eq!(story.prompts("alice", "dazza are you back").len(), 1, "and nothing is held against her");
}

#[test]
fn a_heist_waits_until_the_quiet_is_over() {
    for phase in [Phase::Announcing, Phase::Voting, Phase::InProgress, Phase::Distributing, Phase::Idle] {
        let mut story = with_heist(phase);
        story.hush(false);
        let over = story.now.instant + Duration::from_mins(20);
        assert_eq!(story.host.wake_at(), Some(over), "{phase:?}");
        story.wait(Duration::from_mins(10));
        assert!(story.tell(Input::Wake).is_empty(), "{phase:?}");
        story.wait(Duration::from_mins(10));
        assert_eq!(story.tell(Input::Wake), ["do move_heist"], "{phase:?}");
    }
    let mut story = with_heist(Phase::InProgress);
    story.hush(true);
    story.wait(Duration::from_mins(10));
    story.note_house(HouseNote::Quiet(None));
    assert_eq!(story.tell(Input::Wake), ["do move_heist"], "or until it is called off");
}

#[test]
fn a_quiet_bot_greets_nobody_and_remarks_upon_nothing() {
    let mut story = Story::inside();
    let mut changed = welcome();
    (changed.settings.greetings.enabled, changed.settings.greetings.percent) = (true, 100);
    (changed.settings.farewells.enabled, changed.settings.farewells.percent) = (true, 100);
    (changed.settings.url_comments.enabled, changed.settings.url_comments.percent) = (true, 100);
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(changed))));
    let did = |told: Vec<String>| told.into_iter().filter(|effect| effect != "tell").collect::<Vec<_>>();
    story.hush(false);
    assert_eq!(did(story.join_as("Shaz", 1.0)), [""; 0]);
    assert_eq!(did(story.say("alice", "https://youtu.be/dQw4w9WgXcQ")), [""; 0]);
    assert_eq!(did(story.hear(Event::UserLeave { name: "Shaz".into() })), [""; 0]);
    story.wait(Duration::from_mins(1));
    assert_eq!(did(story.tell(Input::Wake)), [""; 0]);
    // What was on its way when the quiet began stays unsaid.
    story.note_house(HouseNote::Quiet(None));
    assert_eq!(did(story.join_as("Gaz", 1.0)), ["do greet"]);
    let is_fetched = |told: Vec<String>| told.iter().any(|effect| effect.starts_with("fetch "));
    assert!(is_fetched(story.say("alice", "https://youtu.be/dQw4w9WgXcQ")));
    story.note_post("greet", "Gaz", Note::Met("gaz".to_owned(), false));
    story.hush(false);
    story.wait(Duration::from_secs(11));
    assert_eq!(did(story.tell(Input::Wake)), [""; 0]);
}

#[test]
fn who_wants_to_be_left_out_is_not_talked_to_nor_read_to_the_model() {
    let mut story = talkative();
    story.join_as("Shaz", 1.0);
    story.leave_out("shaz", "all");
    assert!(story.prompts("Shaz", "dazza have you seen my keys").is_empty());
    assert!(story.prompts("Shaz", "I think they are in the esky").is_empty() && story.hears(10).is_empty());
    story.leave_out("gaz", "quotes");
    story.say("Gaz", "it is me who has them");
    story.say("Bob", "nobody tells me anything");
    let prompt = story.prompts("alice", "oi dazza what goes on").concat();
    assert!(prompt.contains("Bob: nobody tells"), "{prompt}");
    assert!(!prompt.contains("esky") && !prompt.contains("keys") && !prompt.contains("Gaz"), "{prompt}");
    story.hears(20);
    assert_eq!(story.prompts("Gaz", "dazza it was me").len(), 1, "who is not to be quoted is answered");
    story.note_house(HouseNote::TakenIn("shaz".to_owned()));
    assert_eq!(story.prompts("Shaz", "dazza where are they").len(), 1);
}
