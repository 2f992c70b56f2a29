//! The API: probes for everyone, rooms and the live feed for the control socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;

use serde_json::Value;

use crate::stage::Stage;

#[tokio::test]
async fn what_everyone_may_see_is_public_and_what_changes_the_fleet_is_not() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let address = stage.web().await;
    let get = |line: &str| {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(get("GET /healthz").contains(r#"{"status":"ok""#));
    assert!(get("GET /readyz").contains(r#"{"status":"ready","n_rooms":3}"#));
    let metrics = get("GET /metrics");
    for series in [
        r#"dazza_room_phase{room="thepub",phase="joined"} 1"#,
        r#"dazza_room_commands_total{room="thepub",command="roll",result="ok"} 1"#,
        r#"dazza_room_memory_pss_bytes{room="thepub"}"#,
        r#"dazza_room_cpu_seconds_total{room="thepub"}"#,
        r#"dazza_room_restarts_total{room="thepub",reason="signal"} 0"#,
        "dazza_fleet_rooms_wanted 3",
        "# EOF",
    ] {
        assert!(metrics.contains(series), "no {series} in {metrics}");
    }
    let rooms = body_of(&get("GET /api/v1/rooms"));
    assert_eq!((&rooms["total"], &rooms["rooms"][2]["id"]), (&3.into(), &"thepub".into()), "{rooms}");
    for room in [&rooms["rooms"][2], &body_of(&get("GET /api/v1/rooms/thepub"))] {
        assert_eq!(
            (&room["state"], &room["connected"], &room["is_wanted"]),
            (&"joined".into(), &true.into(), &true.into())
        );
        assert!(room["uptime"].is_u64() && room["user_count"].is_u64(), "{room}");
    }
    assert!(get("GET /api/v1/rooms?include=everything").starts_with("HTTP/1.1 400"));
    let commands = body_of(&get("GET /api/v1/commands"));
    assert!(commands["commands"].as_array().unwrap().iter().any(|command| command["name"] == "roll"), "{commands}");
    let health = body_of(&get("GET /api/v1/health"));
    assert_eq!(health["rooms"], serde_json::json!({ "total": 3, "ready": 3 }));
    assert_eq!(health["connections"]["database"], true);
    let orders = ["GET /api/v1/fleet", "POST /api/v1/fleet/reload", "POST /api/v1/rooms/thepub/restart"];
    let orders = orders.iter().map(|order| (order, 401));
    for (refused, status) in orders.chain([(&"POST /api/v1/fleet/down", 404), (&"GET /api/v1/events", 404)]) {
        let answer = get(refused);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{refused}: {answer}");
        assert!(
            answer.contains("application/problem+json") && answer.contains(&format!(r#""status":{status}"#)),
            "{answer}"
        );
    }
    stage.until_joined().await;
}

/// The JSON behind the head of an answer that is well.
fn body_of(answer: &str) -> Value {
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn a_room_that_is_stopped_is_shown_when_it_is_asked_for() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    assert_eq!(stage.verb(&["stop", "thepub"]).await.status.code(), Some(0));
    let ids = |line: &str| {
        let rooms: Value = serde_json::from_str(&stage.ask(line).unwrap().1).unwrap();
        rooms["rooms"]
            .as_array()
            .unwrap()
            .iter()
            .map(|room| room["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("GET /api/v1/rooms"), ["fatpizza", "shedcinema"]);
    assert_eq!(ids("GET /api/v1/rooms?include=inactive"), ["fatpizza", "shedcinema", "thepub"]);
    let room: Value = serde_json::from_str(&stage.ask("GET /api/v1/rooms/thepub").unwrap().1).unwrap();
    assert_eq!((&room["is_wanted"], &room["connected"]), (&false.into(), &false.into()));
}

#[tokio::test]
async fn readiness_names_the_rooms_that_are_missing_and_why() {
    let mut stage = Stage::new();
    stage.teach("thepub", "exit 20");
    stage.up();
    for room in ["fatpizza", "shedcinema"] {
        stage.until(room, |seen| seen["phase"] == "joined").await;
    }
    stage.until("thepub", |seen| seen["phase"] == "blocked").await;
    let (head, body) = stage.ask("GET /readyz").unwrap();
    assert!(head.starts_with("HTTP/1.1 503") && head.contains("application/problem+json"), "{head}");
    let problem: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(problem["detail"], "1 of 3 wanted rooms not joined");
    let missing = serde_json::json!([
        { "name": "thepub", "phase": "blocked", "reason": "the stub was told to end with 20" }
    ]);
    assert_eq!(problem["rooms"], missing);
    assert!(stage.ask("GET /healthz").unwrap().0.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn metrics_come_in_the_form_that_a_reader_asks_for() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    for (accept, kind) in [
        ("*/*", "application/openmetrics-text; version=1.0.0; charset=utf-8"),
        ("text/plain;version=0.0.4", "text/plain; version=0.0.4; charset=utf-8"),
    ] {
        let (head, page) = stage.ask_with("GET /metrics", &format!("accept: {accept}\r\n")).unwrap();
        assert!(head.contains(&format!("content-type: {kind}")), "{accept}: {head}");
        assert_eq!(page.ends_with("# EOF\n"), kind.starts_with("application"), "{accept}");
    }
}

#[tokio::test]
async fn problems_are_told_in_one_form() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    for (line, status) in [
        ("POST /api/v1/rooms/elsewhere/restart", 404),
        ("POST /api/v1/rooms/no%20name/restart", 404),
        ("POST /api/v1/commands", 405),
        ("GET /nowhere", 404),
    ] {
        let (head, body) = stage.ask(line).unwrap();
        let problem: Value = serde_json::from_str(&body).unwrap();
        assert!(head.contains("application/problem+json"), "{line}: {head}");
        assert_eq!(problem["status"], status, "{line}");
        assert!(problem["detail"].is_string() && problem["title"].is_string() && problem["type"] == "about:blank");
    }
}

#[tokio::test]
async fn the_live_feed_shows_what_rooms_see_and_ends_with_the_fleet() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let mut stream = UnixStream::connect(stage.state_dir().join("run/control.sock")).unwrap();
    write!(stream, "GET /api/v1/events HTTP/1.0\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap).filter(|line| line.starts_with('{'));
    let first: Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
    assert_eq!((&first["event"]["event"], &first["event"]["player"]), (&"chat".into(), &"gaz".into()));
    assert!(first["room"].is_string());
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    assert!(lines.all(|line| line.contains("chat")));
}
