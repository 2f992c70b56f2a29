//! The demo comes and goes without a trace; its chat server is a script here, its rooms are stubs.

use std::fs;
use std::process::Stdio;

use nix::sys::signal::Signal;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::stage::{DEADLINE, ROOMS, Stage, is_alive, send, text, until};

const SIM: &str = r#"#!/bin/sh
echo $$ > "$TMPDIR/sim.pid"
while [ $# -gt 0 ]; do
    [ "$1" = --address-file ] && echo http://127.0.0.1:1 > "$2"
    shift
done
exec sleep 600
"#;

fn demo(stage: &Stage, arguments: &[&str]) -> Command {
    let mut command = stage.command(&[&["demo"], arguments].concat());
    command.env("TMPDIR", stage.folder()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut command = Command::from(command);
    command.kill_on_drop(true);
    command
}

fn sim_pid(stage: &Stage) -> Option<i32> {
    fs::read_to_string(stage.folder().join("sim.pid")).ok()?.trim().parse().ok()
}

/// Folders of demos that are left.
fn folders(stage: &Stage) -> Vec<String> {
    let names = fs::read_dir(stage.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("dazza-demo-")).collect()
}

#[tokio::test]
async fn a_demo_shows_its_rooms_and_leaves_nothing_behind() {
    let stage = Stage::new();
    stage.add_sim(SIM);
    let mut running = demo(&stage, &[]).spawn().unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let mut shown = String::new();
    let is_talk = |line: &str, room: &str| line.starts_with(room) && line.contains("gaz  line ");
    while !ROOMS.iter().all(|room| shown.lines().any(|line| is_talk(line, room))) {
        let line = timeout(DEADLINE, lines.next_line()).await.unwrap().unwrap().unwrap();
        shown = format!("{shown}{line}\n");
    }
    assert!(shown.contains("curl -s http://127.0.0.1:") && !shown.contains('\x1b'), "{shown}");
    send(Signal::SIGINT, i32::try_from(running.id().unwrap()).unwrap());
    let mut last = String::new();
    while let Some(line) = timeout(DEADLINE, lines.next_line()).await.unwrap().unwrap() {
        last = line;
    }
    assert!(last.contains("nothing is left of it"), "{last}");
    assert_eq!(running.wait().await.unwrap().code(), Some(0));
    assert!(!is_alive(sim_pid(&stage).unwrap()));
    assert!(folders(&stage).is_empty());
}

#[tokio::test]
async fn a_demo_with_a_limit_ends_by_itself_and_a_folder_of_ones_own_is_kept() {
    let stage = Stage::new();
    stage.add_sim(SIM);
    let kept = stage.folder().join("kept");
    let shown = demo(&stage, &["--seconds", "1", "--state-dir", kept.to_str().unwrap()]).output().await.unwrap();
    // Whether the rooms are joined after a second is up to the machine.
    assert!(matches!(shown.status.code(), Some(0 | 13)), "{}", text(&shown.stderr));
    assert!(kept.join("var/logs/fleet.jsonl").is_file());
    assert!(!is_alive(sim_pid(&stage).unwrap()));
}

#[tokio::test]
async fn a_signal_ends_a_demo_at_any_moment() {
    let slow = SIM.replace("--address-file", "never");
    for script in [SIM, slow.as_str()] {
        let stage = Stage::new();
        stage.add_sim(script);
        let running = demo(&stage, &[]).spawn().unwrap();
        let pid = i32::try_from(running.id().unwrap()).unwrap();
        let sim = until("the chat server", || sim_pid(&stage)).await;
        send(Signal::SIGINT, pid);
        let ended = running.wait_with_output().await.unwrap();
        assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
        assert!(!is_alive(sim));
        assert!(folders(&stage).is_empty());
    }
}

#[tokio::test]
async fn a_demo_that_cannot_begin_says_why() {
    let stage = Stage::new();
    let told = demo(&stage, &[]).output().await.unwrap();
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stderr).contains("the program dazza-sim is missing"), "{}", text(&told.stderr));
    stage.add_sim("#!/bin/sh\necho the cast is on strike >&2\nexit 3\n");
    let told = demo(&stage, &[]).output().await.unwrap();
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stderr).contains("the cast is on strike"), "{}", text(&told.stderr));
    assert!(folders(&stage).is_empty());
}
