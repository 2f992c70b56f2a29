//! What the live feed is told of a room.

use dazza_shared::link::{LiveEvent, OnScreen};

use super::*;
use crate::cytube::event::Media;
use crate::reactions::Note;

impl Story {
    fn live(&mut self, input: Input) -> Vec<LiveEvent> {
        let effects = self.host.handle(input, self.now).into_iter();
        effects
            .filter_map(|effect| if let Effect::Tell(ToFleet::Event(event)) = effect { Some(event) } else { None })
            .collect()
    }
}

#[test]
fn counts_are_told_with_a_beat_and_only_when_they_have_changed() {
    let mut story = Story::inside();
    let counted = |players, afk, viewers| vec![LiveEvent::Counted { players, afk, viewers }];
    assert_eq!(story.live(Input::Beat), counted(2, 0, 0));
    assert_eq!(story.live(Input::Beat), []);
    story.hear(Event::UserCount(9));
    story.hear(Event::SetUserMeta { name: "alice".into(), is_afk: true, is_muted: false });
    assert_eq!(story.live(Input::Beat), counted(2, 1, 9));
    let gauges = story.beat().gauges;
    assert_eq!((gauges.players, gauges.afk, gauges.viewers), (2, 1, 9));
}

#[test]
fn what_begins_to_play_is_told_and_shown() {
    let mut story = Story::inside();
    let (id, kind, title): (Box<str>, Box<str>, Box<str>) = ("x1".into(), "yt".into(), "Cane Toads".into());
    let media = Media { id, kind, title, seconds: 90, position: 0.0, is_paused: false };
    let on_screen =
        OnScreen { kind: "yt".to_owned(), id: "x1".to_owned(), title: "Cane Toads".to_owned(), seconds: 90 };
    assert_eq!(story.live(Input::Heard(Event::ChangeMedia(media))), [LiveEvent::Began(on_screen.clone())]);
    assert_eq!(story.beat().gauges.on_screen, Some(on_screen));
}

#[test]
fn who_goes_away_and_who_comes_back_is_told_each_time() {
    let mut story = Story::inside();
    let meta = |is_afk| Input::Heard(Event::SetUserMeta { name: "alice".into(), is_afk, is_muted: false });
    let time = story.now.time;
    let told = |is_afk| vec![LiveEvent::Afk { time, player: "alice".to_owned(), is_afk }];
    assert_eq!(story.live(meta(true)), told(true));
    assert_eq!(story.live(meta(true)), []);
    assert_eq!(story.live(meta(false)), told(false));
}

#[test]
fn a_line_is_told_with_whether_it_asks_for_something() {
    let mut story = Story::inside();
    for (username, text, wanted) in [("alice", "!roll", true), ("alice", "a !roll", false), ("Dazza", "!roll", false)] {
        let (time, html) = (story.now.time, text.into());
        let line = Line { username: username.into(), html, time, class: None, is_shadow: false };
        let told = story.live(Input::Heard(Event::Chat(line)));
        let is_command = |event: &LiveEvent| match event {
            LiveEvent::Chat { is_command, .. } => Some(*is_command),
            _ => None,
        };
        assert_eq!(told.iter().find_map(is_command), Some(wanted), "{username}: {text}");
    }
}

#[test]
fn a_gallery_that_is_locked_is_told() {
    let mut story = Story::inside();
    let done = Done {
        name: "gallery",
        cause: Cause::Timer,
        player: "alice".parse().unwrap(),
        reply: Reply::default(),
        result: CommandResult::Ok,
        error: None,
        notes: vec![Note::GalleryLocked("alice".to_owned(), true)],
        wait: None,
        heard_at: None,
    };
    let time = story.now.time;
    let told = LiveEvent::GalleryLocked { time, player: "alice".to_owned(), is_locked: true };
    assert_eq!(story.live(Input::Done(Box::new(done))), [told]);
}
