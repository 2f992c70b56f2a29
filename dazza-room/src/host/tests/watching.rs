//! Money for watching as the host lives it: what is put down, and when.

use super::*;
use crate::commands::Cause;
use crate::cytube::event::Media;
use crate::reactions::{Note, Seat, Step, WATCH};

impl Story {
    /// A host inside that pays for watching and has a database.
    fn with_audience() -> Self {
        let mut story = Self::inside();
        let mut wanted = welcome();
        wanted.settings.watch_rewards.enabled = true;
        story.tell(Input::Told(ToRoom::Reconfigure(Box::new(wanted))));
        story.ended("load", CommandResult::Ok, vec![Note::Loaded]);
        assert_eq!(story.put_down(), [Step::Resume]);
        story
    }

    fn ended(&mut self, name: &'static str, result: CommandResult, notes: Vec<Note>) {
        self.tell(Input::Done(Box::new(Done {
            name,
            cause: Cause::Timer,
            player: "Dazza".parse().unwrap(),
            reply: crate::chat::Reply::default(),
            result,
            error: None,
            notes,
            wait: None,
            heard_at: None,
        })));
    }

    fn play(&mut self, id: &str, position: f64) {
        let (id, kind, title) = (id.into(), "yt".into(), "A Film".into());
        self.hear(Event::ChangeMedia(Media { id, kind, title, seconds: 200, position, is_paused: false }));
    }

    /// What is put down now.
    fn put_down(&mut self) -> Vec<Step> {
        let effects = self.host.handle(Input::Wake, self.now);
        let deed = effects.into_iter().find_map(|effect| match effect {
            Effect::Work(deed) if deed.name == WATCH.name => Some(deed),
            _ => None,
        });
        let Some(deed) = deed else { return Vec::new() };
        self.ended(WATCH.name, CommandResult::Ok, Vec::new());
        serde_json::from_str(&deed.args).unwrap()
    }
}

fn user(name: &str) -> User {
    User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false }
}

fn names(seats: &[Seat]) -> Vec<&str> {
    seats.iter().map(|seat| &*seat.who).collect()
}

#[test]
fn what_begins_is_put_down_with_all_people_and_what_ends_with_those_who_are_paid() {
    let mut story = Story::with_audience();
    story.hear(Event::AddUser(user("Gaz")));
    story.hear(Event::AddUser(user("server")));
    assert!(story.put_down().is_empty(), "nobody knows when what is on began");
    story.play("a", -3.0);
    let steps = story.put_down();
    let [Step::Began { id, seats, .. }] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!((&**id, names(seats)), ("a", vec!["alice", "gaz"]));
    story.wait(Duration::from_secs(90));
    story.hear(Event::UserLeave { name: "alice".into() });
    story.hear(Event::AddUser(user("Shaz")));
    story.wait(Duration::from_secs(2));
    let steps = story.put_down();
    let [Step::Moved { seats, .. }] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!(names(seats), ["alice", "shaz"]);
    story.wait(Duration::from_secs(28));
    story.play("b", -3.0);
    let steps = story.put_down();
    let [Step::Ended { earned, .. }, Step::Began { .. }] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!(earned, &["gaz"]);
}

#[test]
fn where_it_is_not_paid_for_nothing_is_put_down() {
    let mut story = Story::inside();
    story.ended("load", CommandResult::Ok, vec![Note::Loaded]);
    story.play("a", -3.0);
    story.wait(Duration::from_mins(5));
    story.play("b", -3.0);
    assert!(story.put_down().is_empty());
    let mut story = Story::with_audience();
    story.play("a", -3.0);
    story.put_down();
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(welcome()))));
    story.wait(Duration::from_mins(5));
    story.play("b", -3.0);
    let steps = story.put_down();
    assert!(matches!(&steps[..], [Step::Ended { earned, .. }] if earned.is_empty()), "{steps:?}");
}

#[test]
fn a_line_that_is_down_for_two_minutes_ends_it_unpaid() {
    let mut story = Story::with_audience();
    story.play("a", -3.0);
    story.put_down();
    story.wait(Duration::from_mins(5));
    story.tell(Input::Ended("the connection broke".to_owned()));
    story.wait(Duration::from_secs(119));
    assert!(story.put_down().is_empty());
    story.wait(Duration::from_secs(1));
    let steps = story.put_down();
    assert!(matches!(&steps[..], [Step::Ended { earned, .. }] if earned.is_empty()), "{steps:?}");
}
