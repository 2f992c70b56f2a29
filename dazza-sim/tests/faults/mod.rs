//! Faults on a real socket: half-open lines, frames that are none, HTTP that is wrong or missing, stops and kills.

use std::time::Duration;

use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::server::{ConfigFault, Faults, Running};
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Error;

use super::{Client, SOON, fatpizza, sim, stock};

const DAZZA: &str = r#"{"name":"dazza","pw":"dazza-demo"}"#;

#[tokio::test]
async fn a_half_open_line_carries_nothing_and_ends_when_it_is_mended() {
    let (sim, room) = (stock().await, fatpizza());
    let mut dazza = Client::join(&sim, "10.0.0.1", DAZZA).await;
    let mut visitor = Client::join(&sim, "10.0.0.2", r#"{"name":"Visitor"}"#).await;
    assert!(sim.handle().go_silent(&room, "DAZZA").await.unwrap());
    assert!(!sim.handle().go_silent(&room, "nobody").await.unwrap());

    dazza.say(r#"42["chatMsg",{"msg":"lost","meta":{}}]"#).await;
    visitor.say(r#"42["chatMsg",{"msg":"not for dazza","meta":{}}]"#).await;
    assert_eq!(visitor.hear_event("chatMsg").await["msg"], "not for dazza", "and not the lost line before it");
    drop(dazza);
    let mut again = Client::join(&sim, "10.0.0.3", DAZZA).await;
    assert_eq!(visitor.hear_event("userLeave").await["name"], "dazza", "the ghost goes when its owner comes back");
    sim.handle().speak_again().await.unwrap();
    sim.handle().until(SOON, |view| view.n_websockets == 2).await.unwrap();

    assert_eq!(sim.handle().go_silent_for_all().await.unwrap(), 2);
    sim.handle().say(&room, "Somebody", "unheard").await.unwrap();
    sim.handle().speak_again().await.unwrap();
    sim.handle().say(&room, "Somebody", "heard").await.unwrap();
    assert_eq!(again.hear_event("chatMsg").await["msg"], "heard");
    sim.stop().await;
}

#[tokio::test]
async fn a_line_that_stays_dead_is_given_up() {
    let heartbeat = Heartbeat { interval: Duration::from_millis(50), timeout: Duration::from_millis(100) };
    let sim = sim(Limits::relaxed(), heartbeat).await;
    let mut client = Client::join(&sim, "10.0.0.1", DAZZA).await;
    sim.handle().go_silent(&fatpizza(), "dazza").await.unwrap();
    sim.handle().until_out(&fatpizza(), "dazza", SOON).await.unwrap();
    client.say("3").await;
    sim.handle().speak_again().await.unwrap();
    client.end().await;
    sim.stop().await;
}

#[tokio::test]
async fn frames_that_are_none_or_too_large_reach_the_client() {
    let (sim, room) = (stock().await, fatpizza());
    let mut dazza = Client::join(&sim, "10.0.0.1", DAZZA).await;
    assert!(sim.handle().send_oversize(&room, "dazza", 2_000_000).await.unwrap());
    while dazza.hear().await.unwrap().len() != 2_000_000 {}
    assert!(sim.handle().send_malformed(&room, "dazza").await.unwrap());
    let error = loop {
        if let Err(error) = timeout(SOON, dazza.0.next()).await.unwrap().unwrap() {
            break error;
        }
    };
    assert!(matches!(error, Error::Protocol(_)), "{error}");
    sim.stop().await;
}

/// Asks for the socket of a room and gives back the whole answer.
async fn ask(sim: &Running) -> String {
    let mut stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    stream.write_all(b"GET /socketconfig/thepub.json HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    timeout(SOON, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    answer
}

#[tokio::test]
async fn the_socket_config_is_wrong_for_as_long_as_it_is_told_to() {
    let sim = stock().await;
    for (fault, head, body) in [
        (ConfigFault::Answer(500, "it is on fire".into()), "HTTP/1.1 500 ", "\r\n\r\nit is on fire"),
        (ConfigFault::Answer(404, "{}".into()), "HTTP/1.1 404 ", "\r\n\r\n{}"),
        (ConfigFault::no_servers(), "HTTP/1.1 200 ", r#"{"servers":[]}"#),
    ] {
        sim.handle().inject(|faults| faults.socket_config = Some(fault));
        let answer = ask(&sim).await;
        assert!(answer.starts_with(head) && answer.ends_with(body), "{answer}");
    }
    Client::join(&sim, "10.0.0.1", DAZZA).await;
    sim.handle().inject(|faults| faults.socket_config = None);
    assert!(ask(&sim).await.contains(&sim.handle().url()));
    sim.stop().await;
}

#[tokio::test]
async fn no_answer_comes_while_the_server_is_deaf_and_all_of_them_later() {
    for slow_config_only in [true, false] {
        let sim = stock().await;
        let never = slow_config_only.then_some(ConfigFault::Never);
        sim.handle().inject(|faults| *faults = Faults { is_deaf: never.is_none(), socket_config: never });
        let mut waiting = TcpStream::connect(sim.handle().addr()).await.unwrap();
        waiting.write_all(b"GET /socketconfig/thepub.json HTTP/1.1\r\n\r\n").await.unwrap();
        if slow_config_only {
            Client::join(&sim, "10.0.0.1", DAZZA).await;
        }
        // The server has had many turns by then, and so had the request.
        for _ in 0..50 {
            sim.handle().view().await.unwrap();
        }
        assert_eq!(waiting.try_read(&mut [0; 16]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
        sim.handle().inject(|faults| *faults = Faults::default());
        let mut answer = String::new();
        timeout(SOON, waiting.read_to_string(&mut answer)).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn a_stop_saves_and_a_kill_forgets_what_came_after() {
    let sim = stock().await;
    let room = fatpizza();
    sim.handle().say(&room, "Somebody", "before the stop").await.unwrap();
    let mut dazza = Client::join(&sim, "10.0.0.1", DAZZA).await;
    let stopped = sim.stop().await;
    assert!(dazza.end().await.is_none(), "a line ends without a close frame");
    assert!(TcpStream::connect(stopped.address).await.is_err());

    let address = stopped.address;
    let sim = stopped.start().await.unwrap();
    assert_eq!(sim.handle().addr(), address);
    let mut dazza = Client::open(&sim, "10.0.0.1").await;
    assert_eq!(dazza.join_as(DAZZA).await.last().unwrap()["msg"], "before the stop");
    dazza.say(r#"42["chatMsg",{"msg":"before the kill","meta":{}}]"#).await;
    sim.handle().until_said(&room, SOON, |line| line.html == "before the kill").await.unwrap();

    let sim = sim.kill().await.start().await.unwrap();
    let mut dazza = Client::open(&sim, "10.0.0.1").await;
    assert_eq!(dazza.join_as(DAZZA).await.last().unwrap()["msg"], "before the stop");
    sim.stop().await;
}
