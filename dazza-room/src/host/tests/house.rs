//! What a room's own people have set up, as the host lives it.

use dazza_shared::clock::later;
use dazza_shared::store::announcement::Announcement;
use dazza_shared::store::auto_response::AutoResponse;
use dazza_shared::store::custom::Custom;
use dazza_shared::store::opt_out::OptOut;
use dazza_shared::store::quiet::Quiet;

use super::*;
use crate::chat::Reply;
use crate::commands::{Cause, CustomNote};
use crate::reactions::{HouseNote, Note};

impl Story {
    /// A host that is inside, and has looked up what is set up: a custom command, an announcement due in ten minutes that
    /// waits for two lines, and an answer to pie.
    fn with_house() -> Self {
        let mut story = Self::inside();
        let (now, every) = (story.now.time, Duration::from_mins(10));
        let due_at = later(now, every);
        let announcement = Announcement { id: 7, text: "be nice".to_owned(), every, min_lines: 2, due_at };
        let (chance, cooldown) = (100, Duration::from_mins(1));
        let response = AutoResponse { id: 8, pattern: "pie".to_owned(), is_regex: false, chance, cooldown };
        let custom = Custom { name: "rules".to_owned(), min_rank: 0.0, cooldown: Duration::from_secs(5) };
        story.house_ended(
            "load",
            vec![
                Note::House(HouseNote::Announcements(vec![announcement])),
                Note::House(HouseNote::Responses(vec![response])),
                Note::Custom(CustomNote::All(vec![custom])),
                Note::Loaded,
            ],
        );
        story
    }

    fn house_ended(&mut self, name: &'static str, notes: Vec<Note>) -> Vec<String> {
        self.tell(Input::Done(Box::new(Done {
            name,
            cause: Cause::Timer,
            player: "Dazza".parse().unwrap(),
            reply: Reply::default(),
            result: CommandResult::Ok,
            error: None,
            notes,
            wait: None,
            heard_at: None,
        })))
    }

    pub(super) fn note_house(&mut self, note: HouseNote) {
        self.house_ended("quiet", vec![Note::House(note)]);
    }

    /// What the worker is asked to do when `who` says that.
    fn deeds_on(&mut self, who: &str, html: &str) -> Vec<String> {
        self.say(who, html).into_iter().filter(|effect| effect.starts_with("do ")).collect()
    }

    fn deeds_after(&mut self, seconds: u64) -> Vec<String> {
        self.wait(Duration::from_secs(seconds));
        self.tell(Input::Wake).into_iter().filter(|effect| effect.starts_with("do ")).collect()
    }
}

#[test]
fn an_announcement_waits_for_people_and_for_their_talk() {
    let mut story = Story::with_house();
    assert!(story.deeds_after(600).is_empty(), "nobody has said anything");
    story.say("alice", "g'day");
    assert!(story.deeds_after(60).is_empty());
    story.say("alice", "anybody here?");
    story.hear(Event::UserLeave { name: "alice".into() });
    assert!(story.deeds_after(60).is_empty(), "nobody is here");
    story.hear(Event::AddUser(User { name: "Shaz".into(), rank: 1.0, is_afk: false, is_muted: false }));
    assert_eq!(story.deeds_after(0), ["do say_announcement"]);
    assert!(story.deeds_after(600).is_empty(), "it is under way");
    let (every, due_at) = (Duration::from_mins(10), later(story.now.time, Duration::from_mins(10)));
    let next = Announcement { id: 7, text: "be nice".to_owned(), every, min_lines: 2, due_at };
    story.house_ended("say_announcement", vec![Note::House(HouseNote::Announcement(next))]);
    assert!(story.deeds_after(3_600).is_empty(), "the talk begins anew");
}

#[test]
fn a_line_is_answered_unasked_unless_it_asks_for_something() {
    let mut story = Story::with_house();
    assert_eq!(story.deeds_on("alice", "!rules about pie"), ["do custom"]);
    assert_eq!(story.deeds_on("alice", "magpies"), [""; 0]);
    assert_eq!(story.deeds_on("alice", "who wants pie?"), ["do respond"]);
    assert_eq!(story.deeds_on("alice", "pie"), [""; 0], "it rests");
    story.wait(Duration::from_mins(1));
    assert_eq!(story.deeds_on("Dazza", "pie"), [""; 0], "our own lines are none of it");
    assert_eq!(story.deeds_on("[server]", "pie"), [""; 0]);
    story.note_house(HouseNote::LeftOut(OptOut { who: "alice".to_owned(), kind: "all".to_owned() }));
    assert_eq!(story.deeds_on("Alice", "pie"), [""; 0], "she wants none of it");
    assert_eq!(story.deeds_on("shaz", "pie"), ["do respond"]);
}

#[test]
fn a_quiet_bot_speaks_only_when_it_is_asked() {
    let mut story = Story::with_house();
    let until = later(story.now.time, Duration::from_mins(20));
    story.note_house(HouseNote::Quiet(Some(Quiet { until, is_total: false })));
    for line in ["pie", "more pie", "all the pie"] {
        assert_eq!(story.deeds_on("alice", line), [""; 0]);
    }
    assert!(story.deeds_after(600).is_empty(), "nor does it announce anything");
    assert_eq!(story.host.wake_at(), Some(story.now.instant + Duration::from_mins(10)));
    assert!(story.say("alice", "!ping").iter().any(|effect| effect.starts_with("say ")));
    assert_eq!(story.deeds_after(600), ["do say_announcement"], "the quiet is over");
    assert_eq!(story.deeds_on("alice", "pie"), ["do respond"]);
}

#[test]
fn a_bot_told_to_say_nothing_at_all_answers_moderators_alone() {
    let mut story = Story::with_house();
    story.hear(Event::AddUser(User { name: "Mod".into(), rank: 2.0, is_afk: false, is_muted: false }));
    let until = later(story.now.time, Duration::from_mins(20));
    story.note_house(HouseNote::Quiet(Some(Quiet { until, is_total: true })));
    let says = |told: Vec<String>| told.iter().filter(|effect| effect.starts_with("say ")).count();
    assert_eq!(says(story.say("alice", "!ping")), 0);
    assert_eq!(story.deeds_on("alice", "!rules"), [""; 0]);
    assert_eq!(says(story.say("Mod", "!ping")), 1);
    story.note_house(HouseNote::Quiet(None));
    story.wait(Duration::from_secs(10));
    assert_eq!(says(story.say("alice", "!ping")), 1);
}

#[test]
fn who_opted_out_is_neither_greeted_nor_seen_off() {
    let mut story = Story::with_house();
    let mut changed = welcome();
    changed.settings.greetings.enabled = true;
    changed.settings.greetings.percent = 100;
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(changed))));
    let join = |name: &str| Event::AddUser(User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false });
    let asked = |told: Vec<String>| told.iter().filter(|effect| *effect == "do greet").count();
    story.note_house(HouseNote::LeftOut(OptOut { who: "shaz".to_owned(), kind: "greetings".to_owned() }));
    assert_eq!(asked(story.hear(join("Shaz"))), 0);
    story.wait(Duration::from_mins(1));
    assert_eq!(asked(story.hear(join("Gaz"))), 1);
}
