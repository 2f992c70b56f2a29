//! The fleet ends in order, and leaves nothing behind.

use nix::sys::signal::Signal;
use nix::unistd::Pid;

use crate::stage::{ROOMS, Stage, is_alive, send, until};

#[tokio::test]
async fn a_signal_ends_the_fleet_and_leaves_nothing() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let mut stage = Stage::new();
        let supervisor = stage.up_and_joined().await;
        let rooms = stage.until_joined().await;
        send(signal, supervisor);
        assert_eq!(stage.until_ended().await, Some(0), "{signal}");
        assert!(rooms.iter().all(|pid| !is_alive(*pid)), "{signal}");
        assert!(!stage.state_dir().join("run/control.sock").exists());
        assert!(!stage.state_dir().join("run/fleet.sock").exists());
        assert!(ROOMS.iter().all(|room| stage.told().contains(&format!("{room:<16} stopped"))), "{}", stage.told());
    }
}

#[tokio::test]
async fn a_deaf_room_is_killed_after_its_grace_with_all_that_it_left_behind() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstop_grace = \"1s\"");
    stage.teach("thepub", "deaf\nbrood");
    stage.up_and_joined().await;
    let (deaf, brood) = (stage.pid("thepub").unwrap(), children_of(stage.pid("thepub").unwrap()));
    assert_eq!(brood.len(), 1);
    let down = stage.verb(&["down"]).await;
    assert_eq!(down.status.code(), Some(0));
    assert_eq!(stage.until_ended().await, Some(0));
    assert!(!is_alive(deaf) && !is_alive(brood[0]));
}

#[tokio::test]
async fn a_second_signal_does_not_wait_for_the_grace() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstop_grace = \"60s\"");
    stage.teach("thepub", "deaf");
    let supervisor = stage.up_and_joined().await;
    send(Signal::SIGINT, supervisor);
    stage.until("thepub", |seen| seen["phase"] == "stopping").await;
    send(Signal::SIGINT, supervisor);
    // The grace is twice the deadline: only the second signal can have ended it.
    assert_eq!(stage.until_ended().await, Some(0));
    assert!(stage.living_rooms().is_empty());
}

#[tokio::test]
async fn what_a_dead_room_leaves_behind_is_swept_while_the_fleet_runs() {
    let mut stage = Stage::new();
    stage.teach("thepub", "brood");
    stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    let brood = children_of(pid);
    send(Signal::SIGKILL, pid);
    until("the sweep", || (!is_alive(brood[0])).then_some(())).await;
    stage.until("thepub", |seen| seen["phase"] == "joined" && seen["pid"] != pid).await;
}

fn children_of(pid: i32) -> Vec<i32> {
    let list = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", Pid::from_raw(pid))).unwrap();
    list.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
}
