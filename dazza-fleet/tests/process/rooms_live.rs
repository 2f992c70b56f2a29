//! Rooms come back, others do not notice, and a new supervisor takes over what an old one left.

use nix::sys::signal::Signal;

use crate::stage::{ROOMS, Stage, is_alive, send, until};

#[tokio::test]
async fn a_killed_room_comes_back_and_the_others_keep_their_processes() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nhealthy_after = \"100ms\"");
    stage.up_and_joined().await;
    let before = stage.until_joined().await;
    send(Signal::SIGKILL, before[0]);
    let back = stage.until(ROOMS[0], |seen| seen["phase"] == "joined" && seen["pid"] != before[0]).await;
    assert_eq!(back["restarts"], 1);
    assert_eq!(back["last_error"]["text"], "ended by SIGKILL");
    let after = stage.until_joined().await;
    assert_eq!(after[1..], before[1..]);
    assert!(stage.told().contains("fatpizza         backing_off  ended by SIGKILL"), "{}", stage.told());
}

#[tokio::test]
async fn counts_go_on_where_the_last_process_left_off() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let seen = stage.until("thepub", |seen| seen["lines_in"].as_u64() > Some(5)).await;
    let (pid, lines) = (stage.pid("thepub").unwrap(), seen["lines_in"].as_u64());
    send(Signal::SIGKILL, pid);
    let back = stage.until("thepub", |seen| seen["phase"] == "joined" && seen["pid"] != pid).await;
    assert!(back["lines_in"].as_u64() > lines, "{back}");
    assert_eq!(back["commands_ok"], 2);
}

#[tokio::test]
async fn a_room_that_falls_silent_is_replaced() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstale_after = \"2s\"\nstop_grace = \"1s\"");
    stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    send(Signal::SIGSTOP, pid);
    let back = stage.until("thepub", |seen| seen["phase"] == "joined" && seen["pid"] != pid).await;
    assert!(back["last_error"]["text"].as_str().unwrap().contains("fell silent"), "{back}");
    assert!(!is_alive(pid));
}

#[tokio::test]
async fn rooms_outlive_a_killed_supervisor_and_the_next_one_adopts_them() {
    let mut stage = Stage::new();
    let first = stage.up_and_joined().await;
    let rooms = stage.until_joined().await;
    send(Signal::SIGKILL, first);
    assert_eq!(stage.until_ended().await, None);
    assert!(rooms.iter().all(|pid| is_alive(*pid)));
    stage.up();
    assert_eq!(stage.until_joined().await, rooms);
    assert_eq!(stage.room("thepub").unwrap()["restarts"], 0);

    // An adopted room is watched as any other.
    send(Signal::SIGKILL, rooms[2]);
    let back = stage.until("thepub", |seen| seen["phase"] == "joined" && seen["pid"] != rooms[2]).await;
    assert_eq!(back["restarts"], 1);
    let down = stage.verb(&["down"]).await;
    assert_eq!(down.status.code(), Some(0));
    assert!(stage.living_rooms().is_empty());
}

#[tokio::test]
async fn a_room_that_nobody_wants_any_more_is_ended_by_the_next_supervisor() {
    let mut stage = Stage::new();
    let first = stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    send(Signal::SIGKILL, first);
    stage.until_ended().await;
    let text =
        std::fs::read_to_string(stage.config()).unwrap().replace("[rooms.thepub]", "[rooms.thepub]\nenabled = false");
    std::fs::write(stage.config(), text).unwrap();
    stage.up();
    stage.until("thepub", |seen| seen["phase"] == "stopped").await;
    assert!(!is_alive(pid));
}

#[tokio::test]
async fn a_room_that_cannot_begin_is_held_back_with_its_reason_and_a_restart_releases_it() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nquarantine_failures = 3\nbackoff_min = \"100ms\"");
    stage.teach("fatpizza", "exit 20");
    stage.teach("thepub", "exit 1");
    stage.up();
    let blocked = stage.until("fatpizza", |seen| seen["phase"] == "blocked").await;
    assert_eq!(blocked["reason"], "the stub was told to end with 20");
    assert!(blocked["next_try"].is_string() && blocked["restarts"] == 0, "{blocked}");
    let held = stage.until("thepub", |seen| seen["phase"] == "quarantined").await;
    assert_eq!((&held["restarts"], &held["reason"]), (&2.into(), &"the stub was told to end with 1".into()));
    for room in ["fatpizza", "thepub"] {
        stage.teach(room, "");
        let restarted = stage.verb(&["restart", room]).await;
        assert_eq!(restarted.status.code(), Some(0));
    }
    stage.until_joined().await;
}

#[tokio::test]
async fn a_program_that_is_no_program_is_told_and_not_tried_without_end() {
    let mut stage = Stage::new();
    stage.replace_room_program(b"#!/nowhere/at/all\n");
    stage.up();
    let seen = stage.until("thepub", |seen| seen["reason"].is_string()).await;
    assert!(seen["reason"].as_str().unwrap().contains("could not be started"), "{seen}");
    until("the line in the feed", || stage.told().contains("could not be started").then_some(())).await;
}
