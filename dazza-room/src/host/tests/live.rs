//! What the live feed is told of a room.

use dazza_shared::link::{LiveEvent, OnScreen};

use super::*;
use crate::cytube::event::Media;

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
