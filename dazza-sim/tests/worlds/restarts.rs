//! What a stop saves and a kill forgets, and clients of the older protocol.

use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::world::{ConnId, Input, World};
use serde_json::{Value, json};

use crate::{Stage, fatpizza, now, payloads};

impl Stage {
    /// The server ends now, in order or not, and the next one starts.
    fn end(&mut self, saves: bool) {
        let next = World::new(dazza_sim::seed::Seed::default(), Limits::relaxed(), Heartbeat::stock(), now(self.ms));
        let mut world = std::mem::replace(&mut self.world, next);
        if saves {
            world.save_all();
        }
        self.world = World::resume(world.into_saved(), Limits::relaxed(), Heartbeat::stock(), now(self.ms));
        self.forget_all();
    }
}

fn backlog(stage: &mut Stage) -> Vec<String> {
    stage.enter(9, "root");
    let heard = stage.heard(9);
    stage.world.step(Input::Closed(ConnId(9)), now(stage.ms));
    payloads(&heard, "chatMsg").iter().map(|line| line["msg"].as_str().unwrap().to_owned()).collect()
}

/// Lets time pass for the first connection, which answers pings.
fn stay_until(stage: &mut Stage, ms: u64) {
    while stage.ms < ms {
        stage.wait_until(ms.min(stage.ms + 20_000));
        stage.send(1, "3");
    }
}

#[test]
fn a_kill_leaves_what_was_saved_at_the_last_of_every_five_minutes() {
    let mut stage = Stage::new(Limits::relaxed());
    stage.wait_until(100_000);
    stage.enter(1, "boss");
    stage.emit(1, "chatMsg", &json!({ "msg": "first" }));
    stay_until(&mut stage, 300_000);
    stage.emit(1, "chatMsg", &json!({ "msg": "second" }));
    stage.emit(1, "setOptions", &json!({ "pagetitle": "changed" }));
    stage.emit(1, "setChannelRank", &json!({ "name": "alice", "rank": 2 }));
    stay_until(&mut stage, 599_999);
    stage.end(false);
    assert_eq!(backlog(&mut stage), ["first"]);
    stage.enter(2, "alice");
    let heard = stage.heard(2);
    assert_eq!(payloads(&heard, "rank").last(), Some(&&json!(2)), "ranks are stored with every change");
    assert_eq!(payloads(&heard, "channelOpts")[0]["pagetitle"], "fatpizza");
}

#[test]
fn an_empty_room_is_saved_and_a_stop_saves_all() {
    let mut stage = Stage::new(Limits::relaxed());
    stage.enter(1, "boss");
    stage.emit(1, "chatMsg", &json!({ "msg": "first" }));
    stage.send(1, "41");
    stage.end(false);
    assert_eq!(backlog(&mut stage), ["first"]);

    stage.enter(1, "boss");
    for (event, payload) in [
        ("chatMsg", json!({ "msg": "second" })),
        ("setOptions", json!({ "pagetitle": "changed" })),
        ("setMotd", json!({ "motd": "hello" })),
        ("togglePlaylistLock", Value::Null),
        ("queue", json!({ "id": "x", "type": "yt", "pos": "next" })),
        ("newPoll", json!({ "title": "t", "opts": ["a"], "obscured": false })),
    ] {
        stage.emit(1, event, &payload);
    }
    stage.wait_until(10_500);
    stage.emit(1, "chatMsg", &json!({ "msg": "/d5" }));
    stage.end(true);
    assert!(stage.world.lines(&fatpizza()).is_empty());
    stage.enter(1, "boss");
    let heard = stage.heard(1);
    assert_eq!(payloads(&heard, "chatMsg").len(), 3);
    assert_eq!(payloads(&heard, "channelOpts")[0]["pagetitle"], "changed");
    assert_eq!(payloads(&heard, "setMotd"), ["hello"]);
    assert_eq!(payloads(&heard, "setPlaylistLocked"), [false]);
    assert_eq!(payloads(&heard, "newPoll")[0]["title"], "t");
    assert_eq!(payloads(&heard, "drinkCount"), [0], "drinks are not stored");
    let playlist = payloads(&heard, "playlist")[0];
    let uids: Vec<&Value> = playlist.as_array().unwrap().iter().map(|item| &item["uid"]).collect();
    assert_eq!(uids, [0, 1, 2], "uids count anew");
    assert_eq!(playlist[1]["media"]["id"], "x");
    assert_eq!(payloads(&heard, "changeMedia")[0]["currentTime"], 7);
}

#[test]
fn a_new_server_knows_no_throttle() {
    let mut stage = Stage::new(Limits::stock());
    let guest = json!({ "name": "Visitor" });
    for (n, is_new) in [(1, true), (2, false)] {
        stage.open(n, [10, 0, 0, 7]);
        stage.emit(n, "login", &guest);
        assert_eq!(payloads(&stage.heard(n), "login")[0]["success"], is_new);
    }
    let mut world = std::mem::replace(
        &mut stage.world,
        World::new(dazza_sim::seed::Seed::default(), Limits::stock(), Heartbeat::stock(), now(0)),
    );
    world.save_all();
    stage.world = World::resume(world.into_saved(), Limits::stock(), Heartbeat::stock(), now(0));
    stage.open(3, [10, 0, 0, 7]);
    stage.emit(3, "login", &guest);
    assert_eq!(payloads(&stage.heard(3), "login")[0]["success"], true);
}

#[test]
fn a_client_of_the_old_protocol_pings_or_is_given_up() {
    let mut stage = Stage::new(Limits::stock());
    for (conn, frames) in [(1, 4), (2, 0)] {
        stage.open_old(conn);
        assert_eq!(stage.names(conn), ["rank"], "it is in without asking");
        for _ in 0..frames {
            stage.wait_until(stage.ms + 100_000);
            stage.send(conn, "2");
        }
        assert_eq!(stage.names(conn), [""; 0], "and is not pinged");
    }
    stage.wait_until(stage.ms + 145_000);
    assert_eq!((stage.names(1), stage.names(2)), (vec!["closed".to_owned()], vec!["closed".to_owned()]));
    (3..8).for_each(|conn| stage.open_old(conn));
    stage.open_old(8);
    assert_eq!(stage.frames.last().unwrap(), r#"44"Rate limit exceeded""#);
}

#[test]
fn bans_channels_and_what_the_site_knows_outlast_a_kill() {
    let (mut stage, newroom) = (Stage::new(Limits::relaxed()), "newroom".parse().unwrap());
    stage.world.ban(&fatpizza(), "alice", "too loud", false);
    stage.world.set_site_ban([10, 9, 9, 9].into(), true);
    stage.world.register_channel(&newroom, "mod");
    stage.world.move_channel(&"thepub".parse().unwrap(), "http://elsewhere.example");
    stage.end(false);
    stage.enter(1, "alice");
    assert_eq!(payloads(&stage.heard(1), "kick"), [&json!({ "reason": "You are banned from this channel." })]);
    stage.open(2, [10, 9, 9, 9]);
    assert_eq!(stage.names(2), [""; 0], "refused at the door");
    assert!(stage.world.view().channels.contains_key(&newroom));
    assert_eq!(stage.world.host_of(&"thepub".parse().unwrap()), Some("http://elsewhere.example"));
}
