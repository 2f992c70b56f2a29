//! Every frame that a real CyTube server sent is read, and read as what it is.

#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use dazza_room::chat::html;
use dazza_room::cytube::event::{self, Event, LoginAnswer, Place};
use dazza_room::socketio::Heard;
use serde::Deserialize;

#[derive(Deserialize)]
struct Frame {
    dir: String,
    raw: String,
}

/// The recordings of all scenarios: those that the stand-in server replays.
fn recordings() -> Vec<PathBuf> {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dazza-sim/tests/recordings");
    let files = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let folders = files(scenarios).filter(|path| path.is_dir());
    folders.flat_map(files).filter(|path| path.extension().is_some_and(|kind| kind == "jsonl")).collect()
}

/// The events of one recording, in order.
fn events(path: &Path) -> Vec<Event> {
    let text = std::fs::read_to_string(path).unwrap();
    let frames = text.lines().map(|line| serde_json::from_str::<Frame>(line).unwrap());
    frames.filter(|frame| frame.dir == "in").map(|frame| event::read(&Heard::Text(frame.raw.into()))).collect()
}

fn path(name: &str) -> PathBuf {
    recordings().into_iter().find(|path| path.ends_with(name)).unwrap()
}

fn recording(name: &str) -> Vec<Event> {
    events(&path(name))
}

#[test]
fn every_recorded_frame_is_known_and_readable() {
    let mut n_read = 0;
    for path in recordings() {
        for event in events(&path) {
            let is_read = !matches!(event, Event::Unknown { .. } | Event::Unreadable { .. });
            assert!(is_read, "{}: {event:?}", path.display());
            n_read += usize::from(event != Event::Unheeded);
        }
    }
    assert!(n_read > 2_000, "only {n_read} frames read");
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
    let text = std::fs::read_to_string(path("need-password.jsonl")).unwrap();
    assert!(text.contains(r#""password\":\"letmein\""#));
    assert!(!format!("{:?}", recording("need-password.jsonl")).contains("letmein"));
}

/// What was said on a connection, each with what its author then heard of it.
fn said_and_heard(name: &str, author: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(path(name)).unwrap();
    let frames = text.lines().map(|line| serde_json::from_str::<Frame>(line).unwrap());
    let (mut said, mut pairs): (Option<String>, Vec<_>) = (None, Vec::new());
    for frame in frames {
        if let Some(json) = frame.raw.strip_prefix("42[\"chatMsg\",").filter(|_| frame.dir == "out") {
            let payload: serde_json::Value = serde_json::from_str(json.strip_suffix(']').unwrap()).unwrap();
            said = payload.get("msg").and_then(|msg| msg.as_str()).map(str::to_owned);
        } else if frame.dir == "in"
            && let Event::Chat(line) = event::read(&Heard::Text(frame.raw.into()))
            && &*line.username == author
        {
            pairs.extend(said.take().map(|said| (said, html::as_typed(&line.html))));
        }
    }
    pairs
}

/// What the server itself makes of a line: controls to spaces, a command's name away, the rest cut to 320 units.
///
/// Source: `cytube-protocol`, 4.2, 4.3 and 4.6.
fn as_said(typed: &str) -> String {
    let units: Vec<u16> = typed.encode_utf16().take(320).collect();
    let mut text = String::new();
    for c in String::from_utf16_lossy(&units).chars() {
        match c {
            '\u{0}'..='\u{1f}' if text.ends_with(' ') => {}
            '\u{0}'..='\u{1f}' => text.push(' '),
            c => text.push(c),
        }
    }
    let (word, rest) = text.split_once(' ').unwrap_or((&text, ""));
    if ["/me", "/sp", "/say", "/shout"].contains(&word) { rest.to_owned() } else { text }
}

/// Calls for a drink, and what the server makes of them. Source: `cytube-protocol`, 4.3.
const DRINKS: [(&str, &str); 3] = [("/d", " drink!"), ("/d5 cheers", "cheers drink! (x5)"), ("/dance", "ance drink!")];

#[test]
fn a_line_of_every_kind_is_read_back_as_typed() {
    let mut n_lines = 0;
    for (file, author) in [("html-escaping.jsonl", "dazza"), ("html-escaping.guest.jsonl", "GuestHTML")] {
        for (said, heard) in said_and_heard(file, author) {
            let drink = DRINKS.iter().find(|(call, _)| *call == said && author == "dazza");
            assert_eq!(heard, drink.map_or_else(|| as_said(&said), |(_, drink)| (*drink).to_owned()), "of {said:?}");
            n_lines += 1;
        }
    }
    assert_eq!(n_lines, 44);
}
