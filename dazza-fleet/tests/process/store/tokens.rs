//! Tokens: who may do what over the web, and what is written down of it.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::{count, until_counted};
use crate::stage::{Stage, text};

/// Makes a token: its number and itself.
async fn make(stage: &Stage, arguments: &[&str]) -> (i64, String) {
    let made = stage.verb(&[&["tokens", "create", "--json"], arguments].concat()).await;
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    (made["id"].as_i64().unwrap(), made["token"].as_str().unwrap().to_owned())
}

/// What comes of a question that shows a token: the status and the problem.
fn ask(address: &str, line: &str, token: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(address).unwrap();
    let headers =
        format!("host: test\r\nconnection: close\r\nx-request-id: test-1\r\nauthorization: Bearer {token}\r\n");
    write!(stream, "{line} HTTP/1.1\r\n{headers}\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let is_counted = head.contains("\r\nratelimit:");
    assert!(!is_counted || !head.starts_with("HTTP/1.1 20"), "whoever shows a token is not counted: {head}");
    (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn a_token_does_what_it_is_good_for_and_all_is_written_down() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let (address, access) = (stage.web().await, stage.database().access.clone());
    let (id, own) =
        make(&stage, &["--name", "pub", "--scope", "rooms:admin", "--room", "thepub", "--expires", "30d"]).await;
    let (_, all) = make(&stage, &["--name", "all", "--scope", "rooms:admin"]).await;
    let (_, other) = make(&stage, &["--name", "other", "--scope", "metrics:read"]).await;

    let old = stage.pid("thepub").unwrap();
    assert_eq!(ask(&address, "POST /api/v1/rooms/thepub/restart", &own).0, 202);
    stage.until("thepub", |seen| seen["phase"] == "joined" && seen["pid"] != old).await;
    for refused in ["POST /api/v1/rooms/fatpizza/restart", "POST /api/v1/fleet/reload", "GET /api/v1/fleet"] {
        let (status, problem) = ask(&address, refused, &own);
        assert_eq!((status, &problem["detail"]), (403, &"this token is good for thepub alone".into()), "{refused}");
    }
    assert_eq!(ask(&address, "POST /api/v1/rooms/fatpizza/stop", &all).0, 202);
    assert_eq!(ask(&address, "POST /api/v1/rooms/elsewhere/stop", &all).0, 404);
    assert_eq!(ask(&address, "POST /api/v1/fleet/reload", &all).0, 200);
    assert_eq!(ask(&address, "POST /api/v1/rooms/fatpizza/start", &other).0, 403);
    assert_eq!(stage.verb(&["start", "fatpizza"]).await.status.code(), Some(0));

    let written = "SELECT count(*) FROM audit_log WHERE (actor_kind, actor, action, room_id, request_id) IN (
                       ('token', 'pub', 'room.restart', 'thepub', 'test-1'), ('token', 'all', 'room.stop', 'fatpizza', 'test-1'))
                   AND before->>'is_wanted' = 'true' AND after ? 'is_wanted'";
    until_counted(&access, written, 2).await;
    let more = "SELECT count(*) FROM audit_log WHERE (actor_kind, action) IN (
                    ('token', 'fleet.reload'), ('operator', 'room.start'), ('operator', 'token.create'))";
    until_counted(&access, more, 5).await;
    until_counted(&access, "SELECT count(*) FROM api_tokens WHERE last_used_at IS NOT NULL", 3).await;
    assert_eq!(count(&access, "SELECT count(*) FROM audit_log WHERE strpos(audit_log::text, 'dazza_') > 0").await, 0);

    let revoked = stage.verb(&["tokens", "revoke", &id.to_string()]).await;
    assert_eq!(text(&revoked.stdout), format!("token {id}, pub, is good no more\n"));
    assert_eq!(ask(&address, "POST /api/v1/rooms/thepub/restart", &own).0, 401);
    assert_eq!(stage.verb(&["tokens", "revoke", &id.to_string()]).await.status.code(), Some(1));
    let listed: Value = serde_json::from_slice(&stage.verb(&["tokens", "list", "--json"]).await.stdout).unwrap();
    let names: Vec<_> =
        listed["tokens"].as_array().unwrap().iter().map(|token| token["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["pub", "all", "other"]);
    let shown = text(&stage.verb(&["tokens", "list"]).await.stdout);
    assert!(shown.contains("revoked") && shown.contains("good") && !shown.contains("dazza_"), "{shown}");
}

#[tokio::test]
async fn wrong_tokens_are_refused_and_then_not_looked_at() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let address = stage.web().await;
    let (_, good) = make(&stage, &["--name", "all", "--scope", "rooms:admin"]).await;
    for n in 0..10 {
        assert_eq!(ask(&address, "GET /api/v1/fleet", &format!("dazza_{n}")).0, 401);
    }
    let (status, problem) = ask(&address, "GET /api/v1/fleet", &good);
    assert_eq!(status, 429, "{problem}");
    for (arguments, code) in [(["--name", "x", "--scope", "rooms"], 2), (["--name", "", "--scope", "rooms:admin"], 2)] {
        let refused = stage.verb(&[&["tokens", "create"], &arguments[..]].concat()).await;
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}");
    }
    let nowhere = stage.verb(&["tokens", "create", "--name", "x", "--scope", "rooms:admin", "--room", "nowhere"]).await;
    assert_eq!(nowhere.status.code(), Some(15));
}
