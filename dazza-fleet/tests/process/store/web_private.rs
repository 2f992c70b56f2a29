//! What strangers are not shown over the web: all of a fleet that is not public, and what failed last of one that is.

use std::io::{Read, Write};
use std::net::TcpStream;

use nix::sys::signal::Signal;
use serde_json::{Value, json};

use super::web_admin::Web;
use crate::stage::send;

/// Reads that are kept for a while.
const KEPT: [&str; 7] = [
    "/api/v1/stats/channel",
    "/api/v1/stats/leaderboard/all",
    "/api/v1/stats/users",
    "/api/v1/rooms/thepub/stats",
    "/api/v1/chat/recent",
    "/api/v1/economy",
    "/api/v1/gallery/images",
];

impl Web {
    /// Opens a session with that token: the cookie that a browser would send.
    fn cookie(&self, token: &str) -> String {
        let opened = self.ask("POST /api/v1/session", "", Some(&json!({ "token": token }))).is(200);
        let cookie = opened.header("set-cookie").unwrap().split_once(';').unwrap().0.to_owned();
        format!("cookie: {cookie}\r\n")
    }

    /// The status of the answer to somebody who wants what has no end.
    fn begin(&self, path: &str, headers: &str) -> u16 {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\n{headers}\r\n").unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        str::from_utf8(&start).unwrap().split(' ').nth(1).unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn a_fleet_that_is_not_public_shows_strangers_its_health_alone() {
    let web = Web::up("public = false\n").await;
    let token = web.bearer("reader", Some("thepub")).await;
    for path in ["/api/v1/rooms", "/api/v1/commands", "/metrics"] {
        web.ask(&format!("GET {path}"), "", None).is(401);
        web.ask(&format!("GET {path}"), &token, None).is(200);
    }
    for path in ["/healthz", "/readyz", "/api/v1/health"] {
        web.ask(&format!("GET {path}"), "", None).is(200);
    }
}

#[tokio::test]
async fn what_is_kept_for_those_who_are_known_is_not_given_to_strangers_and_no_refusal_is_kept() {
    let web = Web::up("public = false\n").await;
    let token = web.token(&["--name", "reader", "--scope", "metrics:read"]).await;
    let bearer = format!("authorization: Bearer {token}\r\n");
    let cookie = web.cookie(&token);
    web.stage.database().until_rooms(3).await;
    for path in KEPT {
        let ask = |headers: &str| web.ask(&format!("GET {path}"), headers, None);
        ask("").is(401);
        let shown = ask(&bearer).is(200).body;
        let refused = ask("").is(401).body;
        assert!(
            refused.get("rooms").is_none() && refused["detail"].as_str().unwrap().contains("strangers"),
            "{refused}"
        );
        ask("authorization: Bearer dazza_wrong\r\n").is(401);
        assert_eq!(ask(&cookie).is(200).body, shown, "{path}");
        ask("cookie: dazza_session=dazza_wrong\r\n").is(401);
    }
    let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                   sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for path in ["/ws", "/api/v1/ws"] {
        for (shown, wanted) in [("", 401), (bearer.as_str(), 101), (cookie.as_str(), 101), ("", 401)] {
            assert_eq!(web.begin(path, &format!("{upgrade}{shown}")), wanted, "{path} {shown}");
        }
    }
    for (shown, wanted) in [("", 401), (bearer.as_str(), 200), ("", 401)] {
        assert_eq!(web.begin("/api/v1/chat/stream", shown), wanted, "{shown}");
    }
}

#[tokio::test]
async fn what_failed_last_in_a_room_is_told_to_whoever_may_change_it_alone() {
    let web = Web::up("").await;
    web.stage.database().until_rooms(3).await;
    let all = web.bearer("all", None).await;
    let own_token = web.token(&["--name", "own", "--scope", "rooms:admin", "--room", "thepub"]).await;
    let own = format!("authorization: Bearer {own_token}\r\n");
    let cookie = web.cookie(&own_token);
    let other =
        format!("authorization: Bearer {}\r\n", web.token(&["--name", "other", "--scope", "metrics:read"]).await);
    for room in ["fatpizza", "thepub"] {
        send(Signal::SIGKILL, web.stage.pid(room).unwrap());
        web.stage.until(room, |seen| seen["last_error"].is_object()).await;
    }
    web.stage.until_joined().await;

    for (who, headers, wanted) in [
        ("anyone", "", vec![]),
        ("another token", other.as_str(), vec![]),
        ("one room's token", own.as_str(), vec!["thepub"]),
        ("one room's session", cookie.as_str(), vec!["thepub"]),
        ("all rooms' token", all.as_str(), vec!["fatpizza", "thepub"]),
        ("anyone again", "", vec![]),
    ] {
        let listed = web.ask("GET /api/v1/rooms?include=inactive", headers, None).is(200).body;
        let rooms = listed["rooms"].as_array().unwrap();
        let told: Vec<_> = rooms.iter().filter(|room| room["last_error"].is_object()).collect();
        assert_eq!(told.iter().map(|room| room["id"].as_str().unwrap()).collect::<Vec<_>>(), wanted, "{who}: {listed}");
        assert!(told.iter().all(|room| room["last_error"]["text"].as_str().unwrap().contains("SIGKILL")), "{listed}");
        for room in ["fatpizza", "thepub"] {
            let shown = web.ask(&format!("GET /api/v1/rooms/{room}"), headers, None).is(200).body;
            assert_eq!(shown["last_error"].is_object(), wanted.contains(&room), "{who}: {shown}");
        }
        for path in KEPT {
            let kept = web.ask(&format!("GET {path}"), headers, None).is(200).body;
            assert!(!kept.to_string().contains("SIGKILL"), "{who}: {path}: {kept}");
        }
    }
    let (_, owners) = web.stage.ask("GET /api/v1/rooms/fatpizza").unwrap();
    assert!(serde_json::from_str::<Value>(&owners).unwrap()["last_error"].is_object(), "{owners}");
}
