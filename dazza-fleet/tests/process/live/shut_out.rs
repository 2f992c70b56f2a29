//! Clients that do not behave: each is told, or shut out, and nobody else notices.

use std::time::Duration;

use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::Scene;
use super::client::Client;
use crate::stage::{DEADLINE, Stage, until_within};

/// A fleet of stubs, each of which says a line a second.
async fn stubs(more: &str) -> (Stage, String) {
    let mut stage = Stage::new();
    stage.edit("listen = \"127.0.0.1:0\"\n", &format!("listen = \"127.0.0.1:0\"\n{more}"));
    stage.up_and_joined().await;
    let address = stage.web().await;
    (stage, address)
}

/// What a metric says.
fn metric(stage: &Stage, series: &str) -> Option<u64> {
    let page = stage.ask("GET /metrics").unwrap().1;
    page.lines().find_map(|line| line.strip_prefix(series)?.trim().parse().ok())
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_shut_out_and_holds_up_nobody() {
    let scene = Scene::set().await;
    let mut slow = Client::narrow(&scene.address).await;
    slow.follow(&["chat"]).await;
    let mut quick = Client::at(&scene.address).await;
    quick.follow(&["chat:thepub"]).await;
    let reading = tokio::spawn(async move {
        let heard = quick.all_until(|frame| frame["data"]["text"] == "the end").await;
        heard.iter().filter(|frame| frame["data"]["text"].as_str().is_some_and(|text| text.starts_with("long"))).count()
    });
    let slow_ones = || metric(&scene.stage, "dazza_live_dropped_total{reason=\"slow\"}");
    assert_eq!(slow_ones(), Some(0));
    let mut n = 0;
    while slow_ones() == Some(0) {
        for _ in 0..50 {
            scene.say("thepub", &format!("long {n} {}", "x".repeat(200))).await;
            n += 1;
        }
        assert!(n < 20_000, "it is never shut out");
    }
    scene.say("thepub", "the end").await;
    assert_eq!(reading.await.unwrap(), n, "everybody else hears everything");
    assert_eq!(slow.end().await, Some((1008, "too slow".to_owned())));
    scene.stage.until_joined().await;
}

#[tokio::test]
async fn a_client_may_say_only_so_much_and_is_told_what_is_wrong() {
    let (stage, address) = stubs("").await;
    let mut client = Client::at(&address).await;
    let errors = [
        "junk".to_owned(),
        "[]".to_owned(),
        "{\"type\":\"shout\"}".to_owned(),
        "{\"type\":\"subscribe\",\"topics\":\"chat\"}".to_owned(),
        "{\"type\":\"subscribe\",\"topics\":[null]}".to_owned(),
        "{\"type\":\"subscribe\",\"topics\":[\"chat:../etc\"]}".to_owned(),
        json!({ "type": "subscribe", "topics": (0..51).map(|n| format!("chat:r{n}")).collect::<Vec<_>>() }).to_string(),
        format!("{{\"type\":\"subscribe\",\"topics\":{}", "[".repeat(3_000)),
    ];
    for wrong in &errors {
        client.socket.send(Message::text(wrong.clone())).await.unwrap();
        let told = client.next().await.unwrap();
        assert_eq!((&told["type"], told["data"]["detail"].is_string()), (&json!("error"), true), "{wrong}: {told}");
    }
    client.socket.send(Message::binary(vec![0, 1, 2])).await.unwrap();
    assert_eq!(client.next().await.unwrap()["type"], "error");
    // It may go on: nothing of that was followed.
    let topics: Vec<String> = (0..49).map(|n| format!("chat:r{n}")).collect();
    client.say(&json!({ "type": "subscribe", "topics": topics })).await;
    assert_eq!(client.next().await.unwrap()["data"]["topics"].as_array().unwrap().len(), 49);
    client.say(&json!({ "type": "subscribe", "topics": ["bot", "stats"] })).await;
    assert_eq!(client.next().await.unwrap()["type"], "error");
    for _ in 0..20 {
        drop(client.socket.send(Message::text("{\"type\":\"ping\"}")).await);
    }
    assert_eq!(client.end().await, Some((1008, "too many frames".to_owned())));

    let mut client = Client::at(&address).await;
    client.socket.send(Message::text("x".repeat(4_097))).await.unwrap();
    assert_eq!(client.end().await.map(|(code, _)| code), Some(1009));
    assert!(metric(&stage, "dazza_live_dropped_total{reason=\"flood\"}") >= Some(1));
    assert!(metric(&stage, "dazza_live_dropped_total{reason=\"malformed\"}") >= Some(1));
}

#[tokio::test]
async fn frames_that_are_none_hurt_nobody() {
    let (stage, address) = stubs("").await;
    let mut steady = Client::at(&address).await;
    steady.follow(&["chat"]).await;
    let pids = stage.until_joined().await;
    let masked = |first: u8, payload: &[u8]| {
        let length = u8::try_from(payload.len()).unwrap();
        [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
    };
    let junk: Vec<(&str, Vec<u8>)> = vec![
        ("not masked", b"\x81\x02hi".to_vec()),
        ("bits of no meaning", masked(0xf1, b"hi")),
        ("an opcode of no meaning", masked(0x83, b"hi")),
        ("text that is not UTF-8", masked(0x81, &[0xff, 0xfe, 0xc0])),
        ("half of a letter", masked(0x81, &[0xe2, 0x82])),
        ("a ping in parts", masked(0x09, b"hi")),
        ("a ping that is too long", [&[0x89, 0xfe, 0x00, 0x80, 0, 0, 0, 0][..], &[0; 128]].concat()),
        ("the rest of nothing", masked(0x80, b"hi")),
        ("two beginnings", [masked(0x01, b"hi"), masked(0x01, b"ho")].concat()),
        ("a length without end", [&[0x81, 0xff], &[0xff; 8][..], &[0; 4]].concat()),
        ("a length of 4 GiB", [&[0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0][..], &[0; 4]].concat()),
        ("many parts", [masked(0x01, b"{"), masked(0x00, &[b' '; 100]).repeat(60)].concat()),
        ("a close with half a code", masked(0x88, &[3])),
        ("a close with a code of no meaning", masked(0x88, &[0, 1])),
        ("HTTP once more", b"GET /ws HTTP/1.1\r\nhost: test\r\n\r\n".to_vec()),
        ("a torn frame", vec![0x81, 0xfe, 0x0f]),
        ("noise", (0..=255).cycle().take(3_000).map(|n: u8| n.wrapping_mul(167).wrapping_add(13)).collect()),
        ("nothing", Vec::new()),
    ];
    for (what, bytes) in &junk {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let head = format!(
            "GET /api/v1/ws HTTP/1.1\r\nhost: {address}\r\nconnection: keep-alive, Upgrade\r\nupgrade: WebSocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 1024];
        let n = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..n]).into_owned();
        assert!(
            answer.starts_with("HTTP/1.1 101") && answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            "{what}: {answer}"
        );
        drop(stream.write_all(bytes).await);
        drop(stream.shutdown().await);
        let mut rest = Vec::new();
        let ended = timeout(DEADLINE, stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "{what}: the connection stays open");
    }
    let line = steady.until(|frame| frame["type"] == "chat.message").await;
    assert!(line["data"]["text"].as_str().unwrap().starts_with("line "), "{line}");
    until_within(DEADLINE, "the end of all others", || {
        (metric(&stage, "dazza_live_clients{way=\"socket\"}") == Some(1)).then_some(())
    })
    .await;
    assert_eq!(stage.until_joined().await, pids);
}

#[tokio::test]
async fn an_address_has_so_many_clients_and_pages_of_other_sites_none() {
    let more = "trusted_proxies = [\"127.0.0.1\"]\ncors_origins = [\"https://example.org\"]\n";
    let (stage, address) = stubs(more).await;
    let from = |client: &'static str| [("x-forwarded-for", client)];
    let mut here = Vec::new();
    for _ in 0..20 {
        here.push(Client::with(&address, &from("203.0.113.1")).await.unwrap());
    }
    assert_eq!(Client::with(&address, &from("203.0.113.1")).await.err(), Some(429));
    here.push(Client::with(&address, &from("203.0.113.2")).await.unwrap());
    here.remove(0);
    let again = timeout(DEADLINE, async {
        while Client::with(&address, &from("203.0.113.1")).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    again.await.unwrap();

    let of = |origin: &str| [("origin", origin.to_owned()), ("x-forwarded-for", "203.0.113.3".to_owned())];
    for (origin, wanted) in [
        ("https://evil.test", Some(403)),
        ("https://example.org.evil.test", Some(403)),
        ("null", Some(403)),
        ("https://example.org", None),
        (&format!("http://{address}"), None),
    ] {
        let headers = of(origin);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(Client::with(&address, &headers).await.err(), wanted, "{origin}");
    }
    let (head, body) = stage.ask("GET /ws").unwrap();
    assert!(head.starts_with("HTTP/1.1 426") && head.contains("sec-websocket-version: 13"), "{head}");
    assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["status"], 426);
    let upgrade = "upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: short\r\n";
    let (head, _) = stage.ask_with("GET /ws", upgrade).unwrap();
    assert!(head.starts_with("HTTP/1.1 4"), "{head}");
    assert!(metric(&stage, "dazza_live_dropped_total{reason=\"crowded\"}") >= Some(1));
}
