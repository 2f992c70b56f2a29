//! Votes to skip: who counts, once each, and what takes a vote back.

use dazza_sim::limits::Limits;
use serde_json::{Value, json};

use crate::{Stage, payloads};

#[test]
fn an_address_has_one_vote_and_the_absent_do_not_count() {
    let mut stage = Stage::new(Limits::relaxed());
    stage.enter(1, "mod");
    stage.enter(2, "alice");
    for (conn, name) in [(3, "Twin"), (4, "Twin2")] {
        stage.open(conn, [10, 0, 0, 2]);
        stage.emit(conn, "login", &json!({ "name": name }));
        stage.emit(conn, "joinChannel", &json!({ "name": "fatpizza" }));
    }
    stage.enter(5, "boss");
    stage.forget_all();
    for conn in [2, 3, 4, 2] {
        stage.emit(conn, "voteskip", &Value::Null);
    }
    assert_eq!(payloads(&stage.heard(1), "voteskip"), [&json!({ "count": 1, "need": 3 })]);
    assert!(payloads(&stage.heard(2), "voteskip").is_empty(), "the count is not for everybody");

    stage.emit(2, "chatMsg", &json!({ "msg": "/afk" }));
    assert_eq!(payloads(&stage.heard(1), "voteskip"), [&json!({ "count": 0, "need": 2 })], "the absent take it back");
    stage.emit(3, "voteskip", &Value::Null);
    stage.emit(5, "chatMsg", &json!({ "msg": "/afk" }));
    stage.heard(1);
    stage.emit(1, "voteskip", &Value::Null);
    let heard = stage.heard(1);
    let line = payloads(&heard, "chatMsg")[0];
    assert_eq!(line["username"], "[voteskip]");
    let words =
        "Voteskip passed: 2/3 skipped; eligible voters: 3 = total (5) - AFK (2) - no permission (0); ratio = 0.5";
    assert_eq!(line["msg"], words);
    assert_eq!(payloads(&heard, "changeMedia")[0]["id"], "2");
}

#[test]
fn a_vote_goes_with_its_voter_and_with_what_it_was_against() {
    let mut stage = Stage::new(Limits::relaxed());
    for (conn, name) in [(1, "mod"), (2, "alice"), (3, "boss")] {
        stage.enter(conn, name);
    }
    stage.emit(2, "voteskip", &Value::Null);
    stage.forget_all();
    stage.send(2, "41");
    assert_eq!(payloads(&stage.heard(1), "voteskip"), [&json!({ "count": 0, "need": 1 })]);
    stage.enter(2, "alice");
    stage.emit(2, "voteskip", &Value::Null);
    stage.emit(1, "playNext", &Value::Null);
    stage.forget_all();
    stage.emit(3, "voteskip", &Value::Null);
    assert_eq!(payloads(&stage.heard(1), "voteskip"), [&json!({ "count": 1, "need": 2 })], "counted anew");

    stage.emit(1, "setOptions", &json!({ "allow_voteskip": false }));
    stage.forget_all();
    stage.emit(2, "voteskip", &Value::Null);
    assert_eq!(stage.names(1), [""; 0]);
}
