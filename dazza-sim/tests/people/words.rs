//! What may be said: mutes, new visitors, and how many events.

use dazza_sim::limits::{EventBucket, Limits};
use dazza_sim::seed::Mute;
use serde_json::json;

use super::{Stage, stage, stage_with};
use crate::fatpizza;

#[test]
fn the_shadow_muted_hear_each_other_and_nobody_writes_it_down() {
    let mut stage = stage();
    for (conn, name) in [(1, "mod"), (2, "alice"), (3, "bob"), (4, "young")] {
        stage.enter(conn, name);
    }
    stage.say(1, "/smute alice");
    stage.say(1, "/smute bob");
    stage.heard.clear();
    stage.say(2, "/me waves");
    let lines = [1, 2, 3, 4].map(|conn| stage.told(conn, "chatMsg"));
    assert_eq!(lines.clone().map(|lines| lines.len()), [1, 1, 1, 0]);
    assert_eq!(lines[0][0]["meta"], json!({ "addClass": "action", "action": true, "shadow": true }));
    assert_eq!(lines[2][0]["meta"], json!({ "addClass": "action", "action": true }));
    assert!(stage.world.lines(&fatpizza()).is_empty());
    stage.enter_as_guest(5, "Late");
    assert_eq!(stage.told(5, "chatMsg"), [json!(null); 0]);
}

#[test]
fn mutes_are_remembered_by_name_and_told_to_those_who_mute() {
    let mut stage = stage();
    for mute in [Mute::Loud, Mute::Shadow] {
        stage.world.mute(&fatpizza(), "Alice", Some(mute));
        stage.enter(1, "mod");
        stage.enter(3, "bob");
        stage.heard.clear();
        stage.enter(2, "alice");
        let meta = stage.told(1, "setUserMeta").remove(0);
        assert_eq!((&meta["meta"]["muted"], &meta["meta"]["smuted"]), (&json!(true), &json!(mute == Mute::Shadow)));
        assert_eq!(stage.told(3, "setUserMeta"), [json!(null); 0]);
        assert!(stage.world.view().channels["fatpizza"].people.iter().any(|one| one.is_muted && one.name == "alice"));
        stage.enter(3, "bob");
        let list = stage.told(3, "userlist").remove(0);
        let alice = list.as_array().unwrap().iter().find(|user| user["name"] == "alice").unwrap();
        assert_eq!(alice["meta"]["muted"], mute == Mute::Loud, "a shadow mute is no news to anybody");
        stage.say(1, "/unmute alice");
        stage.heard.clear();
        stage.say(2, "free");
        assert_eq!(stage.told(3, "chatMsg")[0]["msg"], "free");
        (1..4).for_each(|conn| stage.leave(conn));
    }
}

#[test]
fn refusals_of_mutes_are_worded() {
    let mut stage = stage();
    stage.enter(1, "mod");
    stage.enter(2, "boss");
    for (line, told) in [
        ("/mute", "/mute requires a target name"),
        ("/smute", "/smute requires a target name"),
        ("/unmute", "/unmute requires a target name"),
        ("/smute Nobody", "/smute target nobody not present in channel."),
        ("/mute BOSS", "/mute failed - boss has equal or higher rank than you."),
        ("/mute mod", "/mute failed - mod has equal or higher rank than you."),
        ("/unsmute Boss", "boss is not muted."),
    ] {
        stage.heard(1);
        stage.say(1, line);
        assert_eq!(stage.told(1, "errorMsg"), [json!({ "msg": told })], "{line}");
    }
}

#[test]
fn new_accounts_wait_and_moderators_do_not() {
    let mut stage = stage();
    stage.world.set_option(&fatpizza(), "new_user_chat_delay", json!(120));
    stage.world.set_option(&fatpizza(), "new_user_chat_link_delay", json!(240));
    for (conn, name) in [(1, "mod"), (2, "young"), (3, "alice")] {
        stage.enter(conn, name);
    }
    let reason = |stage: &mut Stage, conn: u64, text: &str| {
        stage.heard.clear();
        stage.say(conn, text);
        let filtered = stage.told(conn, "spamFiltered");
        filtered.first().and_then(|told| told["reason"].as_str().map(str::to_owned))
    };
    assert_eq!(reason(&mut stage, 1, "http://a.example"), None);
    assert_eq!(reason(&mut stage, 3, "http://a.example"), None);
    assert_eq!(reason(&mut stage, 2, "hi").as_deref(), Some("NEW_USER_CHAT"));
    stage.wait_until(60_000);
    assert_eq!(reason(&mut stage, 2, "a.example"), None, "two minutes after its registration");
    assert_eq!(reason(&mut stage, 2, "http://a.example").as_deref(), Some("NEW_USER_CHAT_LINK"));
    stage.wait_until(180_000);
    assert_eq!(reason(&mut stage, 2, "http://a.example"), None);
    stage.enter_as_guest(4, "Fresh");
    assert_eq!(reason(&mut stage, 4, "hi").as_deref(), Some("NEW_USER_CHAT"), "a guest's age is the connection's");
}

#[test]
fn every_event_counts_towards_the_limit_of_events() {
    let limits = Limits { events: Some(EventBucket { burst: 10, per_second: 2.0 }), ..Limits::relaxed() };
    let mut stage = stage_with(limits);
    stage.enter(1, "alice");
    (0..8).for_each(|_| stage.emit(1, "no-such-event", &json!(null)));
    assert!(stage.is_in("alice"), "two for the way in and eight more are ten");
    stage.wait_until(1_000);
    stage.say(1, "one");
    stage.say(1, "two");
    stage.heard(1);
    stage.say(1, "three");
    assert_eq!(stage.kicked(1).as_deref(), Some("Rate limit exceeded"));
    assert_eq!(stage.world.lines(&fatpizza()).len(), 2);
    stage.enter(2, "alice");
    assert!(stage.is_in("alice"), "another connection has a count of its own");
}
