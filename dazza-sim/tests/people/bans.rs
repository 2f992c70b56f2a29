//! Bans: who is hit, who may ban whom, and how they end.

use dazza_sim::limits::Limits;
use serde_json::json;

use super::{Stage, stage, stage_with};
use crate::{fatpizza, payloads};

const BANNED: &str = "You are banned from this channel.";

fn with_moderator() -> Stage {
    let mut stage = stage();
    stage.enter(1, "mod");
    stage.heard(1);
    stage
}

#[test]
fn an_unban_lets_in_again() {
    let mut stage = with_moderator();
    stage.say(1, "/ban Alice too loud");
    assert_eq!(stage.told(1, "chatMsg")[0]["msg"], "mod namebanned alice");
    stage.enter(2, "alice");
    assert_eq!(stage.kicked(2).as_deref(), Some(BANNED), "one who was not there is banned all the same");
    stage.emit(1, "unban", &json!({ "id": 1, "name": "alice" }));
    stage.enter(3, "alice");
    assert!(stage.is_in("alice"));
}

#[test]
fn an_unban_of_nobody_lifts_nothing() {
    let mut stage = with_moderator();
    stage.say(1, "/ban alice");
    for id in [json!(2), json!(-1), json!(1.5)] {
        stage.heard(1);
        stage.emit(1, "unban", &json!({ "id": id, "name": "alice" }));
        assert_eq!(stage.told(1, "banlistRemove"), [json!({ "id": id, "name": "alice" })]);
    }
    stage.enter(2, "alice");
    assert_eq!(stage.kicked(2).as_deref(), Some(BANNED));
}

#[test]
fn a_range_bars_neighbours_and_nobody_else() {
    for (word, barred) in [("", [true, false, false]), ("range ", [true, true, false]), ("wrange ", [true; 3])] {
        let mut stage = with_moderator();
        stage.open(2, [10, 2, 3, 4]);
        stage.emit(2, "login", &json!({ "name": "alice", "pw": "x" }));
        stage.say(1, &format!("/ipban alice {word}because"));
        let seen = [[10, 2, 3, 4], [10, 2, 3, 99], [10, 2, 99, 99], [10, 99, 3, 4]].map(|address| {
            let conn = 10 + u64::from(address[1]) + u64::from(address[2]) * 2 + u64::from(address[3]) * 3;
            stage.open(conn, address);
            stage.emit(conn, "joinChannel", &json!({ "name": "fatpizza" }));
            stage.kicked(conn).as_deref() == Some(BANNED)
        });
        assert_eq!(seen[..3], barred, "{word:?}");
        assert!(!seen[3], "{word:?}");
    }
}

#[test]
fn whoever_is_banned_by_range_is_kicked_by_name() {
    let mut stage = with_moderator();
    stage.enter(2, "alice");
    stage.heard(2);
    stage.say(1, "/banip alice range");
    assert_eq!(stage.kicked(2).as_deref(), Some("You're banned!"));
    stage.heard(1);
    stage.emit(1, "requestBanlist", &json!(null));
    let list = stage.told(1, "banlist").remove(0);
    let (address, name) = (list[0]["ip"].as_str().unwrap(), list[1]["ip"].as_str().unwrap());
    assert!(address.ends_with(".*") && !address.starts_with("10."), "{address}");
    assert_eq!((name, &list[1]["bannedby"]), ("*", &json!("mod")));
}

#[test]
fn an_address_of_somebody_above_is_not_banned() {
    let mut stage = with_moderator();
    for (conn, name) in [(2, "boss"), (3, "alice")] {
        stage.open(conn, [10, 2, 3, 4]);
        stage.emit(conn, "login", &json!({ "name": name, "pw": "x" }));
    }
    stage.say(1, "/ipban alice");
    let told = stage.heard(1);
    let refusal = payloads(&told, "errorMsg")[0]["msg"].as_str().unwrap();
    assert!(refusal.starts_with("You don't have permission to ban IP ") && !refusal.contains("10."), "{refusal}");
    assert_eq!(payloads(&told, "chatMsg")[0]["msg"], "mod namebanned alice", "the name is");
}

#[test]
fn only_the_site_sees_banned_addresses() {
    let mut stage = with_moderator();
    stage.enter(2, "alice");
    stage.enter(3, "root");
    stage.say(1, "/ipban alice");
    for (conn, is_open) in [(1, false), (3, true)] {
        stage.heard(conn);
        stage.emit(conn, "requestBanlist", &json!(null));
        assert_eq!(stage.told(conn, "banlist")[0][0]["ip"] == "10.0.0.2", is_open);
    }
}

#[test]
fn a_ban_meets_those_who_wait_outside_once_they_come_in() {
    let mut stage = with_moderator();
    stage.say(1, "/ban alice");
    stage.world.set_option(&fatpizza(), "password", json!("pizza"));
    stage.open(2, [10, 0, 0, 2]);
    stage.emit(2, "joinChannel", &json!({ "name": "fatpizza" }));
    stage.emit(2, "login", &json!({ "name": "alice", "pw": "x" }));
    stage.heard(1);
    stage.emit(2, "channelPassword", &json!("pizza"));
    assert_eq!(stage.kicked(2).as_deref(), Some(BANNED));
    let lines = stage.told(1, "chatMsg");
    assert_eq!(lines.last().unwrap()["msg"], "alice was kicked (name is banned)");
}

#[test]
fn the_staff_bans_at_run_time() {
    let mut stage = stage();
    stage.enter(2, "alice");
    stage.heard(2);
    let outputs = stage.world.ban(&fatpizza(), "Alice", "no reason", true);
    stage.note(outputs);
    assert_eq!(stage.kicked(2).as_deref(), Some("You're banned!"));
    stage.open(3, [10, 0, 0, 2]);
    stage.emit(3, "joinChannel", &json!({ "name": "fatpizza" }));
    assert_eq!(stage.kicked(3).as_deref(), Some(BANNED));
    stage.world.lift_bans(&fatpizza(), "alice");
    stage.enter(2, "alice");
    assert!(stage.is_in("alice"));
}

#[test]
fn the_site_refuses_addresses_at_the_door() {
    let mut stage = stage_with(Limits::stock());
    let is_let_in = |stage: &mut Stage, conn: u64, address: [u8; 4]| {
        stage.open(conn, address);
        stage.names(conn) == ["rank"]
    };
    for (conn, address) in [(1, [10, 9, 9, 9]), (2, [10, 8, 8, 1]), (3, [10, 9, 9, 8])] {
        assert_eq!(is_let_in(&mut stage, conn, address), conn == 3, "{address:?}");
    }
    let here = [10, 9, 9, 7];
    stage.world.set_site_ban(here.into(), true);
    assert!((10..20).all(|conn| !is_let_in(&mut stage, conn, here)));
    stage.world.set_site_ban(here.into(), false);
    assert!(is_let_in(&mut stage, 20, here), "refused connects cost nothing");
}
