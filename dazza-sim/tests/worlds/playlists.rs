//! Who may change a playlist, how fast, and what it leads to.

use dazza_sim::limits::Limits;
use serde_json::{Value, json};

use crate::{Stage, payloads};

/// A room with an administrator (1), a moderator (2) and an account (3), that has told everything about their coming.
fn room() -> Stage {
    let mut stage = Stage::new(Limits::stock());
    for (conn, name) in [(1, "boss"), (2, "mod"), (3, "alice")] {
        stage.enter(conn, name);
    }
    stage.forget_all();
    stage
}

fn video(id: &str, pos: &str) -> Value {
    json!({ "id": id, "type": "yt", "pos": pos, "temp": false })
}

/// What a connection was told of refusals.
fn refusals(stage: &mut Stage, conn: u64) -> Vec<String> {
    let heard = stage.heard(conn);
    payloads(&heard, "queueFail").iter().map(|refusal| refusal["msg"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn people_add_three_at_once_and_moderators_ten() {
    let mut stage = room();
    stage.emit(2, "togglePlaylistLock", &Value::Null);
    for (conn, burst, gap_ms) in [(3, 3, 1_000), (2, 10, 500)] {
        (0..=burst).for_each(|n| stage.emit(conn, "queue", &video(&format!("{conn}-{n}"), "end")));
        assert_eq!(refusals(&mut stage, conn), ["You are adding videos too quickly"], "{conn}");
        stage.wait_until(stage.ms + gap_ms);
        (0..2).for_each(|n| stage.emit(conn, "queue", &video(&format!("later-{conn}-{n}"), "end")));
        assert_eq!(refusals(&mut stage, conn).len(), 1, "{conn}");
    }
}

#[test]
fn an_open_playlist_takes_what_anybody_adds_but_not_next_and_not_for_good() {
    let mut stage = room();
    stage.open(4, [10, 0, 0, 4]);
    stage.emit(4, "joinChannel", &json!({ "name": "fatpizza" }));
    stage.forget_all();
    stage.emit(4, "queue", &video("a", "end"));
    stage.emit(4, "queue", &video("a", "wherever"));
    assert_eq!(stage.names(4), [""; 0], "a locked playlist is silent");
    stage.emit(2, "togglePlaylistLock", &Value::Null);
    stage.emit(4, "queue", &video("a", "end"));
    stage.emit(4, "queue", &video("b", "next"));
    let heard = stage.heard(4);
    let queued = payloads(&heard, "queue");
    assert_eq!(queued.len(), 1);
    let item = &queued[0]["item"];
    assert_eq!((&item["temp"], &item["queueby"], &queued[0]["after"]), (&json!(true), &json!(""), &json!(1)));
    stage.emit(2, "queue", &video("b", "next"));
    let heard = stage.heard(4);
    assert_eq!(payloads(&heard, "queue")[0]["after"], 0, "behind what plays");
    assert_eq!(payloads(&heard, "queue")[0]["item"]["temp"], false);
}

#[test]
fn kinds_and_options_have_limits_of_their_own() {
    let mut stage = room();
    let limits = json!({ "maxlength": 100, "playlist_max_per_user": 3, "playlist_max_duration_per_user": 250 });
    stage.emit(1, "setOptions", &limits);
    stage.emit(2, "togglePlaylistLock", &Value::Null);
    let long = json!({ "id": "long", "type": "pt", "pos": "end", "duration": 101 });
    stage.emit(3, "queue", &long);
    stage.wait_until(10_000);
    for (n, seconds) in [(0, 90), (1, 90), (2, 90), (3, 5), (4, 5)] {
        stage.wait_until(stage.ms + 5_000);
        stage.emit(3, "queue", &json!({ "id": format!("s{n}"), "type": "pt", "pos": "end", "duration": seconds }));
    }
    let told = refusals(&mut stage, 3);
    assert_eq!(told[0], "Video exceeds the maximum length set by the channel admin: 100 seconds");
    assert_eq!(told.iter().filter(|told| told.contains("total playlist time")).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|told| told.contains("number of videos")).count(), 1, "{told:?}");
    stage.emit(2, "queue", &long);
    assert_eq!(refusals(&mut stage, 2), [""; 0], "moderators may");
    for (kind, id, told) in [
        ("cu", "<iframe src=\"https://x\">", Some("You don't have permission to add custom embeds")),
        ("fi", "https://x/a.mp4", Some("Raw file playback is not enabled on this server")),
        ("hl", "https://x/a.m3u8", None),
    ] {
        stage.emit(2, "queue", &json!({ "id": id, "type": kind, "pos": "end" }));
        assert_eq!(refusals(&mut stage, 2), told.into_iter().collect::<Vec<_>>(), "{kind}");
    }
}

#[test]
fn what_is_deleted_while_it_plays_gives_way() {
    let mut stage = room();
    stage.emit(3, "delete", &json!(0));
    stage.emit(3, "clearPlaylist", &Value::Null);
    assert_eq!(stage.names(1), [""; 0], "not for everybody");
    stage.emit(2, "delete", &json!(99));
    stage.emit(2, "delete", &json!("0"));
    assert_eq!(stage.names(1), [""; 0], "only what is there");
    stage.emit(2, "delete", &json!(0));
    assert_eq!(stage.names(1), ["delete", "setPlaylistMeta", "setCurrent", "changeMedia", "drinkCount", "voteskip"]);
    stage.emit(2, "delete", &json!(1));
    assert_eq!(stage.names(1), ["delete", "setPlaylistMeta"], "nothing follows the last");
    stage.wait_until(60_000);
    assert!(!stage.names(1).contains(&"mediaUpdate".to_owned()));
    stage.emit(2, "queue", &video("new", "next"));
    assert_eq!(payloads(&stage.heard(1), "changeMedia")[0]["currentTime"], -3);
}

#[test]
fn a_temporary_item_goes_when_somebody_jumps_away() {
    let mut stage = room();
    stage.emit(2, "jumpTo", &json!(1));
    let names = ["delete", "setPlaylistMeta", "setCurrent", "changeMedia", "drinkCount", "voteskip"];
    assert_eq!(stage.names(1), names);
    stage.emit(2, "setTemp", &json!({ "uid": 1, "temp": true }));
    stage.emit(2, "moveMedia", &json!({ "from": 1, "after": 7 }));
    stage.emit(2, "setTemp", &json!({ "uid": 7, "temp": true }));
    assert_eq!(stage.names(1), ["setTemp"], "what is not there is not told");
}

#[test]
fn a_list_of_one_plays_again_and_again() {
    let mut stage = room();
    stage.emit(2, "delete", &json!(0));
    stage.emit(2, "chatMsg", &json!({ "msg": "/d2" }));
    stage.forget_all();
    stage.wait_until(36_000);
    let heard = stage.heard(1);
    assert_eq!(payloads(&heard, "changeMedia")[0]["id"], "2");
    assert_eq!(payloads(&heard, "changeMedia")[0]["currentTime"], -3);
    assert_eq!(payloads(&heard, "drinkCount"), [&json!(0)]);
    assert!(payloads(&heard, "delete").is_empty());
}

#[test]
fn who_may_not_see_the_playlist_sees_what_plays() {
    let mut stage = room();
    stage.emit(1, "setPermissions", &json!({ "seeplaylist": 2 }));
    stage.forget_all();
    stage.emit(2, "queue", &video("x", "end"));
    stage.emit(2, "moveMedia", &json!({ "from": 2, "after": "prepend" }));
    stage.emit(2, "delete", &json!(2));
    stage.emit(2, "playNext", &Value::Null);
    stage.emit(3, "requestPlaylist", &Value::Null);
    let names = stage.names(3);
    assert!(names.contains(&"changeMedia".to_owned()), "{names:?}");
    for hidden in ["queue", "delete", "moveVideo", "playlist"] {
        assert!(!names.contains(&hidden.to_owned()), "{names:?}");
    }
}

#[test]
fn moderators_clean_up_after_somebody() {
    let mut stage = room();
    stage.emit(2, "queue", &video("abc", "end"));
    stage.forget_all();
    stage.emit(3, "chatMsg", &json!({ "msg": "/clean alice" }));
    assert_eq!(stage.names(1), [""; 0]);
    stage.emit(2, "chatMsg", &json!({ "msg": "/clean Alice" }));
    stage.emit(2, "chatMsg", &json!({ "msg": "/cleantitle ^YT a" }));
    stage.emit(2, "chatMsg", &json!({ "msg": "/cleantitle (" }));
    let heard = stage.heard(1);
    assert_eq!(payloads(&heard, "delete"), [&json!({ "uid": 0 }), &json!({ "uid": 2 })]);
    assert!(payloads(&stage.heard(2), "errorMsg")[0]["msg"].as_str().unwrap().contains("Invalid target"));
}

#[test]
fn a_link_leads_to_what_the_seed_says() {
    let mut stage = room();
    stage.emit(2, "queue", &video("barred", "end"));
    let heard = stage.heard(2);
    let warning = "This video is blocked in the following countries: AU NZ";
    let told = json!({ "msg": warning, "link": "https://youtu.be/barred" });
    assert_eq!(payloads(&heard, "queueWarn"), [&told]);
    assert_eq!(payloads(&heard, "queue")[0]["item"]["media"]["title"], "Not everywhere");
    stage.emit(2, "queue", &video("gone", "end"));
    assert_eq!(refusals(&mut stage, 2), ["This video is private"]);
}

#[test]
fn guests_have_no_saved_playlists() {
    let mut stage = room();
    stage.open(4, [10, 0, 0, 4]);
    stage.emit(4, "login", &json!({ "name": "Visitor" }));
    stage.emit(4, "joinChannel", &json!({ "name": "fatpizza" }));
    for (conn, name) in [(3, "listPlaylists"), (4, "errorMsg")] {
        stage.forget_all();
        stage.emit(conn, "listPlaylists", &Value::Null);
        assert_eq!(stage.names(conn), [name]);
    }
}
