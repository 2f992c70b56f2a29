//! The verbs of the command line: what they do, what they tell, and how they end.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use serde_json::Value;

use crate::stage::{Stage, text};

#[tokio::test]
async fn without_a_fleet_verbs_say_so() {
    let stage = Stage::new();
    for verb in [&["status"][..], &["down"], &["restart", "thepub"]] {
        let ended = stage.verb(verb).await;
        assert_eq!(ended.status.code(), Some(12), "{verb:?}");
        assert!(text(&ended.stderr).contains("no fleet is running"), "{verb:?}");
    }
}

#[tokio::test]
async fn a_second_up_is_refused_with_the_pid_of_the_first() {
    let mut stage = Stage::new();
    let first = stage.up_and_joined().await;
    let second = stage.verb(&["up"]).await;
    assert_eq!(second.status.code(), Some(11));
    assert!(text(&second.stderr).contains(&format!("process {first}")), "{}", text(&second.stderr));
    stage.until_joined().await;
}

#[tokio::test]
async fn status_shows_all_rooms_and_its_code_tells_whether_they_are_joined() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let shown = stage.verb(&["status"]).await;
    assert_eq!(shown.status.code(), Some(0));
    assert!(text(&shown.stdout).contains("3 of 3 rooms joined"), "{}", text(&shown.stdout));
    let json: Value = serde_json::from_slice(&stage.verb(&["status", "--json"]).await.stdout).unwrap();
    assert_eq!(json["rooms"].as_array().unwrap().len(), 3);
    assert_eq!((&json["rooms"][0]["players"], &json["rooms"][0]["version"]), (&3.into(), &"0.0.0".into()));

    stage.teach("thepub", "exit 21");
    let failed = stage.verb(&["restart", "thepub"]).await;
    assert_eq!(failed.status.code(), Some(13));
    assert!(text(&failed.stderr).contains("blocked (the stub was told to end with 21)"), "{}", text(&failed.stderr));
    let shown = stage.verb(&["status"]).await;
    assert_eq!(shown.status.code(), Some(13));
    assert!(text(&shown.stdout).contains("the stub was told to end with 21"), "{}", text(&shown.stdout));
}

#[tokio::test]
async fn restart_replaces_one_process_and_tells_both() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let before = stage.until_joined().await;
    let done = stage.verb(&["restart", "FatPizza"]).await;
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let after = stage.until_joined().await;
    let told = format!("fatpizza is joined: old process {}, new process {}\n", before[0], after[0]);
    assert_eq!(text(&done.stdout), told);
    assert_eq!(after[1..], before[1..]);
    for unknown in ["elsewhere", "not a name"] {
        assert_eq!(stage.verb(&["restart", unknown]).await.status.code(), Some(15), "{unknown}");
    }
}

#[tokio::test]
async fn restart_and_down_give_up_in_time() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstop_grace = \"60s\"");
    stage.teach("thepub", "deaf");
    stage.up_and_joined().await;
    assert_eq!(stage.verb(&["restart", "thepub", "--timeout", "1"]).await.status.code(), Some(14));
    assert_eq!(stage.verb(&["down", "--timeout", "1"]).await.status.code(), Some(14));
}

#[tokio::test]
async fn bad_configuration_is_told_whole() {
    let stage = Stage::new();
    stage.configure("[rooms.\"not a room\"]\n[rooms.third]\naccount = \"nobody\"");
    for verb in ["check", "up"] {
        let told = stage.verb(&[verb]).await;
        assert_eq!(told.status.code(), Some(10), "{verb}");
        let told = text(&told.stderr);
        assert!(told.contains("2 faults") && told.contains("not a room") && told.contains("nobody"), "{told}");
    }
    stage.configure("");
    let fine = stage.verb(&["check"]).await;
    assert_eq!(fine.status.code(), Some(0));
    assert!(text(&fine.stdout).contains("thepub"), "{}", text(&fine.stdout));
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let stage = Stage::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let config = std::fs::read_to_string(stage.config()).unwrap().replace("127.0.0.1:0", &address);
    std::fs::write(stage.config(), config).unwrap();
    let told = stage.verb(&["up"]).await;
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stderr).contains(&address), "{}", text(&told.stderr));
}

#[test]
fn a_secret_is_taken_from_the_input_and_kept_private() {
    let stage = Stage::new();
    let mut set = stage.command(&["secrets", "set", "main"]);
    let mut set = set.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    set.stdin.take().unwrap().write_all(b"hunter2\n").unwrap();
    let done = set.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(!text(&done.stdout).contains("hunter2"));
    let file = stage.state_dir().join("secrets/main");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "hunter2\n");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn what_is_not_understood_is_a_usage_error() {
    let stage = Stage::new();
    assert_eq!(stage.verb(&["frobnicate"]).await.status.code(), Some(2));
    let help = stage.verb(&["restart", "--help"]).await;
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).contains("Exit codes:"));
}
