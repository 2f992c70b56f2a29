//! Channels that end, move, or are not to be had.

use dazza_shared::names::RoomName;
use dazza_sim::rank::Rank;
use dazza_sim::world::Ending;
use serde_json::json;

use super::{Stage, stage};
use crate::{fatpizza, payloads};

impl Stage {
    fn end_room(&mut self, ending: Ending) {
        let outputs = self.world.end_channel(&fatpizza(), ending);
        self.note(outputs);
    }
}

#[test]
fn everybody_is_kicked_from_a_channel_that_ends() {
    for (ending, reason) in [
        (Ending::Reloaded, "Channel reloading"),
        (Ending::Unloaded, "Channel shutting down"),
        (Ending::Deleted, "Channel deleted"),
        (Ending::Banned("raffle fraud".into()), "Channel was banned: raffle fraud"),
    ] {
        let mut stage = stage();
        stage.enter(1, "mod");
        stage.enter_as_guest(2, "Gaz");
        stage.say(1, "remember me");
        stage.heard(1);
        stage.heard(2);
        stage.end_room(ending.clone());
        assert_eq!(stage.kicked(1).as_deref(), Some(reason));
        assert_eq!(stage.kicked(2).as_deref(), Some(reason));
        stage.enter(3, "mod");
        let back = stage.heard(3);
        let is_kept = matches!(ending, Ending::Reloaded | Ending::Unloaded);
        assert_eq!(payloads(&back, "chatMsg").len(), usize::from(is_kept), "{ending:?}");
        assert_eq!(payloads(&back, "channelNotRegistered").len(), usize::from(ending == Ending::Deleted), "{ending:?}");
    }
}

#[test]
fn a_channel_that_cannot_be_loaded_says_why() {
    let mut stage = stage();
    let badroom: RoomName = "badroom".parse().unwrap();
    for (reason, told) in [
        (None, Some("Channel is banned: raffle fraud")),
        (Some("Failed to load channel data from the database.  Please try again later."), None),
    ] {
        if reason.is_some() {
            stage.world.set_unloadable(&badroom, reason);
        }
        let why = told.or(reason).unwrap();
        stage.open(1, [10, 0, 0, 1]);
        stage.heard(1);
        stage.emit(1, "joinChannel", &json!({ "name": "BadRoom" }));
        let heard = stage.heard(1);
        assert_eq!(payloads(&heard, "errorMsg"), [&json!({ "msg": why, "alert": true })]);
        let reason = format!("Channel could not be loaded: {why}");
        assert_eq!(payloads(&heard, "kick"), [&json!({ "reason": reason })]);
    }
    assert!(!stage.world.view().channels.contains_key("badroom"));
    stage.world.set_unloadable(&badroom, None);
    stage.open(1, [10, 0, 0, 1]);
    stage.emit(1, "joinChannel", &json!({ "name": "badroom" }));
    assert!(stage.names(1).contains(&"channelNotRegistered".to_owned()));
}

#[test]
fn who_waits_outside_a_channel_that_ends_waits_for_nothing() {
    let mut stage = stage();
    stage.world.set_option(&fatpizza(), "password", json!("pizza"));
    stage.open(1, [10, 0, 0, 1]);
    stage.emit(1, "joinChannel", &json!({ "name": "fatpizza" }));
    stage.end_room(Ending::Unloaded);
    stage.heard(1);
    stage.emit(1, "channelPassword", &json!("pizza"));
    assert_eq!(stage.names(1), [""; 0]);
}

#[test]
fn a_channel_moves_to_another_server_and_back() {
    let mut stage = stage();
    stage.enter(1, "alice");
    stage.heard(1);
    let outputs = stage.world.move_channel(&fatpizza(), "https://elsewhere.example:8443");
    stage.note(outputs);
    let servers = json!({ "servers": [{ "url": "https://elsewhere.example:8443", "secure": true }] });
    assert_eq!(stage.heard(1), [json!(["partitionChange", servers])]);
    assert_eq!(stage.world.host_of(&fatpizza()), Some("https://elsewhere.example:8443"));

    stage.enter(2, "alice");
    let told = stage.heard(2);
    let message = "Channel 'fatpizza' is hosted on another server.  \
                   Try refreshing the page to update the connection URL.";
    assert_eq!(told.last(), Some(&json!(["errorMsg", { "msg": message }])), "and no kick");
    assert!(!stage.is_in("alice"));
    stage.emit(2, "joinChannel", &json!({ "name": "otherroom" }));
    assert_eq!(stage.names(2), [""; 0], "the one join is spent");

    stage.world.bring_back(&fatpizza());
    assert_eq!(stage.world.host_of(&fatpizza()), None);
    stage.enter(3, "alice");
    assert!(stage.is_in("alice"));
}

#[test]
fn a_registered_channel_has_an_owner() {
    let mut stage = stage();
    let room: RoomName = "newroom".parse().unwrap();
    stage.world.register_channel(&room, "Alice");
    stage.open(1, [10, 0, 0, 1]);
    stage.emit(1, "login", &json!({ "name": "alice", "pw": "x" }));
    stage.emit(1, "joinChannel", &json!({ "name": "newroom" }));
    assert_eq!(stage.told(1, "rank").last(), Some(&json!(5)));
    stage.world.register_channel(&fatpizza(), "bob");
    stage.enter(2, "boss");
    assert_eq!(stage.told(2, "rank").last(), Some(&json!(5)), "one that is registered keeps its people");
}

#[test]
fn the_staff_sets_ranks() {
    let mut stage = stage();
    stage.enter(1, "alice");
    stage.enter(2, "bob");
    stage.heard(1);
    stage.heard(2);
    let outputs = stage.world.set_rank(&fatpizza(), "ALICE", Rank::MODERATOR);
    stage.note(outputs);
    assert_eq!(stage.names(1), ["userlist", "rank", "setUserRank"]);
    assert_eq!(stage.told(2, "setUserRank"), [json!({ "name": "alice", "rank": 2 })]);
    stage.world.set_rank(&fatpizza(), "young", Rank::ADMIN);
    stage.enter(3, "young");
    assert_eq!(stage.told(3, "rank").last(), Some(&json!(3)), "one who was not there finds it later");
}
