//! What befalls rooms at chat servers that do not want them, as the operator sees it: one fleet, a server and a fate a room.

use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_sim::limits::{ConnectBucket, EventBucket, Heartbeat, Limits};
use dazza_sim::seed::{Mute, Seed};
use dazza_sim::server::{ConfigFault, Running, Sim, SimConfig, SimHandle};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::stage::{Stage, text};

/// One room, what is done to it, and what the operator is to see.
struct Fate {
    room: &'static str,
    /// What `fleet.toml` says of the room.
    settings: &'static str,
    limits: Limits,
    /// Whether somebody has registered the channel.
    has_channel: bool,
    /// What is wrong with the look-up of the socket.
    fault: Option<ConfigFault>,
    phase: &'static str,
    /// A part of the reason, or of the warning when it is joined.
    told: &'static str,
}

fn fate(room: &'static str, phase: &'static str, told: &'static str) -> Fate {
    Fate { room, settings: "", limits: Limits::relaxed(), has_channel: true, fault: None, phase, told }
}

fn faulty(room: &'static str, fault: ConfigFault, phase: &'static str, told: &'static str) -> Fate {
    Fate { fault: Some(fault), ..fate(room, phase, told) }
}

fn fates() -> Vec<Fate> {
    let closed = ConnectBucket { burst: 0, refill: Duration::from_hours(1) };
    let one_event = EventBucket { burst: 1, per_second: 0.001 };
    let answer = |status, body: &str| ConfigFault::Answer(status, body.to_owned());
    vec![
        fate("welcome", "joined", ""),
        Fate { has_channel: false, ..fate("nowhere", "blocked", "nobody has registered the channel `nowhere`") },
        faulty("unknown", answer(404, "{}"), "blocked", "answers 404: the chat server refuses that channel name"),
        faulty("trouble", answer(500, "oops"), "connecting", "answers HTTP status 500"),
        faulty("empty", ConfigFault::no_servers(), "connecting", "names no server"),
        faulty("garbage", answer(200, "<html>"), "connecting", "does not answer a socket configuration"),
        faulty("slow", ConfigFault::Never, "connecting", "did not answer within 2 s; is it up and reachable?"),
        Fate { settings: "account = \"wrong\"", ..fate("wrong", "blocked", "Invalid username/password combination") },
        Fate { settings: "account = \"guest\"", ..fate("guest", "blocked", "That username is registered.") },
        fate("banned", "blocked", "You are banned from this channel."),
        fate("siteban", "blocked", "You are banned from the server"),
        fate("locked", "blocked", "the channel wants a password; give it as `password` of this room"),
        Fate {
            settings: "password = { file = \"wrong\" }",
            ..fate("badkey", "blocked", "the channel refuses the password")
        },
        Fate { settings: "password = { file = \"secret\" }", ..fate("goodkey", "joined", "") },
        fate("unloaded", "blocked", "Channel could not be loaded: no database"),
        fate("kicked", "blocked", "put out of the room: too many jokes"),
        fate("silent", "blocked", "put out of the room: no reason given"),
        fate("twice", "blocked", "put out of the room: Duplicate login"),
        fate("muted", "joined", "a moderator has muted the bot"),
        fate("moved", "joined", ""),
        Fate {
            limits: Limits { connects: Some(closed), ..Limits::relaxed() },
            ..fate("bucket", "connecting", "Rate limit")
        },
        Fate {
            limits: Limits { open_per_address: Some(0), ..Limits::relaxed() },
            ..fate("crowded", "connecting", "Too many connections from your IP address")
        },
        Fate {
            limits: Limits { events: Some(one_event), ..Limits::relaxed() },
            ..fate("hasty", "connecting", "put out of the room: Rate limit exceeded")
        },
    ]
}

async fn server(room: &str, limits: Limits, has_channel: bool) -> Running {
    let channel = if has_channel { format!("[[channels]]\nname = \"{room}\"\n") } else { String::new() };
    let seed = Seed::parse(&format!("users = [{{ name = \"dazza\", password = \"dazza-demo\" }}]\n{channel}")).unwrap();
    let heartbeat = Heartbeat { interval: Duration::from_secs(2), timeout: Duration::from_mins(1) };
    let config = SimConfig { heartbeat, ..SimConfig::new(seed, limits) };
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

/// What is wrong with a room before the fleet begins.
async fn prepare(fate: &Fate, sim: &SimHandle) {
    let room: RoomName = fate.room.parse().unwrap();
    sim.inject(|faults| faults.socket_config.clone_from(&fate.fault));
    match fate.room {
        "banned" => sim.ban(&room, "dazza", "", false).await.unwrap(),
        "siteban" => sim.set_site_ban([127, 0, 0, 1].into(), true).await.unwrap(),
        "locked" | "badkey" | "goodkey" => {
            assert!(sim.set_option(&room, "password", json!("dazza-demo")).await.unwrap());
        }
        "unloaded" => sim.set_unloadable(&room, Some("no database")).await.unwrap(),
        _ => {}
    }
}

/// What befalls a room that is in.
async fn befall(room: &str, sim: &SimHandle, elsewhere: &SimHandle) {
    let name: RoomName = room.parse().unwrap();
    let kick = async |reason| assert!(sim.kick(&name, "dazza", reason).await.unwrap());
    match room {
        "kicked" => kick(Some("too many jokes")).await,
        "silent" => kick(None).await,
        "twice" => kick(Some("Duplicate login")).await,
        "muted" => sim.mute(&name, "dazza", Some(Mute::Loud)).await.unwrap(),
        "moved" => sim.move_channel(&name, &elsewhere.url()).await.unwrap(),
        _ => {}
    }
}

fn told(seen: &Value) -> &str {
    seen["reason"].as_str().or_else(|| seen["warning"].as_str()).unwrap_or_default()
}

/// A fleet of these rooms, each at a server of its own.
fn fleet(rooms: &[(&str, &str, &SimHandle)]) -> Stage {
    let stage = Stage::real("http://127.0.0.1:1");
    for (file, password) in [("secret", "dazza-demo"), ("wrong", "hunter2")] {
        stage.write_secret(file, password);
    }
    let accounts = [("main", "secret"), ("wrong", "wrong")]
        .map(|(name, file)| format!("[accounts.{name}]\nusername = \"dazza\"\npassword = {{ file = \"{file}\" }}\n"));
    let names: Vec<&str> = rooms.iter().map(|(room, ..)| *room).collect();
    stage.configure_rooms(&names, &format!("{}[accounts.guest]\nusername = \"dazza\"\n", accounts.concat()));
    stage.edit("connect_burst = 50\n", "connect_burst = 50\nconnect_timeout = \"2s\"\n");
    for (room, settings, sim) in rooms {
        let header = format!("[rooms.{room}]\n");
        stage.edit(&header, &format!("{header}url = \"{}\"\n{settings}\n", sim.url()));
    }
    stage
}

#[tokio::test]
async fn every_refusal_is_told_to_the_operator_with_phase_reason_and_next_try() {
    let fates = fates();
    let mut sims = Vec::new();
    for fate in &fates {
        let sim = server(fate.room, fate.limits.clone(), fate.has_channel).await;
        prepare(fate, sim.handle()).await;
        sims.push(sim);
    }
    let elsewhere = server("moved", Limits::relaxed(), true).await;
    let rooms: Vec<_> = fates.iter().zip(&sims).map(|(fate, sim)| (fate.room, fate.settings, sim.handle())).collect();
    let mut stage = fleet(&rooms);
    stage.up();
    for (room, _, sim) in &rooms {
        if ["kicked", "silent", "twice", "muted", "moved"].contains(room) {
            stage.until_these_joined(&[room]).await;
            befall(room, sim, elsewhere.handle()).await;
        }
    }
    for fate in &fates {
        let is_so = |seen: &Value| {
            let is_tried_again = (fate.phase == "joined") == seen["next_try"].is_null();
            seen["phase"] == fate.phase && told(seen).contains(fate.told) && is_tried_again
        };
        let seen = stage.until(fate.room, is_so).await;
        assert!(!told(&seen).contains("hunter2") && !told(&seen).contains("dazza-demo"), "a password is told: {seen}");
    }
    elsewhere.handle().until_in(&"moved".parse().unwrap(), "dazza", crate::stage::DEADLINE).await.unwrap();
    let status = text(&stage.verb(&["status"]).await.stdout);
    let flat = status.split_whitespace().collect::<Vec<_>>().join(" ");
    for fate in &fates {
        assert!(flat.contains(fate.room), "{status}");
    }
    assert!(flat.contains("put out of the room: too many jokes"), "{status}");
    assert!(flat.contains("a moderator has muted the bot"), "{status}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told_to_the_operator() {
    let sim = server("welcome", Limits::relaxed(), true).await;
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", plain.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut caller, _)) = plain.accept().await {
            // Who has hung up already has its answer.
            drop(caller.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await);
        }
    });
    let mut stage = fleet(&[("welcome", "", sim.handle())]);
    stage.edit(&sim.handle().url(), &url);
    stage.up();
    let seen = stage.until("welcome", |seen| seen["reason"].is_string() && seen["next_try"].is_string()).await;
    assert_eq!(seen["phase"], "connecting", "{seen}");
    assert!(told(&seen).contains(&url) && told(&seen).contains("InvalidContentType"), "{seen}");
    stage.edit(&url, &sim.handle().url());
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    stage.until_these_joined(&["welcome"]).await;
}

#[tokio::test]
async fn a_half_open_line_is_noticed_told_and_joined_anew() {
    let sim = server("welcome", Limits::relaxed(), true).await;
    let mut stage = fleet(&[("welcome", "", sim.handle())]);
    stage.up();
    stage.until_these_joined(&["welcome"]).await;
    assert!(sim.handle().go_silent(&"welcome".parse().unwrap(), "dazza").await.unwrap());
    let seen = stage.until("welcome", |seen| seen["phase"] == "degraded").await;
    assert!(told(&seen).contains("nothing came from the chat server for"), "{seen}");
    stage.until_these_joined(&["welcome"]).await;
    assert_eq!(sim.handle().connects_count().await.unwrap(), 2);
}
