//! `rooms`, `up -d`, `check --json`, completions and manual pages, by the real program.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use nix::sys::signal::Signal;
use nix::unistd::{Pid, getsid};
use serde_json::Value;

use crate::stage::{Stage, is_alive, send, text, until};

fn json(output: &Output) -> Value {
    assert!(!output.stdout.is_empty(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn rooms_are_added_switched_and_removed_and_the_rest_of_the_file_stays() {
    let stage = Stage::new();
    let before = format!("# by hand\n{}# the end\n", fs::read_to_string(stage.config()).unwrap());
    let real = stage.folder().join("real.toml");
    fs::rename(stage.config(), &real).unwrap();
    symlink("real.toml", stage.config()).unwrap();
    fs::write(&real, &before).unwrap();

    let added = stage.verb(&["rooms", "add", "Annexe", "--url", "http://127.0.0.1:2", "--set", "prefix=?"]).await;
    assert_eq!(added.status.code(), Some(0), "{}", text(&added.stderr));
    assert!(text(&added.stdout).contains("no fleet is running"), "{}", text(&added.stdout));
    let table = "\n[rooms.annexe]\nurl = \"http://127.0.0.1:2\"\nprefix = \"?\"\n";
    assert_eq!(fs::read_to_string(&real).unwrap(), format!("{before}{table}"));
    assert!(stage.config().is_symlink());

    let off = json(&stage.verb(&["rooms", "disable", "ANNEXE", "--json"]).await);
    assert_eq!(
        (&off["room"], &off["is_changed"], &off["reload"]),
        (&"annexe".into(), &true.into(), &"no_fleet".into())
    );
    let again = json(&stage.verb(&["rooms", "disable", "annexe", "--json"]).await);
    assert_eq!((&again["is_changed"], &again["reload"]), (&false.into(), &Value::Null));

    let listed = json(&stage.verb(&["rooms", "list", "--json"]).await);
    let annexe = listed["rooms"].as_array().unwrap().iter().find(|room| room["name"] == "annexe").unwrap();
    assert_eq!((&annexe["is_enabled"], &annexe["server"]), (&false.into(), &"http://127.0.0.1:2".into()));
    assert_eq!((&annexe["phase"], &listed["is_running"]), (&Value::Null, &false.into()));

    assert_eq!(stage.verb(&["rooms", "enable", "annexe"]).await.status.code(), Some(0));
    assert_eq!(stage.verb(&["rooms", "remove", "annexe"]).await.status.code(), Some(0));
    assert_eq!(fs::read_to_string(&real).unwrap(), before);
}

#[tokio::test]
async fn a_change_that_cannot_be_made_leaves_the_file_alone() {
    let stage = Stage::new();
    let before = fs::read_to_string(stage.config()).unwrap();
    let cases: [(&[&str], i32, &[&str]); 7] = [
        (&["add", "thepub"], 1, &["already"]),
        (&["add", "not a room"], 2, &["not a room"]),
        (&["add", "annexe", "--set", "prefix"], 2, &["key=value"]),
        (
            &["add", "annexe", "--account", "nobody", "--set", "prefx=?", "--set", "log.keep=many"],
            10,
            &["3 faults", "no such account", "did you mean `prefix`?", "whole number", "nothing was written"],
        ),
        (&["remove", "elsewhere"], 15, &["no room elsewhere"]),
        (&["enable", "not a room"], 15, &["no room"]),
        (&["disable", "elsewhere"], 15, &["rooms list"]),
    ];
    for (words, code, told) in cases {
        let words: Vec<_> = ["rooms"].iter().chain(words).copied().collect();
        let ended = stage.verb(&words).await;
        let stderr = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{words:?}: {stderr}");
        assert!(told.iter().all(|word| stderr.contains(word)), "{words:?}: {stderr}");
        assert_eq!(fs::read_to_string(stage.config()).unwrap(), before, "{words:?}");
    }
}

#[tokio::test]
async fn a_running_fleet_is_told_of_a_change_and_its_phases_are_listed() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let listed = stage.verb(&["rooms", "list"]).await;
    assert_eq!(text(&listed.stdout).matches("joined").count(), 3, "{}", text(&listed.stdout));
    let off = stage.verb(&["rooms", "disable", "thepub", "--json"]).await;
    assert_eq!(off.status.code(), Some(0), "{}", text(&off.stderr));
    let reload = &json(&off)["reload"];
    assert!(["begun", "not_reloaded"].map(Value::from).contains(reload), "{}", text(&off.stdout));
    if reload == "begun" {
        stage.until("thepub", |seen| seen["is_wanted"] == false).await;
    }
}

#[tokio::test]
async fn a_fleet_in_the_background_outlives_its_starter_and_prints_to_a_file() {
    let stage = Stage::new();
    let started = stage.verb(&["up", "-d", "--wait", "--json"]).await;
    assert_eq!(started.status.code(), Some(0), "{}", text(&started.stderr));
    let started = json(&started);
    let pid = i32::try_from(started["pid"].as_i64().unwrap()).unwrap();
    assert_eq!(getsid(Some(Pid::from_raw(pid))).unwrap(), Pid::from_raw(pid), "it leads a session of its own");
    assert_eq!(stage.verb(&["status"]).await.status.code(), Some(0));
    let output = started["output"].as_str().unwrap();
    until("the joined rooms in the file", || {
        fs::read_to_string(output).ok().filter(|printed| printed.matches("joined").count() >= 3)
    })
    .await;

    let second = stage.verb(&["up", "-d"]).await;
    let stderr = text(&second.stderr);
    assert_eq!(second.status.code(), Some(11), "{stderr}");
    assert!(stderr.starts_with("error: a fleet is running") && stderr.contains(&pid.to_string()), "{stderr}");

    let down = json(&stage.verb(&["down", "--json", "--timeout", "20s"]).await);
    assert_eq!(down["pid"], started["pid"]);
    assert!(!is_alive(pid));
}

#[tokio::test]
async fn a_fleet_that_cannot_begin_in_the_background_says_why() {
    let stage = Stage::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let config = fs::read_to_string(stage.config()).unwrap();
    fs::write(stage.config(), config.replace("127.0.0.1:0", &address)).unwrap();
    let (here, there) = (stage.verb(&["up"]).await, stage.verb(&["up", "-d"]).await);
    assert_eq!((here.status.code(), text(&here.stderr)), (Some(1), text(&there.stderr)));
    assert_eq!(there.status.code(), Some(1));

    stage.configure("[rooms.\"not a room\"]\n[rooms.third]\naccount = \"nobody\"");
    let (here, there) = (stage.verb(&["up"]).await, stage.verb(&["up", "-d"]).await);
    assert_eq!((here.status.code(), text(&here.stderr)), (Some(10), text(&there.stderr)));
    assert_eq!(there.status.code(), Some(10));
}

#[tokio::test]
async fn waiting_for_rooms_ends_when_one_cannot_join_and_when_the_time_is_up() {
    for (habit, words, code) in
        [("exit 21", &["up", "-d", "--wait"][..], 13), ("mute", &["up", "-d", "--wait", "--timeout", "4s"], 14)]
    {
        let stage = Stage::new();
        stage.teach("thepub", habit);
        let ended = stage.verb(words).await;
        let stderr = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{stderr}");
        assert!(stderr.contains("thepub ("), "{stderr}");
        assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    }
}

#[tokio::test]
async fn a_signal_ends_a_fleet_in_the_background_in_order() {
    let stage = Stage::new();
    let started = json(&stage.verb(&["up", "-d", "--json"]).await);
    let pid = i32::try_from(started["pid"].as_i64().unwrap()).unwrap();
    stage.until_joined().await;
    send(Signal::SIGTERM, pid);
    until("its end", || (!is_alive(pid)).then_some(())).await;
    assert_eq!(stage.living_rooms(), Vec::<i32>::new());
}

#[tokio::test]
async fn faults_and_meaning_come_as_json_too() {
    let stage = Stage::new();
    let fine = json(&stage.verb(&["check", "--json"]).await);
    assert_eq!((fine["faults"].as_array().unwrap().len(), fine["rooms"].as_array().unwrap().len()), (0, 3));
    stage.configure("[rooms.third]\naccount = \"nobody\"");
    let faulty = stage.verb(&["check", "--json"]).await;
    assert_eq!(faulty.status.code(), Some(10));
    let fault = &json(&faulty)["faults"][0];
    assert_eq!((&fault["key"], &fault["written"]), (&"rooms.third.account".into(), &"\"nobody\"".into()));
    assert!(fault["line"].is_u64() && fault["to_mend"].is_string(), "{fault}");
}

#[tokio::test]
async fn a_shell_is_given_rooms_to_choose_from() {
    let stage = Stage::new();
    let script = stage.verb(&["completions", "bash"]).await;
    assert_eq!(script.status.code(), Some(0), "{}", text(&script.stderr));
    let shell = format!(
        "{}\nCOMP_WORDS=(dazza-fleet --config {} restart th); COMP_CWORD=4\n\
         _clap_complete_dazza_fleet dazza-fleet th restart\necho \"[${{COMPREPLY[*]}}]\"",
        text(&script.stdout),
        stage.config().display()
    );
    let asked = Command::new("bash").args(["-c", &shell]).output().unwrap();
    assert_eq!(text(&asked.stdout), "[thepub]\n", "{}", text(&asked.stderr));
    assert_eq!(stage.verb(&["completions", "tcsh"]).await.status.code(), Some(2));
}

#[tokio::test]
async fn every_verb_has_a_manual_page() {
    let stage = Stage::new();
    let page = text(&stage.verb(&["man"]).await.stdout);
    assert!(page.contains(".TH dazza-fleet 1") && page.contains("dazza\\-fleet\\-rooms"), "{page}");
    let folder = stage.folder().join("man/man1");
    let written = stage.verb(&["man", folder.to_str().unwrap()]).await;
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    for page in ["dazza-fleet.1", "dazza-fleet-up.1", "dazza-fleet-rooms-add.1", "dazza-fleet-secrets-set.1"] {
        let page = fs::read_to_string(folder.join(page)).unwrap();
        assert!(page.starts_with(".ie") || page.contains(".TH "), "{page}");
    }
    assert_eq!(stage.verb(&["man", "/dev/null/man"]).await.status.code(), Some(1));
}
