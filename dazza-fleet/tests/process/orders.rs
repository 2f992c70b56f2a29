//! Orders for rooms: start, stop, and restarts that roll.

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::stage::{ROOMS, Stage, is_alive, send, text};

#[tokio::test]
async fn a_stop_lasts_until_a_start_whoever_supervises() {
    let mut stage = Stage::new();
    let first = stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    let stopped = stage.verb(&["stop", "thepub"]).await;
    assert_eq!(stopped.status.code(), Some(0), "{}", text(&stopped.stderr));
    assert_eq!(text(&stopped.stdout), format!("thepub is stopped: process {pid} has ended\n"));
    assert!(!is_alive(pid));
    assert_eq!(stage.verb(&["status"]).await.status.code(), Some(0), "a room that nobody wants is missed by nobody");

    send(Signal::SIGKILL, first);
    stage.until_ended().await;
    stage.up();
    let seen = stage.until("thepub", |seen| seen["phase"] == "stopped").await;
    assert!(seen["reason"].as_str().unwrap().contains("stopped by hand") && seen["is_enabled"] == true, "{seen}");
    stage.until_these_joined(&ROOMS[..2]).await;
    let refused = stage.verb(&["restart", "thepub"]).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("dazza-fleet start"), "{}", text(&refused.stderr));

    let started = stage.verb(&["start", "thepub", "--json"]).await;
    assert_eq!(started.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&started.stdout).unwrap();
    assert_eq!((&told["rooms"][0]["room"], &told["rooms"][0]["fate"]), (&"thepub".into(), &"done".into()));
    assert_eq!(told["rooms"][0]["pid"].as_i64(), stage.pid("thepub").map(Into::into));
}

#[tokio::test]
async fn all_rooms_stop_and_start_at_a_word() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    assert_eq!(stage.verb(&["stop", "--all"]).await.status.code(), Some(0));
    assert!(stage.living_rooms().is_empty());
    assert_eq!(stage.verb(&["start", "--all"]).await.status.code(), Some(0));
    let pids = stage.until_joined().await;
    assert_eq!(stage.verb(&["start", "--all"]).await.status.code(), Some(0));
    assert_eq!(stage.until_joined().await, pids, "a start leaves a room that runs alone");
}

#[tokio::test]
async fn unknown_rooms_are_all_named_and_nothing_is_done() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    for verb in ["start", "stop", "restart"] {
        let told = stage.verb(&[verb, "thepub", "nowhere", "no room"]).await;
        assert_eq!(told.status.code(), Some(15), "{verb}");
        let told = text(&told.stderr);
        assert!(told.contains("\"nowhere\"") && told.contains("\"no room\""), "{told}");
        assert_eq!(stage.verb(&[verb]).await.status.code(), Some(2), "{verb} of nothing");
    }
    assert_eq!(stage.until_joined().await, pids);
}

#[tokio::test]
async fn a_restart_of_all_rolls() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let before = stage.until_joined().await;
    let rolled = stage.verb(&["restart", "--all", "--at-once", "1", "--steady", "200ms"]).await;
    assert_eq!(rolled.status.code(), Some(0), "{}", text(&rolled.stderr));
    let after = stage.until_joined().await;
    for (n, room) in ROOMS.iter().enumerate() {
        let line = format!("{room} is joined: old process {}, new process {}", before[n], after[n]);
        assert_eq!(text(&rolled.stdout).lines().nth(n), Some(line.as_str()));
    }
}

#[tokio::test]
async fn a_rolling_restart_stops_at_the_first_failure_and_tells_what_the_others_run() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let before = stage.until_joined().await;
    stage.teach("shedcinema", "exit 21");
    let rolled = stage.verb(&["restart", "--all", "--at-once", "1", "--steady", "1ms", "--json"]).await;
    assert_eq!(rolled.status.code(), Some(13));
    let told = text(&rolled.stderr);
    assert!(told.contains("shedcinema did not join: blocked (the stub was told to end with 21)"), "{told}");
    assert!(told.contains(&format!("thepub is left as it was: process {}, version 0.0.0", before[2])), "{told}");
    let json: Value = serde_json::from_slice(&rolled.stdout).unwrap();
    let fates: Vec<_> = json["rooms"].as_array().unwrap().iter().map(|room| room["fate"].as_str().unwrap()).collect();
    assert_eq!(fates, ["done", "failed", "untouched"]);
    assert_eq!(stage.pid("thepub"), Some(before[2]));
    assert_ne!(stage.pid("fatpizza"), Some(before[0]));
}
