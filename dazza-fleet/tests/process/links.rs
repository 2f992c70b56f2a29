//! Whatever comes over the link hurts nobody but its sender.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use dazza_shared::link::PROTOCOL;

use crate::stage::{ROOMS, Stage, until};

#[tokio::test]
async fn junk_and_endless_lines_cost_a_link_and_nothing_else() {
    let mut stage = Stage::new();
    stage.teach("fatpizza", "junk");
    stage.teach("thepub", "endless");
    stage.up_and_joined().await;
    for room in ROOMS {
        let seen = stage.room(room).unwrap();
        assert_eq!((&seen["restarts"], &seen["phase"]), (&0.into(), &"joined".into()), "{room}");
    }
    let log = std::fs::read_to_string(stage.state_dir().join("logs/fleet.jsonl")).unwrap();
    assert!(log.contains("not a message") && log.contains("longer than"), "{log}");
}

#[tokio::test]
async fn a_room_that_says_nothing_is_taken_for_stuck_though_it_has_a_link() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstale_after = \"2s\"\nstop_grace = \"1s\"");
    stage.teach("thepub", "mute");
    stage.up();
    let seen = stage.until("thepub", |seen| seen["restarts"].as_u64() >= Some(1)).await;
    assert!(seen["last_error"]["text"].as_str().unwrap().contains("fell silent"), "{seen}");
}

#[tokio::test]
async fn a_room_that_talks_without_end_holds_up_no_other() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nstale_after = \"2s\"");
    stage.teach("thepub", "flood");
    stage.up_and_joined().await;
    stage.until("thepub", |seen| seen["lines_in"].as_u64() > Some(5_000)).await;
    for room in ROOMS {
        let seen = stage.room(room).unwrap();
        assert_eq!((&seen["restarts"], &seen["phase"]), (&0.into(), &"joined".into()), "{room}");
    }
    assert_eq!(stage.verb(&["restart", "fatpizza"]).await.status.code(), Some(0));
}

#[tokio::test]
async fn a_room_of_another_protocol_gets_no_welcome() {
    let mut stage = Stage::new();
    stage.teach("thepub", "foreign");
    stage.up();
    let log = stage.state_dir().join("logs/fleet.jsonl");
    let refusal = format!("it speaks protocol {}", PROTOCOL + 1);
    let told = || std::fs::read_to_string(&log).ok().filter(|log| log.contains(&refusal));
    until("the refusal in the log", told).await;
    assert_eq!(stage.room("thepub").unwrap()["phase"], "starting");
    stage.until("fatpizza", |seen| seen["phase"] == "joined").await;
}

#[tokio::test]
async fn a_stranger_gets_no_welcome() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let hello =
        |pid: i64| format!(r#"{{"type":"hello","room":"thepub","pid":{pid},"version":"1","protocol":{PROTOCOL}}}"#);
    let claims = [
        hello(1),
        hello(std::process::id().into()),
        hello(stage.pid("thepub").unwrap().into()),
        r#"{"type":"connect_ask"}"#.to_owned(),
        "not json".to_owned(),
    ];
    for claim in claims {
        let mut stream = UnixStream::connect(stage.state_dir().join("run/fleet.sock")).unwrap();
        stream.write_all(format!("{claim}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer, "", "{claim}");
    }
    let rooms = stage.until_joined().await;
    assert_eq!(rooms.len(), 3);
}

#[tokio::test]
async fn the_gate_lets_a_burst_in_and_the_rest_wait() {
    let mut stage = Stage::new();
    let text = std::fs::read_to_string(stage.config()).unwrap();
    std::fs::write(stage.config(), text.replace("connect_burst = 50", "connect_burst = 2\nconnect_interval = \"60s\""))
        .unwrap();
    stage.up();
    // The interval is twice the deadline: the third room cannot get in while we look.
    let phases = until("two joined and one waiting", || {
        let mut phases: Vec<String> =
            ROOMS.iter().map(|room| Some(stage.room(room)?["phase"].as_str()?.to_owned())).collect::<Option<_>>()?;
        phases.sort();
        (phases == ["connecting", "joined", "joined"]).then_some(phases)
    })
    .await;
    assert_eq!(phases.len(), 3);
}
