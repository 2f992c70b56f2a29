//! The way in: passwords, names, and who has to wait for what.

use serde_json::{Value, json};

use super::stage;
use crate::fatpizza;

#[test]
fn a_password_and_a_name_are_asked_for_one_after_the_other() {
    let mut stage = stage();
    stage.world.set_option(&fatpizza(), "password", json!("pizza"));
    stage.world.set_option(&fatpizza(), "block_anonymous_users", json!(true));
    stage.open(1, [10, 0, 0, 1]);
    stage.heard(1);
    stage.emit(1, "joinChannel", &json!({ "name": "fatpizza" }));
    for wrong in [json!("PIZZA"), json!(false), Value::Null] {
        stage.emit(1, "channelPassword", &wrong);
    }
    assert_eq!(stage.told(1, "needPassword"), [false, true, true, true]);
    stage.emit(1, "channelPassword", &json!("pizza"));
    assert_eq!(stage.names(1), ["cancelNeedPassword", "errorMsg"]);
    stage.emit(1, "channelPassword", &json!("pizza"));
    assert_eq!(stage.names(1), [""; 0], "it is not asked for again");
    stage.emit(1, "login", &json!({ "name": "Passer-by" }));
    assert!(stage.names(1).contains(&"userlist".to_owned()), "a guest has a name");
}

#[test]
fn who_is_no_moderator_goes_on_waiting_after_a_login() {
    let mut stage = stage();
    stage.world.set_option(&fatpizza(), "password", json!("pizza"));
    stage.open(1, [10, 0, 0, 1]);
    stage.emit(1, "joinChannel", &json!({ "name": "fatpizza" }));
    stage.heard(1);
    stage.emit(1, "login", &json!({ "name": "alice", "pw": "x" }));
    stage.say(1, "can you hear me");
    assert_eq!(stage.names(1), ["rank", "login", "rank"]);
    stage.world.set_option(&fatpizza(), "password", json!("other"));
    stage.emit(1, "channelPassword", &json!("pizza"));
    assert_eq!(stage.names(1), ["needPassword"], "the password of now counts");
    stage.emit(1, "channelPassword", &json!("other"));
    assert!(stage.is_in("alice"));
    assert!(stage.world.lines(&fatpizza()).is_empty());
}

#[test]
fn a_site_administrator_needs_no_password() {
    let mut stage = stage();
    stage.world.set_option(&fatpizza(), "password", json!("pizza"));
    stage.enter(1, "root");
    assert!(stage.is_in("root"));
}

#[test]
fn a_password_is_told_to_those_inside_and_is_a_text_or_false() {
    let mut stage = stage();
    stage.enter(1, "alice");
    stage.heard(1);
    let (fits, outputs) = stage.world.set_option(&fatpizza(), "password", json!("pizza"));
    stage.note(outputs);
    assert!(fits);
    assert_eq!(stage.told(1, "channelOpts")[0]["password"], "pizza");
    for (key, value) in [("password", json!(7)), ("no_such", json!(true))] {
        assert!(!stage.world.set_option(&fatpizza(), key, value).0, "{key}");
    }
}

#[test]
fn names_that_look_like_accounts_are_not_for_guests() {
    let mut stage = stage();
    stage.enter_as_guest(2, "Passer-by");
    for (name, error) in [
        ("ALICE", "That username is registered."),
        ("A1ice", "That username is registered."),
        ("aIice", "That username is registered."),
        ("b0b", "That username is registered."),
        ("real-dazza", "That username is reserved."),
        ("Dazza_Owner", "That username is reserved."),
        ("PASSER-BY", "That name is already in use on this channel."),
    ] {
        stage.open(1, [10, 0, 0, 1]);
        stage.emit(1, "joinChannel", &json!({ "name": "fatpizza" }));
        stage.heard(1);
        stage.emit(1, "login", &json!({ "name": name }));
        assert_eq!(stage.told(1, "login"), [json!({ "success": false, "error": error })], "{name}");
    }
    stage.emit(1, "login", &json!({ "name": "Dazzaling" }));
    assert_eq!(stage.told(1, "login")[0]["success"], true, "only the whole word is reserved");
}

#[test]
fn a_look_alike_is_no_account() {
    let mut stage = stage();
    stage.open(1, [10, 0, 0, 1]);
    stage.heard(1);
    stage.emit(1, "login", &json!({ "name": "a1ice", "pw": "x" }));
    assert_eq!(stage.told(1, "login"), [json!({ "success": false, "error": "User does not exist" })]);
}
