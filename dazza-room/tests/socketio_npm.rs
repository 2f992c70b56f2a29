//! Our Socket.IO client against the reference server: npm's `socket.io` itself.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "that is how a test fails")]

mod npm;
#[path = "npm/server.rs"]
mod server;

use std::sync::Arc;
use std::time::Duration;

use dazza_room::socketio::frame::{BadFrame, Packet, encode, encode_bare};
use dazza_room::socketio::{Ended, Endpoint, Heard, Limits, OpenError, Session, Trust};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};
use server::NpmServer;
use tokio::time::timeout;

/// Far more than any test here takes.
const AMPLE: Duration = Duration::from_secs(20);

fn endpoint(server: &NpmServer, limits: Limits) -> Endpoint {
    Endpoint { url: server.url.clone(), local_address: None, trust: Arc::new(Trust::default()), limits }
}

async fn connected(options: Value) -> (NpmServer, Session) {
    let server = NpmServer::start(options).await;
    let session = Session::open(&endpoint(&server, Limits::default()), AMPLE).await.unwrap();
    (server, session)
}

async fn ask(session: &mut Session, name: &str, argument: Value) {
    session.send(encode(name, &argument)).await.unwrap();
}

async fn next(session: &mut Session) -> Result<Heard, Ended> {
    timeout(AMPLE, session.next()).await.expect("the session neither goes on nor ends")
}

/// The next event: its name and its first argument.
async fn event(session: &mut Session) -> (String, Option<Value>) {
    let heard = next(session).await.unwrap();
    match heard.packet() {
        Some(Ok(Packet::Event(emit))) => (emit.name().to_owned(), emit.argument().unwrap()),
        other => panic!("heard {other:?}"),
    }
}

#[tokio::test]
async fn pings_are_answered_in_time_for_as_long_as_somebody_listens() {
    let (_server, mut session) = connected(json!({ "pingInterval": 60, "pingTimeout": 5000 })).await;
    assert_eq!(session.patience(), Duration::from_millis(60) + Limits::default().patience);
    session.send(encode_bare("pings")).await.unwrap();
    for n in 1..=20 {
        assert_eq!(event(&mut session).await, ("heartbeat".to_owned(), Some(json!(n))));
    }
}

#[tokio::test]
async fn payloads_come_back_as_they_went() {
    let (_server, mut session) = connected(json!({})).await;
    let long = "pizza \u{1F355} ".repeat(60_000);
    for argument in [json!("g'day"), json!({ "a": [1, null, "\u{2028}\"\\"] }), json!(long)] {
        ask(&mut session, "echo", argument.clone()).await;
        assert_eq!(event(&mut session).await, ("echo".to_owned(), Some(argument)));
    }
}

#[tokio::test]
async fn events_without_arguments_keep_their_name_even_those_of_the_lifecycle() {
    let (_server, mut session) = connected(json!({})).await;
    for name in ["clearchat", "message", "open", "close", "error", "Connect"] {
        ask(&mut session, "bare", json!(name)).await;
        assert_eq!(event(&mut session).await, (name.to_owned(), None));
    }
}

#[tokio::test]
async fn of_several_arguments_the_first_is_read() {
    let (_server, mut session) = connected(json!({})).await;
    for arguments in [json!([1, "two", { "three": [] }]), json!([null, 2]), json!([[1], 2])] {
        ask(&mut session, "several", arguments.clone()).await;
        let first = arguments.get(0).cloned();
        assert_eq!(event(&mut session).await, ("several".to_owned(), first));
    }
}

#[tokio::test]
async fn binary_is_heard_as_what_it_is_and_stops_nothing() {
    let (_server, mut session) = connected(json!({})).await;
    session.send(encode_bare("binary")).await.unwrap();
    let announced = next(&mut session).await.unwrap();
    assert!(matches!(announced.packet(), Some(Err(BadFrame::Binary))), "{announced:?}");
    assert_eq!(next(&mut session).await.unwrap(), Heard::Binary { n_bytes: 3 });
    ask(&mut session, "echo", json!(1)).await;
    assert_eq!(event(&mut session).await, ("echo".to_owned(), Some(json!(1))));
}

#[tokio::test]
async fn a_frame_beyond_the_limit_ends_the_line() {
    let (mut server, mut session) = connected(json!({})).await;
    ask(&mut session, "large", json!(Limits::default().max_frame_bytes + 1)).await;
    let ended = next(&mut session).await.unwrap_err();
    assert!(matches!(ended, Ended::TooLarge { .. }), "{ended:?}");
    drop(session);
    // What of the frame was not read yet makes a reset of the close, or not.
    let left = server.next_line().await["left"].clone();
    assert!(["transport close", "transport error"].iter().any(|known| left == **known), "{left}");
}

#[tokio::test]
async fn two_emits_back_to_back_go_out_at_once_and_in_order() {
    let (_server, mut session) = connected(json!({})).await;
    assert!(session.socket().nodelay().unwrap());
    session.send(encode_bare("first")).await.unwrap();
    session.send(encode_bare("second")).await.unwrap();
    let (name, apart_us) = event(&mut session).await;
    assert_eq!(name, "apart");
    println!("second of two emits: {} us after the first", apart_us.unwrap());
}

#[tokio::test]
async fn every_way_the_server_leaves_is_noticed_as_what_it_is() {
    async fn ending(name: &str, argument: Value) -> (Ended, Value) {
        let (mut server, mut session) = connected(json!({})).await;
        ask(&mut session, name, argument).await;
        let ended = next(&mut session).await.unwrap_err();
        drop(session);
        (ended, server.next_line().await["left"].clone())
    }
    let (ended, left) = ending("leave", json!(null)).await;
    assert!(matches!(ended, Ended::Disconnected), "{ended:?}");
    assert_eq!(left, "server namespace disconnect");
    let (ended, left) = ending("hang up", json!(null)).await;
    assert!(matches!(ended, Ended::Closed { code: 1005, .. }), "{ended:?}");
    assert_eq!(left, "forced close");
    let (ended, left) = ending("close", json!(4002)).await;
    assert!(matches!(ended, Ended::Closed { code: 4002, .. }), "{ended:?}");
    assert_eq!(left, "transport close");
    let (ended, left) = ending("cut", json!(null)).await;
    assert!(matches!(ended, Ended::CutOff | Ended::Broken(_)), "{ended:?}");
    assert_eq!(left, "transport close");
}

#[tokio::test]
async fn the_server_notices_that_we_leave_in_order() {
    let (mut server, session) = connected(json!({})).await;
    session.close().await;
    assert_eq!(server.next_line().await["left"], "client namespace disconnect");
}

#[tokio::test]
async fn a_refused_connection_carries_the_servers_words() {
    let server = NpmServer::start(json!({ "refuse": "Rate limit exceeded" })).await;
    let refused = Session::open(&endpoint(&server, Limits::default()), AMPLE).await.unwrap_err();
    assert!(matches!(&refused, OpenError::Refused { message } if message == "Rate limit exceeded"), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_stands_still_is_noticed_by_the_watchdog() {
    let server = NpmServer::start(json!({ "pingInterval": 100 })).await;
    let limits = Limits { patience: Duration::from_millis(900), ..Limits::default() };
    let mut session = Session::open(&endpoint(&server, limits), AMPLE).await.unwrap();
    kill(Pid::from_raw(server.pid()), Signal::SIGSTOP).unwrap();
    let ended = next(&mut session).await.unwrap_err();
    assert!(matches!(ended, Ended::Silent { after } if after == Duration::from_secs(1)), "{ended:?}");
}

#[tokio::test]
async fn bad_frames_do_not_stop_the_line() {
    let (_server, mut session) = connected(json!({})).await;
    let junk = ["", "junk", "42", "42[\"cut\",{", "9", "42{}", "45", "\u{1F355}"];
    ask(&mut session, "raw", json!(junk)).await;
    for text in junk {
        assert_eq!(next(&mut session).await.unwrap(), Heard::Text(text.into()));
    }
    ask(&mut session, "echo", json!(1)).await;
    assert_eq!(event(&mut session).await, ("echo".to_owned(), Some(json!(1))));
}

#[tokio::test]
async fn a_bad_frame_of_ours_ends_the_line_with_a_name() {
    let (mut server, mut session) = connected(json!({})).await;
    session.send("42{not json".to_owned()).await.unwrap();
    let ended = next(&mut session).await.unwrap_err();
    assert!(matches!(ended, Ended::Closed { .. }), "{ended:?}");
    assert_eq!(server.next_line().await["left"], "forced close");
}
