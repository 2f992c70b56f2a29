//! What those without the rank get for changing a room, and what the others' changes do.

use dazza_sim::limits::Limits;
use serde_json::{Value, json};

use crate::{Stage, payloads};

fn room() -> Stage {
    let mut stage = Stage::new(Limits::relaxed());
    for (conn, name) in [(1, "boss"), (2, "mod"), (3, "alice")] {
        stage.enter(conn, name);
    }
    stage.forget_all();
    stage
}

#[test]
fn some_changes_without_the_rank_lead_to_a_kick_and_others_to_silence() {
    for (event, payload) in [
        ("setMotd", json!({ "motd": "x" })),
        ("setChannelCSS", json!({ "css": "x" })),
        ("setChannelJS", json!({ "js": "x" })),
        ("setPermissions", json!({ "chat": -1 })),
        ("readChanLog", Value::Null),
        ("initACP", Value::Null),
    ] {
        let mut stage = room();
        stage.emit(2, event, &payload);
        let heard = stage.heard(2);
        assert!(payloads(&heard, "kick")[0]["reason"].as_str().unwrap().contains(event), "{event}: {heard:?}");
    }
    let mut stage = room();
    for event in ["updateEmote", "removeEmote", "importEmotes", "addFilter", "requestChatFilters", "importFilters"] {
        stage.emit(2, event, &json!({ "name": "x", "source": "x", "image": "https://x" }));
    }
    stage.emit(2, "acp-announce", &json!({ "title": "x", "content": "x" }));
    assert_eq!(stage.names(2), [""; 0]);
}

#[test]
fn a_newcomer_finds_the_room_as_it_was_changed() {
    let mut stage = room();
    stage.emit(1, "setMotd", &json!({ "motd": "<u>no</u> <i>yes</i>" }));
    stage.emit(1, "setChannelJS", &json!({ "js": "x" }));
    stage.emit(1, "importEmotes", &json!([{ "name": ":a:", "image": "https://x" }, { "name": "b b", "image": "x" }]));
    stage.emit(1, "updateEmote", &json!({ "name": ":c:", "image": "https://x" }));
    stage.emit(1, "moveEmote", &json!({ "from": 1, "to": 0 }));
    stage.emit(1, "setPermissions", &json!({ "chat": 2, "unheard-of": 1 }));
    stage.forget_all();
    stage.emit(3, "chatMsg", &json!({ "msg": "too low" }));
    assert_eq!(stage.names(1), [""; 0]);
    stage.enter(4, "root");
    let heard = stage.heard(4);
    assert_eq!(payloads(&heard, "setMotd"), ["no <i>yes</i>"]);
    assert_eq!(payloads(&heard, "channelCSSJS")[0]["js"], "x");
    let names: Vec<&Value> =
        payloads(&heard, "emoteList")[0].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, [":c:", ":a:"]);
    let permissions = payloads(&heard, "setPermissions")[0];
    assert_eq!((&permissions["chat"], &permissions["unheard-of"]), (&json!(2), &Value::Null));
}

#[test]
fn filters_are_tried_in_their_order_while_they_are_active() {
    let mut stage = room();
    let filter = |name: &str, source: &str, replace: &str, reaches_links: bool| {
        let (active, flags) = (true, "g");
        json!({ "name": name, "source": source, "flags": flags, "replace": replace, "active": active, "filterlinks": reaches_links })
    };
    stage.emit(1, "addFilter", &filter("one", "pie", "cake", false));
    stage.emit(1, "addFilter", &filter("two", "cake", "tart", true));
    assert_eq!(stage.names(1), ["addFilterSuccess", "updateChatFilter", "addFilterSuccess", "updateChatFilter"]);
    let said = |stage: &mut Stage| {
        stage.emit(3, "chatMsg", &json!({ "msg": "pie http://cake.example" }));
        let heard = stage.heard(1);
        payloads(&heard, "chatMsg")[0]["msg"].as_str().unwrap().to_owned()
    };
    assert_eq!(said(&mut stage), "tart http://tart.example");
    stage.emit(1, "moveFilter", &json!({ "from": 6, "to": 0 }));
    assert!(said(&mut stage).starts_with("cake "), "what comes first sees nothing of what comes later");
    let off = json!({ "name": "two", "source": "cake", "flags": "g", "replace": "tart", "active": false, "filterlinks": true });
    stage.emit(1, "updateFilter", &off);
    assert!(said(&mut stage).starts_with("cake <a href=\"http://cake.example\""));
    stage.forget_all();
    stage.emit(1, "addFilter", &filter("one", "x", "y", false));
    stage.emit(1, "updateFilter", &filter("three", "x", "y", false));
    stage.emit(1, "addFilter", &filter("bad", "(", "y", false));
    assert_eq!(stage.names(1), vec!["errorMsg"; 3]);
    stage.emit(1, "importFilters", &json!([filter("only", "a", "b", false)]));
    assert_eq!(payloads(&stage.heard(1), "chatFilters")[0].as_array().unwrap().len(), 1);
}

#[test]
fn what_the_site_says_is_heard_until_it_is_taken_back() {
    let mut stage = room();
    stage.enter(4, "root");
    stage.open(5, [10, 0, 0, 5]);
    stage.forget_all();
    stage.emit(4, "acp-announce", &json!({ "title": "t", "content": "<b>c</b>" }));
    let heard = stage.heard(5);
    let told = payloads(&heard, "announcement")[0];
    assert_eq!((&told["title"], &told["text"], &told["from"]), (&json!("t"), &json!("<b>c</b>"), &json!("root")));
    stage.open(6, [10, 0, 0, 6]);
    assert_eq!(stage.names(6), ["rank", "announcement"]);
    stage.emit(4, "acp-announce-clear", &Value::Null);
    stage.open(7, [10, 0, 0, 7]);
    assert_eq!(stage.names(7), ["rank"]);
}
