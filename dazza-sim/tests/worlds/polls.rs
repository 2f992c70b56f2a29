//! Polls: acknowledgements, limits, time, and what becomes of votes.

use dazza_sim::limits::Limits;
use serde_json::{Value, json};

use crate::{Stage, payloads};

fn room() -> Stage {
    let mut stage = Stage::new(Limits::relaxed());
    for (conn, name) in [(1, "mod"), (2, "alice")] {
        stage.enter(conn, name);
    }
    stage.forget_all();
    stage
}

fn counts(stage: &mut Stage, conn: u64) -> Value {
    let heard = stage.heard(conn);
    payloads(&heard, "updatePoll").last().map_or(Value::Null, |poll| poll["counts"].clone())
}

#[test]
fn who_asks_for_an_acknowledgement_gets_one_in_place_of_an_error() {
    let mut stage = room();
    stage.send(1, r#"427["newPoll",{"title":"t","opts":["a","b"],"obscured":false}]"#);
    assert_eq!(stage.acks, ["437[{}]"]);
    stage.send(1, r#"428["newPoll",{"title":"t","opts":[""],"obscured":false}]"#);
    assert_eq!(stage.acks[1], r#"438[{"error":{"message":"Poll options must be 1-255 characters long."}}]"#);
    let heard = stage.heard(1);
    assert_eq!(payloads(&heard, "newPoll").len(), 1);
    assert!(payloads(&heard, "errorMsg").is_empty());
    for (options, timeout) in [(json!(["a"]), 0.5), (json!(["a"]), 86_401.0), (json!([1]), 5.0)] {
        stage.emit(1, "newPoll", &json!({ "title": "t", "opts": options, "obscured": false, "timeout": timeout }));
        assert_eq!(stage.names(1), ["errorMsg"], "{timeout}");
    }
    stage.send(2, r#"429["newPoll",{"title":"t","opts":["a"],"obscured":false}]"#);
    assert_eq!(stage.acks.len(), 2, "silence without the permission");
}

#[test]
fn a_poll_closes_in_time_or_for_the_next() {
    let mut stage = room();
    let poll = json!({ "title": "t", "opts": ["a", "b"], "obscured": false, "timeout": 5 });
    stage.emit(1, "newPoll", &poll);
    stage.wait_until(3_000);
    stage.emit(1, "chatMsg", &json!({ "msg": "/poll next,a,b" }));
    assert_eq!(
        stage.names(2).into_iter().filter(|name| name.contains("Poll")).collect::<Vec<_>>(),
        ["newPoll", "closePoll", "newPoll"]
    );
    stage.wait_until(9_000);
    assert!(!stage.names(2).contains(&"closePoll".to_owned()), "the time of the first is not the second's");
    stage.emit(1, "newPoll", &poll);
    stage.heard(2);
    stage.wait_until(14_000);
    assert!(stage.names(2).contains(&"closePoll".to_owned()));
    stage.emit(2, "vote", &json!({ "option": 0 }));
    stage.emit(1, "closePoll", &Value::Null);
    assert_eq!(stage.names(2), [""; 0], "nothing is open");
}

#[test]
fn votes_of_those_who_go_are_kept_only_if_asked_for() {
    for (keeps, after) in [(true, json!([1, 1])), (false, json!([1, 0]))] {
        let mut stage = room();
        let poll = json!({ "title": "t", "opts": ["a", "b"], "obscured": false, "retainVotes": keeps });
        stage.emit(1, "newPoll", &poll);
        stage.emit(2, "vote", &json!({ "option": 1 }));
        stage.emit(2, "vote", &json!({ "option": 9 }));
        stage.emit(1, "vote", &json!({ "option": 0 }));
        stage.send(2, "41");
        assert_eq!(counts(&mut stage, 1), after, "{keeps}");
    }
}
