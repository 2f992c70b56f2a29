//! The logs of rooms: floods, rotation under a reader, and the verb that shows them.

use std::fs::{self, File};
use std::process::Stdio;

use serde_json::Value;

use crate::stage::{ROOMS, Stage, text, until};

/// The records that a stub wrote: their numbers, in the order in which they stand.
fn numbers(lines: &str) -> Vec<u64> {
    let records = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    records.filter(|record| record["message"] == "logged").map(|record| record["number"].as_u64().unwrap()).collect()
}

/// Whether these are the first whole numbers, each once.
fn counts_up(numbers: &[u64]) -> bool {
    numbers.iter().zip(0..).all(|(number, wanted)| *number == wanted)
}

/// What `logs` prints of a room, all of it.
async fn all_of(stage: &Stage, room: &str) -> String {
    let shown = stage.verb(&["logs", room, "-n", "all", "--json"]).await;
    assert_eq!((shown.status.code(), text(&shown.stderr).as_str()), (Some(0), ""));
    text(&shown.stdout)
}

#[tokio::test]
async fn a_room_that_floods_its_log_slows_nobody_and_every_record_is_accounted_for() {
    let mut stage = Stage::new();
    stage.teach("fatpizza", "flood 500");
    stage.teach("thepub", "flood 200000");
    stage.up_and_joined().await;
    let before = stage.until_joined().await;
    for name in ROOMS {
        let n_lines = stage.room(name).unwrap()["lines_in"].as_u64().unwrap();
        stage.until(name, |seen| seen["lines_in"].as_u64().unwrap() > n_lines + 40).await;
    }
    assert_eq!(stage.until_joined().await, before);
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));

    let quiet = numbers(&all_of(&stage, "fatpizza").await);
    assert!(counts_up(&quiet) && quiet.len() == 500, "{} of 500 records", quiet.len());
    let flooded = all_of(&stage, "thepub").await;
    let present = numbers(&flooded);
    assert!(present.is_sorted() && counts_up(&present[..900]), "{} records", present.len());
    let records = flooded.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let dropped: u64 = records.filter_map(|record| record["log.dropped"].as_u64()).sum();
    assert_eq!(u64::try_from(present.len()).unwrap() + dropped, 200_000);
}

#[tokio::test]
async fn a_reader_that_follows_sees_each_line_once_over_twenty_rotations() {
    let mut stage = Stage::new();
    let log = r#"{ max_bytes = "64 KiB", keep = 100, max_total_bytes = "1 GiB", rate = 1000000, burst = 1000000 }"#;
    stage.configure(&format!("[defaults]\nlog = {log}"));
    stage.teach("thepub", "trickle 400");
    let seen = stage.folder().join("seen");
    let mut follow = stage.command(&["logs", "-f", "-n", "all", "--json"]);
    let mut follow = follow.stdout(File::create(&seen).unwrap()).stderr(Stdio::piped()).spawn().unwrap();
    stage.up_and_joined().await;
    let twentieth = stage.state_dir().join("logs/thepub.jsonl.20.gz");
    until("the twentieth rotation", || twentieth.exists().then_some(())).await;
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));

    let written = numbers(&all_of(&stage, "thepub").await);
    assert!(counts_up(&written), "records are missing or twice in the files");
    let shown = || {
        let lines = fs::read_to_string(&seen).unwrap();
        Some(numbers(&lines)).filter(|shown| lines.ends_with('\n') && shown.len() >= written.len())
    };
    let shown = until("the last line", shown).await;
    follow.kill().unwrap();
    let told = text(&follow.wait_with_output().unwrap().stderr);
    assert!(shown == written && told.is_empty(), "{} shown, {} written, {told}", shown.len(), written.len());
}

#[tokio::test]
async fn logs_are_shown_without_a_fleet_merged_and_sifted() {
    let stage = Stage::new();
    let none = stage.verb(&["logs"]).await;
    assert_eq!((none.status.code(), text(&none.stdout).as_str()), (Some(0), ""));
    assert!(text(&none.stderr).contains("there are no logs"), "{}", text(&none.stderr));

    let write = |name: &str, records: &[(u32, &str, &str)]| {
        let record = |(second, level, message): &(u32, &str, &str)| {
            let time = format!("2026-08-03T10:00:{second:02}Z");
            serde_json::json!({"timestamp": time, "level": level, "message": message}).to_string() + "\n"
        };
        fs::create_dir_all(stage.state_dir().join("logs")).unwrap();
        let text: String = records.iter().map(record).collect();
        fs::write(stage.state_dir().join("logs").join(format!("{name}.jsonl")), text).unwrap();
    };
    write("fatpizza", &[(1, "info", "first"), (4, "warn", "fourth")]);
    write("gone", &[(3, "error", "third")]);
    write("fleet", &[(2, "info", "second")]);
    let shown = async |arguments: &[&str]| {
        let shown = stage.verb(&[&["logs"], arguments].concat()).await;
        assert_eq!(shown.status.code(), Some(0), "{arguments:?}: {}", text(&shown.stderr));
        let last_word = |line: &str| line.split_whitespace().next_back().map(str::to_owned);
        text(&shown.stdout).lines().filter_map(last_word).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(&[]).await, "first second third fourth");
    assert_eq!(shown(&["FatPizza", "fleet", "-n", "2"]).await, "second fourth");
    assert_eq!(shown(&["--level", "warn"]).await, "third fourth");
    assert_eq!(shown(&["--grep", "^f"]).await, "first fourth");
    assert_eq!(shown(&["--since", "2026-08-03T10:00:03Z"]).await, "third fourth");
    assert_eq!(shown(&["--since", "1s"]).await, "");
    assert_eq!(shown(&["thepub"]).await, "", "a room that has no log yet");
    assert_eq!(shown(&["-f", "--timeout", "250ms", "fleet"]).await, "second");

    for (arguments, code) in [
        (&["nowhere"][..], 15),
        (&["not a name"], 15),
        (&["--grep", "("], 2),
        (&["--since", "yesterday"], 2),
        (&["-n", "few"], 2),
        (&["--level", "loud"], 2),
    ] {
        let refused = stage.verb(&[&["logs"], arguments].concat()).await;
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}");
        assert!(!refused.stderr.is_empty(), "{arguments:?}");
    }
    let known = text(&stage.verb(&["logs", "nowhere"]).await.stderr);
    assert!(known.contains("fatpizza, fleet, gone, shedcinema, thepub"), "{known}");
}

#[tokio::test]
async fn a_reader_that_leaves_is_no_failure() {
    let stage = Stage::new();
    fs::create_dir_all(stage.state_dir().join("logs")).unwrap();
    let record = "{\"timestamp\":\"2026-08-03T10:00:00Z\",\"level\":\"info\",\"message\":\"told\"}\n";
    fs::write(stage.state_dir().join("logs/thepub.jsonl"), record.repeat(20_000)).unwrap();
    let mut logs = stage.command(&["logs", "-n", "all"]);
    let mut logs = logs.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(logs.stdout.take());
    let ended = logs.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), text(&ended.stderr).as_str()), (Some(0), ""));
}
