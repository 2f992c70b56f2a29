//! The demo as a newcomer starts it: the real chat server with its cast, real rooms, and a terminal that reads along.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use dazza_shared::claim::ProcessIdentity;
use nix::sys::signal::Signal;
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::stage::{ROOMS, Stage, is_alive, send, until, until_within};

/// A demo that has begun on `stage`, with chatters so many times faster than people.
fn begin(stage: &Stage, pace: &str) -> Child {
    let folder = stage.folder().to_str().unwrap();
    let mut command = stage.command(&["demo", "--pace", pace, "--state-dir", folder]);
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
    let mut demo = begin(&stage, "8");
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

/// Whether the bot has said, in any room, a phrase of a file of `phrases/` whose kind begins so.
fn has_said(shown: &str, file: &str, kind: &str) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../phrases").join(file);
    let phrases: BTreeMap<String, Vec<String>> = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let said: Vec<&str> = shown.lines().filter_map(|line| line.split_once(" dazza  ")).map(|(_, said)| said).collect();
    let phrases = phrases.iter().filter(|(name, _)| name.starts_with(kind)).flat_map(|(_, phrases)| phrases);
    let mut heard = phrases.filter(|phrase| {
        let parts: Vec<_> = phrase.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
        said.iter().any(|line| parts.iter().try_fold(*line, |rest, part| Some(rest.split_once(part)?.1)).is_some())
    });
    heard.next().is_some()
}

#[tokio::test]
async fn games_greetings_and_a_heist_are_seen_within_two_minutes() {
    let stage = Stage::with_cast();
    let mut demo = begin(&stage, "1");
    let deadline = Instant::now() + Duration::from_mins(2);
    let wanted = [
        ("a game", "ack", &["pokies.toml", "tab.toml", "fish.toml"][..]),
        ("money earned", "ack", &["bottles.toml", "cashie.toml", "centrelink.toml"]),
        ("a greeting", "greet_", &["social.toml"]),
        ("a heist planned", "announce", &["heist.toml"]),
        ("a heist's end", "payout", &["heist.toml"]),
    ];
    for (what, kind, files) in wanted {
        let is_seen = || {
            let shown = fs::read_to_string(stage.folder().join("shown")).ok()?;
            files.iter().any(|file| has_said(&shown, file, kind)).then_some(())
        };
        until_within(deadline.saturating_duration_since(Instant::now()), what, is_seen).await;
    }
    send(Signal::SIGINT, pid(&demo));
    assert_eq!(demo.wait().await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_demo_that_is_killed_takes_its_chat_server_along() {
    let stage = Stage::with_cast();
    let mut demo = begin(&stage, "8");
    stage.until("thepub", |seen| seen["phase"] == "joined").await;
    let processes: Vec<_> = children(pid(&demo)).into_iter().filter_map(ProcessIdentity::of).collect();
    send(Signal::SIGKILL, pid(&demo));
    demo.wait().await.unwrap();
    let all_gone = || processes.iter().all(|process| !process.is_alive()).then_some(());
    until("the end of every process of the demo", all_gone).await;
}
