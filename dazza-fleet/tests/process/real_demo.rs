//! The demo as a newcomer starts it: the real chat server with its cast, real rooms, and a terminal that reads along.

use std::fs;
use std::process::Stdio;

use dazza_shared::claim::ProcessIdentity;
use nix::sys::signal::Signal;
use tokio::process::{Child, Command};

use crate::stage::{ROOMS, Stage, is_alive, send, until};

/// A demo that has begun on `stage`, at a pace that makes the test short.
fn begin(stage: &Stage) -> Child {
    let folder = stage.folder().to_str().unwrap();
    let mut command = stage.command(&["demo", "--pace", "8", "--state-dir", folder]);
    command.stdout(fs::File::create(stage.folder().join("shown")).unwrap()).stderr(Stdio::null());
    Command::from(command).kill_on_drop(true).spawn().unwrap()
}

fn pid(demo: &Child) -> i32 {
    i32::try_from(demo.id().unwrap()).unwrap()
}

/// Processes whose parent is `pid`.
fn children(pid: i32) -> Vec<i32> {
    let text = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    text.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
}

#[tokio::test]
async fn every_room_answers_its_people_and_ctrl_c_leaves_no_process() {
    let stage = Stage::with_cast();
    let mut demo = begin(&stage);
    for room in ROOMS {
        stage.until(room, |seen| seen["phase"] == "joined" && seen["commands_ok"].as_u64() > Some(0)).await;
    }
    let processes = children(pid(&demo));
    assert_eq!(processes.len(), 5, "a chat server, a database server and three rooms: {processes:?}");
    let shown = fs::read_to_string(stage.folder().join("shown")).unwrap();
    for room in ROOMS {
        let is_answer = |line: &str| line.starts_with(room) && line.contains(" dazza  ");
        assert!(shown.lines().any(is_answer), "no answer in {room}:\n{shown}");
    }
    send(Signal::SIGINT, pid(&demo));
    assert_eq!(demo.wait().await.unwrap().code(), Some(0));
    assert!(processes.iter().all(|pid| !is_alive(*pid)));
}

#[tokio::test]
async fn a_demo_that_is_killed_takes_its_chat_server_along() {
    let stage = Stage::with_cast();
    let mut demo = begin(&stage);
    stage.until("thepub", |seen| seen["phase"] == "joined").await;
    let processes: Vec<_> = children(pid(&demo)).into_iter().filter_map(ProcessIdentity::of).collect();
    send(Signal::SIGKILL, pid(&demo));
    demo.wait().await.unwrap();
    let all_gone = || processes.iter().all(|process| !process.is_alive()).then_some(());
    until("the end of every process of the demo", all_gone).await;
}
