//! Supervisors that are killed, frozen or lied to lose no room, double none, and touch no stranger.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dazza_shared::claim::{Claim, ProcessIdentity};
use dazza_shared::config::Environment;
use nix::sys::signal::Signal;
use tokio::time::Instant;

use crate::stage::{ROOMS, Stage, is_alive, send, until};

/// How often a supervisor is killed, unless `DAZZA_TEST_KILLS` says otherwise.
const KILLS: usize = 10;

/// How often a supervisor is killed in this run.
pub(crate) fn n_kills() -> usize {
    Environment::System.get("DAZZA_TEST_KILLS").map_or(KILLS, |number| number.parse().unwrap())
}

/// A process that has nothing to do with the fleet.
struct Stranger(Child);

impl Stranger {
    fn new() -> Self {
        Self(Command::new("/bin/sleep").arg("600").stdout(Stdio::null()).spawn().unwrap())
    }

    fn identity(&self) -> ProcessIdentity {
        ProcessIdentity::of(i32::try_from(self.0.id()).unwrap()).unwrap()
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn claim_path(stage: &Stage, room: &str) -> std::path::PathBuf {
    stage.state_dir().join(format!("run/rooms/{room}.json"))
}

/// Says of `room` that another process serves it.
fn lie(stage: &Stage, room: &str, process: ProcessIdentity) {
    let path = claim_path(stage, room);
    let claim = Claim::read(&path).unwrap();
    Claim { process, ..claim }.write(&path).unwrap();
}

#[tokio::test]
async fn twenty_rooms_outlive_supervisor_after_supervisor() {
    let rooms: Vec<String> = (0..20).map(|n| format!("room{n:02}")).collect();
    let mut stage = Stage::new();
    stage.configure_rooms(&rooms, "");
    let mut supervisor = stage.up();
    let pids = stage.until_these_joined(&rooms).await;
    for n in 0..n_kills() {
        send(Signal::SIGKILL, supervisor);
        assert_eq!(stage.until_ended().await, None);
        assert!(pids.iter().all(|pid| is_alive(*pid)), "after kill {n}");
        supervisor = stage.up();
        if n % 2 == 0 {
            // Every second one dies as soon as it has begun.
            until("the next greeting", || stage.told().contains("fleet in").then_some(())).await;
        } else {
            assert_eq!(stage.until_these_joined(&rooms).await, pids, "after kill {n}");
        }
    }
    assert_eq!(stage.until_these_joined(&rooms).await, pids);
    for room in &rooms {
        assert_eq!(stage.room(room).unwrap()["restarts"], 0, "{room}");
    }
    send(Signal::SIGKILL, pids[7]);
    let back = stage.until(&rooms[7], |seen| seen["phase"] == "joined" && seen["pid"] != pids[7]).await;
    assert_eq!(back["restarts"], 1);
}

#[tokio::test]
async fn rooms_are_found_whatever_became_of_their_files() {
    let stranger = Stranger::new();
    let mut stage = Stage::new();
    let first = stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    send(Signal::SIGKILL, first);
    stage.until_ended().await;
    fs::write(claim_path(&stage, ROOMS[0]), "{\"room\":\"fatp").unwrap();
    let other_boot = ProcessIdentity { boot_id: "another".to_owned(), ..ProcessIdentity::of(pids[1]).unwrap() };
    lie(&stage, ROOMS[1], other_boot);
    lie(&stage, ROOMS[2], stranger.identity());
    stage.up();
    assert_eq!(stage.until_joined().await, pids);
    for room in ROOMS {
        assert_eq!(stage.room(room).unwrap()["restarts"], 0, "{room}");
    }
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    assert!(pids.iter().all(|pid| !is_alive(*pid)));
    assert!(stranger.identity().is_alive());
}

#[tokio::test]
async fn a_stranger_with_the_pid_of_a_dead_room_is_left_alone() {
    let stranger = Stranger::new();
    let mut stage = Stage::new();
    let first = stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    send(Signal::SIGKILL, first);
    stage.until_ended().await;
    for pid in &pids {
        send(Signal::SIGKILL, *pid);
    }
    until("the end of the rooms", || pids.iter().all(|pid| !is_alive(*pid)).then_some(())).await;
    for room in ROOMS {
        lie(&stage, room, stranger.identity());
    }
    stage.up();
    let fresh = stage.until_joined().await;
    assert!(fresh.iter().all(|pid| !pids.contains(pid)));
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    assert!(stranger.identity().is_alive());
}

#[tokio::test]
async fn a_room_that_somebody_else_started_meanwhile_is_adopted_and_not_doubled() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    assert_eq!(stage.verb(&["stop", "thepub"]).await.status.code(), Some(0));
    let mut other = stage.start_room("thepub");
    let pid = i32::try_from(other.id()).unwrap();
    until("its claim", || Claim::read(&claim_path(&stage, "thepub")).ok().filter(|claim| claim.process.pid == pid))
        .await;
    assert_eq!(stage.verb(&["start", "thepub"]).await.status.code(), Some(0));
    stage.until("thepub", |seen| seen["phase"] == "joined" && seen["pid"] == pid).await;
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    assert!(other.wait().is_ok());
}

#[tokio::test]
async fn a_supervisor_that_was_frozen_replaces_no_room() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstale_after = \"2s\"\nlink_timeout = \"2s\"");
    let supervisor = stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    send(Signal::SIGSTOP, supervisor);
    let frozen = Instant::now();
    until("three times the patience", || (frozen.elapsed() > Duration::from_secs(6)).then_some(())).await;
    send(Signal::SIGCONT, supervisor);
    for _ in 0..20 {
        assert_eq!(stage.until_joined().await, pids);
    }
    for room in ROOMS {
        assert_eq!(stage.room(room).unwrap()["restarts"], 0, "{room}");
    }
}

#[tokio::test]
async fn a_room_that_falls_silent_is_noticed_though_nobody_asks_and_others_talk() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstale_after = \"2s\"\nstop_grace = \"1s\"");
    stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    send(Signal::SIGSTOP, pid);
    until("the line about it", || stage.told().contains("it fell silent").then_some(())).await;
}
