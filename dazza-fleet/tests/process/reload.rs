//! A changed configuration is taken in while the fleet runs, and touches only the rooms whose meaning changed.

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::stage::{ROOMS, Stage, is_alive, send, text, until};

async fn json(stage: &Stage, verb: &str) -> Value {
    let told = stage.verb(&[verb, "--json"]).await;
    assert_eq!(told.status.code(), Some(0), "{}", text(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap()
}

#[tokio::test]
async fn of_twenty_rooms_one_is_changed_and_none_changes_its_process() {
    let rooms: Vec<String> = (0..20).map(|n| format!("room{n:02}")).collect();
    let mut stage = Stage::new();
    stage.configure_rooms(&rooms, "");
    stage.up();
    let pids = stage.until_these_joined(&rooms).await;
    assert_eq!(text(&stage.verb(&["plan"]).await.stdout), "nothing changes\n");
    stage.edit("[rooms.room07]\n", "[rooms.room07]\nprefix = \"?\"\n");
    let plan = json(&stage, "plan").await;
    let expected = serde_json::json!([{ "room": "room07", "deed": "reconfigure", "keys": ["prefix"] }]);
    assert_eq!(plan["rooms"], expected);
    assert_eq!(json(&stage, "reload").await, plan, "a reload does what the plan says");
    assert_eq!(json(&stage, "plan").await["rooms"], serde_json::json!([]), "and then there is nothing left");
    assert_eq!(stage.until_these_joined(&rooms).await, pids);
    assert!(stage.told().contains("room07 takes new settings while it runs (prefix)"), "{}", stage.told());
}

#[tokio::test]
async fn rooms_come_and_go_with_the_file() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    stage.edit("[rooms.thepub]\n", "[rooms.newroom]\n");
    stage.edit("[rooms.fatpizza]\n", "[rooms.fatpizza]\nenabled = false\n");
    let done = stage.verb(&["reload"]).await;
    let told = text(&done.stdout);
    assert_eq!(told, "fatpizza stops (enabled)\nnewroom starts\nthepub stops\n");
    stage.until("newroom", |seen| seen["phase"] == "joined").await;
    stage.until("fatpizza", |seen| seen["phase"] == "stopped").await;
    until("thepub to be forgotten", || stage.room("thepub").is_none().then_some(())).await;
    assert!(!is_alive(pids[0]) && is_alive(pids[1]) && !is_alive(pids[2]));
    let refused = stage.verb(&["start", "fatpizza"]).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("switched off in fleet.toml"), "{}", text(&refused.stderr));
    stage.edit("enabled = false\n", "");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    stage.until("fatpizza", |seen| seen["phase"] == "joined").await;
}

#[tokio::test]
async fn a_file_with_faults_changes_nothing_and_all_faults_are_told() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    stage.edit("[rooms.thepub]\n", "[rooms.newroom]\nprefix = \"/\"\ncolour = \"red\"\n");
    for verb in ["plan", "reload"] {
        let told = stage.verb(&[verb, "--json"]).await;
        assert_eq!(told.status.code(), Some(10), "{verb}");
        let faults: Value = serde_json::from_slice(&told.stdout).unwrap();
        let keys: Vec<_> = faults["faults"].as_array().unwrap().iter().map(|f| f["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["rooms.newroom.prefix", "rooms.newroom.colour"], "{verb}");
        assert!(text(&told.stderr).contains("2 faults"), "{}", text(&told.stderr));
    }
    let is_told = |told: &str| told.contains("nothing is changed") && told.contains("colour");
    until("the faults on the terminal", || is_told(&stage.told()).then_some(())).await;
    assert_eq!(stage.until_joined().await, pids);
    assert!(stage.room("newroom").is_none());
}

#[tokio::test]
async fn a_hang_up_reloads_and_so_does_a_watched_file() {
    let mut stage = Stage::new();
    let supervisor = stage.up_and_joined().await;
    stage.edit("[fleet]\n", "[fleet]\nwatch = true\n");
    send(Signal::SIGHUP, supervisor);
    until("the reload", || stage.told().contains("fleet.watch holds at once").then_some(())).await;
    stage.edit("[rooms.thepub]\n", "[rooms.thepub]\nenabled = false\n");
    stage.until("thepub", |seen| seen["phase"] == "stopped").await;
    stage.edit("enabled = false\n", "enabled = 7\n");
    until("the fault", || stage.told().contains("rooms.thepub.enabled: this is of the wrong kind").then_some(())).await;
    stage.edit("enabled = 7\n", "");
    stage.until_these_joined(&ROOMS).await;
}

#[tokio::test]
async fn figures_of_the_supervisor_hold_at_once() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstop_grace = \"60s\"");
    stage.teach("thepub", "deaf");
    stage.up_and_joined().await;
    stage.edit("stop_grace = \"60s\"", "stop_grace = \"100ms\"");
    assert_eq!(json(&stage, "reload").await["fleet"], serde_json::json!(["supervision.stop_grace"]));
    // With the old grace this would take longer than the deadline.
    assert_eq!(stage.verb(&["stop", "thepub"]).await.status.code(), Some(0));
}
