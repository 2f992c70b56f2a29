//! What any client of CyTube can rely on.

use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_sim::limits::{ConnectBucket, Heartbeat, Limits};
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Running, Sim, SimConfig};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::client::{Client, Kind, SOON, Told};
use crate::witness::wait_for_pings;

async fn sim_at(address: &str, limits: Limits, heartbeat: Heartbeat) -> Running {
    let config = SimConfig { heartbeat, ..SimConfig::new(Seed::parse(EXAMPLE).unwrap(), limits) };
    Sim::bind(address.parse().unwrap(), config).await.unwrap().spawn()
}

async fn sim() -> Running {
    sim_at("127.0.0.1:0", Limits::stock(), Heartbeat::stock()).await
}

fn room() -> RoomName {
    "fatpizza".parse().unwrap()
}

fn dazza() -> Value {
    json!({ "name": "dazza", "pw": "dazza-demo" })
}

fn guest() -> Value {
    json!({ "name": "Visitor" })
}

fn has_left(told: &Told) -> bool {
    matches!(told, Told::Left(_))
}

pub(crate) async fn it_connects_and_is_nobody_at_first(kind: Kind) {
    let sim = sim().await;
    let mut client = Client::start(kind, &sim, "10.0.0.1").await;
    assert_eq!(client.next().await, Told::Connected);
    assert_eq!(client.next().await, Told::Heard("rank".to_owned(), json!(-1)));
    assert_eq!(sim.handle().connects_count().await.unwrap(), 1);
}

pub(crate) async fn a_refused_connect_has_the_words_of_the_server(kind: Kind) {
    let bucket = ConnectBucket { burst: 1, refill: Duration::from_hours(1) };
    let limits = Limits { connects: Some(bucket), ..Limits::stock() };
    let sim = sim_at("127.0.0.1:0", limits, Heartbeat::stock()).await;
    let mut first = Client::start(kind, &sim, "10.0.0.1").await;
    assert_eq!(first.next().await, Told::Connected);
    let mut second = Client::start(kind, &sim, "10.0.0.1").await;
    match second.next().await {
        Told::Refused(words) => assert!(words.contains("Rate limit exceeded"), "{words}"),
        other => panic!("the second is told {other:?}"),
    }
    let mut elsewhere = Client::start(kind, &sim, "10.0.0.2").await;
    assert_eq!(elsewhere.next().await, Told::Connected);
}

pub(crate) async fn a_right_password_lets_in_and_a_wrong_one_does_not(kind: Kind) {
    let sim = sim().await;
    let mut client = Client::start(kind, &sim, "10.0.0.1").await;
    client.until(|told| *told == Told::Connected).await;
    client.emit("login", json!({ "name": "dazza", "pw": "wrong" })).await;
    let wrong = json!({ "success": false, "error": "Invalid username/password combination" });
    assert_eq!(client.event("login").await, wrong);
    client.emit("login", dazza()).await;
    assert_eq!(client.event("rank").await, 1);
    assert_eq!(client.event("login").await, json!({ "success": true, "name": "dazza" }));
}

pub(crate) async fn a_join_tells_old_lines_before_the_roster(kind: Kind) {
    let sim = sim().await;
    let mut client = Client::start(kind, &sim, "10.0.0.1").await;
    client.until(|told| *told == Told::Connected).await;
    client.emit("login", dazza()).await;
    client.event("login").await;
    client.emit("joinChannel", json!({ "name": "FatPizza" })).await;
    let (mut names, mut old_lines) = (Vec::new(), Vec::new());
    let users = loop {
        match client.next().await {
            Told::Heard(name, users) if name == "userlist" => break users,
            Told::Heard(name, line) if name == "chatMsg" => old_lines.push(line),
            Told::Heard(name, _) => names.push(name),
            other => panic!("it is told {other:?} on the way in"),
        }
    };
    assert_eq!(users.pointer("/0/name"), Some(&json!("dazza")));
    assert_eq!(old_lines.len(), 3, "{old_lines:?}");
    assert_eq!(old_lines.first().and_then(|line| line.get("username")), Some(&json!("Gazza")));
    for name in ["setPermissions", "channelOpts", "setMotd", "emoteList", "playlist"] {
        assert!(names.iter().any(|known| known == name), "{name} is missing among {names:?}");
    }
}

pub(crate) async fn a_line_comes_back_and_reaches_the_others(kind: Kind) {
    let sim = sim().await;
    let mut one = Client::join(kind, &sim, "10.0.0.1", dazza()).await;
    let mut other = Client::join(kind, &sim, "10.0.0.2", guest()).await;
    assert_eq!(one.event("addUser").await.get("name"), Some(&json!("Visitor")));
    one.emit("chatMsg", json!({ "msg": "g'day \u{1F355} <all>", "meta": {} })).await;
    for client in [&mut one, &mut other] {
        let line = client.line_of("dazza").await;
        assert_eq!(line.get("msg"), Some(&json!("g'day \u{1F355} &lt;all&gt;")));
        assert!(line.get("time").is_some_and(Value::is_u64), "{line}");
    }
}

pub(crate) async fn a_private_line_reaches_two(kind: Kind) {
    let sim = sim().await;
    let mut one = Client::join(kind, &sim, "10.0.0.1", dazza()).await;
    let mut other = Client::join(kind, &sim, "10.0.0.2", guest()).await;
    other.emit("pm", json!({ "to": "Dazza", "msg": "psst", "meta": {} })).await;
    for client in [&mut one, &mut other] {
        let line = client.event("pm").await;
        let is = |key: &str, text: &str| assert_eq!(line.get(key), Some(&json!(text)), "{line}");
        is("username", "Visitor");
        is("to", "dazza");
        is("msg", "psst");
    }
    assert!(sim.handle().log(&room()).await.unwrap().iter().all(|line| line.html != "psst"));
}

pub(crate) async fn who_is_kicked_is_told_why_and_then_disconnected(kind: Kind) {
    let sim = sim().await;
    let mut client = Client::join(kind, &sim, "10.0.0.1", dazza()).await;
    assert!(sim.handle().kick(&room(), "dazza", Some("enough")).await.unwrap());
    assert_eq!(client.event("kick").await, json!({ "reason": "enough" }));
    let left = client.next().await;
    let words = if kind == Kind::Npm { "io server disconnect" } else { "" };
    assert_eq!(left, Told::Left(words.to_owned()));
    sim.handle().until_out(&room(), "dazza", SOON).await.unwrap();
}

pub(crate) async fn who_answers_pings_stays(kind: Kind) {
    let heartbeat = Heartbeat { interval: Duration::from_millis(100), timeout: Duration::from_secs(2) };
    let sim = sim_at("127.0.0.1:0", Limits::relaxed(), heartbeat).await;
    let mut client = Client::join(kind, &sim, "10.0.0.1", dazza()).await;
    // By then a client that answers nothing would be out.
    wait_for_pings(&sim, 30).await;
    client.emit("chatMsg", json!({ "msg": "still here", "meta": {} })).await;
    assert_eq!(client.line_of("dazza").await.get("msg"), Some(&json!("still here")));
    assert_eq!(sim.handle().connects_count().await.unwrap(), 1);
}

pub(crate) async fn who_answers_no_ping_is_dropped() {
    let heartbeat = Heartbeat { interval: Duration::from_millis(100), timeout: Duration::from_secs(1) };
    let sim = sim_at("127.0.0.1:0", Limits::relaxed(), heartbeat).await;
    let mut client = Client::join(Kind::Npm, &sim, "10.0.0.1", dazza()).await;
    let pid = Pid::from_raw(client.pid());
    kill(pid, Signal::SIGSTOP).unwrap();
    sim.handle().until_out(&room(), "dazza", SOON).await.unwrap();
    kill(pid, Signal::SIGCONT).unwrap();
    client.until(has_left).await;
    client.until(|told| *told == Told::Connected).await;
}

pub(crate) async fn who_was_kicked_may_ask_again_on_the_same_websocket() {
    let sim = sim().await;
    let mut client = Client::join(Kind::Npm, &sim, "10.0.0.1", dazza()).await;
    assert!(sim.handle().kick(&room(), "dazza", None).await.unwrap());
    client.until(has_left).await;
    client.tell(json!({ "connect": null })).await;
    assert_eq!(client.next().await, Told::Connected);
    let view = sim.handle().view().await.unwrap();
    assert_eq!((view.n_websockets, view.n_connects), (1, 2));
    client.enter(dazza()).await;
}

pub(crate) async fn bytes_and_what_is_too_large_end_the_connection() {
    let sim = sim().await;
    let large = json!({ "emit": ["chatMsg", "x".repeat(1 << 20)] });
    for deed in [json!({ "binary": "chatMsg" }), large] {
        let mut client = Client::join(Kind::Npm, &sim, "10.0.0.1", dazza()).await;
        client.tell(deed).await;
        assert_eq!(client.until(has_left).await, Told::Left("transport close".to_owned()));
        client.tell(json!({ "disconnect": null })).await;
    }
}

pub(crate) async fn a_restart_is_survived(kind: Kind) {
    let before = sim().await;
    let mut client = Client::join(kind, &before, "10.0.0.1", dazza()).await;
    let address = before.handle().addr().to_string();
    before.stop().await;
    let after = sim_at(&address, Limits::stock(), Heartbeat::stock()).await;
    client.until(|told| *told == Told::Connected).await;
    client.enter(dazza()).await;
    client.emit("chatMsg", json!({ "msg": "back again", "meta": {} })).await;
    after.handle().until_said(&room(), SOON, |line| line.html == "back again").await.unwrap();
}
