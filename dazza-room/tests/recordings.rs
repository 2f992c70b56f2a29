//! Every frame that a real CyTube server sent is read, and read as what it is.

#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use dazza_room::cytube::event::{self, Event, LoginAnswer, Place};
use dazza_room::socketio::Heard;
use serde::Deserialize;

#[derive(Deserialize)]
struct Frame {
    dir: String,
    raw: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings")
}

/// The events of one recording, in order.
fn events(path: &Path) -> Vec<Event> {
    let text = std::fs::read_to_string(path).unwrap();
    let frames = text.lines().map(|line| serde_json::from_str::<Frame>(line).unwrap());
    frames.filter(|frame| frame.dir == "in").map(|frame| event::read(&Heard::Text(frame.raw.into()))).collect()
}

fn recording(name: &str) -> Vec<Event> {
    events(&folder().join(name))
}

#[test]
fn every_recorded_frame_is_known_and_readable() {
    let mut n_read = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "jsonl") {
            for event in events(&path) {
                let is_read = !matches!(event, Event::Unknown { .. } | Event::Unreadable { .. });
                assert!(is_read, "{}: {event:?}", path.display());
                n_read += usize::from(event != Event::Unheeded);
            }
        }
    }
    assert!(n_read > 1000, "only {n_read} frames read");
}

#[test]
fn a_join_is_read_in_full() {
    let events = recording("join-guest.jsonl");
    let first = |wanted: fn(&Event) -> bool| events.iter().find(|event| wanted(event)).unwrap();
    assert_eq!(first(|e| matches!(e, Event::Rank(_))), &Event::Rank(-1.0));
    let Event::UserList(users) = first(|e| matches!(e, Event::UserList(_))) else { unreachable!() };
    assert_eq!(users.iter().map(|u| (&*u.name, u.rank)).collect::<Vec<_>>(), [("dazza", 2.0), ("alice", 1.0)]);
    let Event::SetPermissions(permissions) = first(|e| matches!(e, Event::SetPermissions(_))) else { unreachable!() };
    assert_eq!(permissions.rank_for("playlistadd"), Some(1.5));
    assert_eq!(permissions.rank_for("nonsense"), None);
    let Event::ChannelOpts(options) = first(|e| matches!(e, Event::ChannelOpts(_))) else { unreachable!() };
    assert_eq!((options.afk_timeout, options.has_antiflood, options.burst), (Duration::from_mins(10), false, 4));
    let guest = LoginAnswer::Welcome { name: "PizzaFan".into(), is_guest: true };
    assert!(events.contains(&Event::Login(guest)));
    assert!(events.iter().any(|e| matches!(e, Event::AddUser(user) if &*user.name == "PizzaFan" && user.rank == 0.0)));
}

#[test]
fn kicks_refusals_and_private_lines_are_read() {
    assert!(recording("kick.jsonl").contains(&Event::Kick { reason: Some("too many <jokes> & spam".into()) }));
    assert!(recording("blacklisted-domain.jsonl").contains(&Event::Kick { reason: None }));
    assert!(recording("duplicate-login.jsonl").contains(&Event::Kick { reason: Some("Duplicate login".into()) }));
    let events = recording("need-password.jsonl");
    assert!(events.contains(&Event::NeedPassword { was_wrong: false }));
    assert!(events.contains(&Event::NeedPassword { was_wrong: true }));
    assert!(events.contains(&Event::CancelNeedPassword));
    assert!(recording("no-such-channel.jsonl").contains(&Event::ChannelNotRegistered));
    let pm = recording("pm.jsonl").into_iter().find_map(|e| if let Event::Pm(pm) = e { Some(pm) } else { None });
    assert_eq!(pm.map(|pm| (pm.username, pm.to, pm.html)), Some(("alice".into(), "dazza".into(), "!balance".into())));
}

#[test]
fn the_playlist_is_read_item_by_item() {
    let events = recording("media-change.jsonl");
    let items = events.iter().find_map(|e| match e {
        Event::Playlist(items) if items.iter().any(|item| item.seconds == 3700) => Some(items),
        _ => None,
    });
    let items = items.unwrap();
    assert!(
        items.iter().any(|item| &*item.title == "Clip 3 & <friends>" && item.seconds == 3700 && &*item.kind == "cm")
    );
    let places: Vec<_> = events
        .iter()
        .filter_map(|e| if let Event::MoveVideo { place, .. } = e { Some(*place) } else { None })
        .collect();
    assert!(places.contains(&Place::First), "{places:?}");
    let waiting = |e: &Event| matches!(e, Event::ChangeMedia(media) if media.is_paused && media.position < 0.0);
    assert!(events.iter().any(waiting));
}

#[test]
fn the_channels_password_is_nowhere_in_what_is_read() {
    let text = std::fs::read_to_string(folder().join("need-password.jsonl")).unwrap();
    assert!(text.contains(r#""password\":\"letmein\""#));
    assert!(!format!("{:?}", recording("need-password.jsonl")).contains("letmein"));
}
