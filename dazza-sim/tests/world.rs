//! The world on its own, where no recording shows what is wanted: relaxed limits, playlists, what each may see.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, also outside its own function")]

mod worlds;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::names::RoomName;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::seed::Seed;
use dazza_sim::world::{ConnId, Deed, Door, Input, Output, World};
use jiff::Timestamp;
use serde_json::{Value, json};

mod people;

const SEED: &str = r#"
users = [
    { name = "alice", password = "x" },
    { name = "mod", password = "x" },
    { name = "boss", password = "x" },
    { name = "root", password = "x", rank = 255 },
]
[[channels]]
name = "fatpizza"
ranks = { mod = 2, boss = 3 }
playlist = [
    { title = "One", seconds = 9, id = "1", added_by = "alice", temporary = true },
    { title = "Two", seconds = 30, id = "2" },
]
[[links]]
id = "barred"
title = "Not everywhere"
seconds = 60
meta = { restricted = "AU NZ" }
[[links]]
id = "gone"
error = "This video is private"
"#;

/// A world, its time, and what each connection received and nobody looked at yet.
struct Stage {
    world: World,
    ms: u64,
    heard: BTreeMap<u64, Vec<Value>>,
    /// Acknowledgements, to whomever.
    acks: Vec<String>,
    /// The last frames, to whomever.
    frames: Vec<String>,
}

impl Stage {
    fn new(limits: Limits) -> Self {
        let world = World::new(Seed::parse(SEED).unwrap(), limits, Heartbeat::stock(), now(0));
        Self { world, ms: 0, heard: BTreeMap::new(), acks: Vec::new(), frames: Vec::new() }
    }

    fn note(&mut self, outputs: Vec<Output>) {
        self.frames.clear();
        for output in outputs {
            if let Deed::Send(text) = &output.deed {
                self.frames.push(text.to_string());
                self.acks.extend(text.starts_with("43").then(|| text.to_string()));
            }
            let event = match output.deed {
                Deed::Send(text) => text.strip_prefix("42").map(|json| serde_json::from_str(json).unwrap()),
                Deed::Bytes(_) | Deed::Close | Deed::Cut => Some(json!(["closed"])),
            };
            self.heard.entry(output.to.0).or_default().extend(event);
        }
    }

    /// Opens a websocket and asks for the namespace.
    fn open(&mut self, conn: u64, address: [u8; 4]) {
        let door = Door { address: IpAddr::from(address), cookie: None, has_slow_ranks: false, is_old_protocol: false };
        let outputs = self.world.step(Input::Opened(ConnId(conn), door), now(self.ms));
        self.note(outputs);
        self.send(conn, "40");
    }

    /// Opens a websocket as a client of Engine.IO 3 does.
    fn open_old(&mut self, conn: u64) {
        let address = IpAddr::from([10, 0, 0, 99]);
        let door = Door { address, cookie: None, has_slow_ranks: false, is_old_protocol: true };
        let outputs = self.world.step(Input::Opened(ConnId(conn), door), now(self.ms));
        self.note(outputs);
    }

    fn send(&mut self, conn: u64, frame: &str) {
        let outputs = self.world.step(Input::Heard(ConnId(conn), frame.to_owned()), now(self.ms));
        self.note(outputs);
    }

    fn emit(&mut self, conn: u64, event: &str, payload: &Value) {
        self.send(conn, &format!("42{}", json!([event, payload])));
    }

    /// Comes in from an own address, with an account.
    fn enter(&mut self, conn: u64, name: &str) {
        self.open(conn, [10, 0, 0, u8::try_from(conn).unwrap()]);
        self.emit(conn, "login", &json!({ "name": name, "pw": "x" }));
        self.emit(conn, "joinChannel", &json!({ "name": "fatpizza" }));
    }

    fn wait_until(&mut self, ms: u64) {
        self.ms = ms;
        let outputs = self.world.wake(now(ms));
        self.note(outputs);
    }

    /// Forgets what all received until now.
    fn forget_all(&mut self) {
        self.heard.clear();
    }

    /// What a connection received since this was asked last.
    fn heard(&mut self, conn: u64) -> Vec<Value> {
        self.heard.remove(&conn).unwrap_or_default()
    }

    /// The names of the events a connection received since this was asked last.
    fn names(&mut self, conn: u64) -> Vec<String> {
        self.heard(conn).iter().map(|event| event[0].as_str().unwrap().to_owned()).collect()
    }
}

fn now(ms: u64) -> Timestamp {
    later(Timestamp::from_second(1_795_444_500).unwrap(), Duration::from_millis(ms))
}

fn fatpizza() -> RoomName {
    "fatpizza".parse().unwrap()
}

/// The payloads of one kind of event.
fn payloads<'a>(events: &'a [Value], name: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event[0] == name).map(|event| &event[1]).collect()
}

#[test]
fn relaxed_limits_let_one_address_be_many_and_loud() {
    let mut stage = Stage::new(Limits::relaxed());
    for conn in 0..50 {
        stage.open(conn, [10, 0, 0, 1]);
        stage.emit(conn, "login", &json!({ "name": format!("guest{conn}") }));
        stage.emit(conn, "joinChannel", &json!({ "name": "fatpizza" }));
    }
    assert_eq!(stage.world.view().channels["fatpizza"].people.len(), 50);
    stage.heard(0);
    (0..100).for_each(|n| stage.emit(0, "chatMsg", &json!({ "msg": format!("line {n}") })));
    assert_eq!(stage.names(0), vec!["chatMsg"; 100]);
    assert_eq!(stage.world.lines(&fatpizza()).len(), 100);
}

#[test]
fn stock_limits_let_ten_connections_of_one_address_in() {
    let mut stage = Stage::new(Limits::stock());
    for conn in 0..11 {
        stage.wait_until(conn * 10_000);
        stage.open(conn, [10, 0, 0, 1]);
        for earlier in 0..conn {
            stage.send(earlier, "3");
        }
    }
    let last = stage.heard(10);
    assert_eq!(payloads(&last, "kick"), [&json!({ "reason": "Too many connections from your IP address" })]);
    assert_eq!(last.last(), Some(&json!(["closed"])));
    stage.send(0, "41");
    stage.wait_until(120_000);
    stage.open(11, [10, 0, 0, 1]);
    assert_eq!(stage.names(11), ["rank"], "one went, one may come");
}

#[test]
fn a_newcomer_is_told_what_plays_and_everybody_what_comes_next() {
    let mut stage = Stage::new(Limits::stock());
    stage.enter(1, "mod");
    let joined = stage.heard(1);
    assert_eq!(payloads(&joined, "changeMedia")[0]["currentTime"], -3);
    assert_eq!(payloads(&joined, "playlist")[0][0]["queueby"], "alice");
    let order: Vec<&str> = joined.iter().filter_map(|event| event[0].as_str()).collect();
    assert_eq!(
        order[order.len() - 11..],
        [
            "setPlaylistMeta",
            "playlist",
            "setCurrent",
            "setCurrent",
            "changeMedia",
            "setPlaylistMeta",
            "playlist",
            "setCurrent",
            "userlist",
            "usercount",
            "listPlaylists"
        ]
    );
    stage.wait_until(13_900);
    assert_eq!(payloads(&stage.heard(1), "mediaUpdate").len(), 3);
    stage.wait_until(14_000);
    assert_eq!(
        stage.names(1),
        ["delete", "setPlaylistMeta", "setCurrent", "changeMedia", "drinkCount", "voteskip"],
        "the first was temporary"
    );
    stage.wait_until(20_000);
    stage.enter(2, "alice");
    assert_eq!(
        payloads(&stage.heard(2), "changeMedia")[0],
        &json!({
            "id": "2", "title": "Two", "seconds": 30, "duration": "00:30", "type": "yt", "meta": {},
            "currentTime": 3, "paused": false,
        })
    );
    stage.heard(1);
    stage.emit(2, "playerReady", &Value::Null);
    assert_eq!(stage.names(2), ["setCurrent", "changeMedia"]);
}

#[test]
fn addresses_are_for_the_site_and_cloaks_for_moderators() {
    let mut stage = Stage::new(Limits::stock());
    for (conn, name) in [(1, "alice"), (2, "mod"), (3, "root")] {
        stage.enter(conn, name);
    }
    let seen = [1, 2, 3].map(|conn| {
        let heard = stage.heard(conn);
        payloads(&heard, "userlist").last().unwrap()[0]["meta"]["ip"].clone()
    });
    assert_eq!((&seen[0], &seen[2]), (&Value::Null, &json!("10.0.0.1")));
    assert!(seen[1].is_string() && seen[1] != seen[2], "{}", seen[1]);
}

#[test]
fn names_of_one_address_are_told_to_moderators_only() {
    let mut stage = Stage::new(Limits::relaxed());
    stage.enter(1, "mod");
    stage.enter(2, "alice");
    stage.open(3, [10, 0, 0, 2]);
    stage.emit(3, "login", &json!({ "name": "Second" }));
    stage.heard(1);
    stage.heard(2);
    stage.emit(3, "joinChannel", &json!({ "name": "fatpizza" }));
    let told = stage.heard(1);
    assert_eq!(payloads(&told, "addUser")[0]["meta"]["aliases"], json!(["Second", "alice"]));
    assert_eq!(payloads(&told, "chatMsg")[0]["msg"], "Second joined (aliases: Second,alice)");
    assert_eq!(stage.names(2), ["addUser"]);
}

#[test]
fn a_registered_channel_remembers_and_another_does_not() {
    let mut stage = Stage::new(Limits::relaxed());
    for (room, n_lines) in [("fatpizza", 1), ("nowhere", 0)] {
        for conn in [1, 2] {
            stage.open(conn, [10, 0, 0, 1]);
            stage.emit(conn, "login", &json!({ "name": "Gaz" }));
            stage.emit(conn, "joinChannel", &json!({ "name": room }));
            let old = stage.heard(conn);
            assert_eq!(payloads(&old, "chatMsg").len(), if conn == 2 { n_lines } else { 0 }, "{room}");
            assert_eq!(payloads(&old, "channelNotRegistered").len(), 1 - n_lines, "{room}");
            stage.emit(conn, "chatMsg", &json!({ "msg": "remember me" }));
            stage.send(conn, "41");
            stage.heard(conn);
        }
        stage.world.step(Input::Closed(ConnId(1)), now(0));
        stage.world.step(Input::Closed(ConnId(2)), now(0));
    }
}

#[test]
fn options_are_for_moderators_and_others_are_kicked() {
    let mut stage = Stage::new(Limits::stock());
    stage.enter(1, "mod");
    stage.enter(2, "alice");
    stage.heard(1);
    stage.heard(2);
    stage.emit(1, "setOptions", &json!({ "afk_timeout": 5, "pagetitle": "mine", "nonsense": 1 }));
    let told = stage.heard(2);
    let options = payloads(&told, "channelOpts")[0];
    assert_eq!((&options["afk_timeout"], &options["pagetitle"]), (&json!(5), &json!("fatpizza")));
    stage.emit(1, "setOptions", &json!({ "afk_timeout": 5 }));
    assert_eq!(stage.names(2), [""; 0], "nothing changed, nothing is told");
    stage.emit(2, "setOptions", &json!({ "afk_timeout": 6 }));
    assert_eq!(payloads(&stage.heard(2), "kick"), [&json!({ "reason": "Attempted setOptions as a non-moderator" })]);
}
