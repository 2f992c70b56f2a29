//! Many rooms on a chat server with its stock limits per address: all get in, at the start and when the server has gone.

use std::time::Duration;

use dazza_shared::config::Environment;
use dazza_shared::names::RoomName;
use dazza_sim::limits::{ConnectBucket, Limits};
use dazza_sim::seed::Seed;
use dazza_sim::server::{Running, Sim, SimConfig, SimHandle};
use serde_json::Value;

use crate::stage::{Stage, text};

/// How much faster than in earnest everything goes; with `DAZZA_TEST_STOCK=1` the real figures hold, and it takes minutes.
const FASTER: u32 = 10;

/// What one address may have, and what the fleet keeps to. Source: `cytube-protocol`, 1.4, and `decisions.md`, 14.
const REFILL: Duration = Duration::from_secs(10);
const INTERVAL: Duration = Duration::from_secs(11);

/// The limit of all waits, beyond what the gate itself takes.
const SLACK: Duration = Duration::from_secs(40);

/// How much faster than in earnest this run of the long stories goes.
fn faster() -> u32 {
    if Environment::System.get("DAZZA_TEST_STOCK").is_some() { 1 } else { FASTER }
}

fn names(n: usize) -> Vec<String> {
    (0..n).map(|n| format!("room{n:02}")).collect()
}

fn room(name: &str) -> RoomName {
    name.parse().unwrap()
}

/// A server with stock limits and these rooms, in each of which the bot is a mere account.
async fn server(rooms: &[String], faster: u32) -> Running {
    let channels = rooms.iter().map(|room| format!("[[channels]]\nname = \"{room}\"\n")).collect::<Vec<_>>().concat();
    let seed =
        Seed::parse(&format!("users = [{{ name = \"dazza\", password = \"dazza-demo\" }}]\n{channels}")).unwrap();
    let bucket = ConnectBucket { burst: 5, refill: REFILL / faster };
    let limits = Limits { connects: Some(bucket), ..Limits::stock() };
    Sim::bind("127.0.0.1:0".parse().unwrap(), SimConfig::new(seed, limits)).await.unwrap().spawn()
}

/// A fleet of these rooms, the first ten from one address and the others from the next.
fn fleet(sim: &SimHandle, rooms: &[String], faster: u32) -> Stage {
    let stage = Stage::real(&sim.url());
    stage.write_secret("secret", "dazza-demo");
    stage.configure_rooms(rooms, "[accounts.main]\nusername = \"dazza\"\npassword = { file = \"secret\" }\n");
    let figures = format!("connect_burst = 4\nconnect_interval = \"{}ms\"", (INTERVAL / faster).as_millis());
    stage.edit("connect_burst = 50\nmax_sockets_per_address = 100", &figures);
    for (n, room) in rooms.iter().enumerate() {
        let header = format!("[rooms.{room}]\n");
        stage.edit(&header, &format!("{header}local_address = \"127.0.0.{}\"\n", 1 + n / 10));
    }
    stage
}

/// Waits until the bot is in all rooms, and asks it for more signs of life at once in each than the burst has lines.
async fn all_in_and_talking(sim: &SimHandle, rooms: &[String]) {
    const N_ASKED: usize = 6;
    let within = SLACK + INTERVAL * 11 / faster();
    let rooms: Vec<RoomName> = rooms.iter().map(|name| room(name)).collect();
    for room in &rooms {
        sim.until_in(room, "dazza", within).await.unwrap();
    }
    let before = sim.view().await.unwrap();
    for (room, n) in rooms.iter().flat_map(|room| (0..N_ASKED).map(move |n| (room, n))) {
        sim.say(room, &format!("Nan{n}"), "!uptime").await.unwrap();
    }
    for room in &rooms {
        let enough = before.channels[room].n_lines + 2 * N_ASKED;
        sim.until(SLACK, |view| view.channels[room].n_lines >= enough).await.unwrap();
    }
}

/// Brings rooms in, has the server go and come back, and looks at what the server minded.
async fn get_in_twice(rooms: &[String]) {
    let sim = server(rooms, faster()).await;
    let mut stage = fleet(sim.handle(), rooms, faster());
    stage.up();
    all_in_and_talking(sim.handle(), rooms).await;
    let before = sim.handle().view().await.unwrap();
    let sim = sim.stop().await.start().await.unwrap();
    all_in_and_talking(sim.handle(), rooms).await;
    let after = sim.handle().view().await.unwrap();
    for (view, n) in [(before, 1), (after, 2)] {
        assert_eq!((view.n_refused, view.n_throttled), (0, 0), "refused connects and dropped lines, time {n}");
        assert_eq!(view.n_connects, rooms.len() as u64, "time {n}");
    }
    let status = stage.verb(&["status"]).await;
    assert_eq!(status.status.code(), Some(0), "{}", text(&status.stdout));
}

#[tokio::test]
async fn ten_rooms_get_in_and_come_back_without_a_refused_connect_or_a_dropped_line() {
    get_in_twice(&names(10)).await;
}

#[tokio::test]
async fn twenty_rooms_do_the_same_from_two_addresses() {
    get_in_twice(&names(20)).await;
}

#[tokio::test]
async fn the_eleventh_room_of_an_address_waits_says_why_and_gets_in_when_one_leaves() {
    let rooms = names(11);
    let sim = server(&rooms, FASTER).await;
    let mut stage = fleet(sim.handle(), &rooms, FASTER);
    stage.edit("local_address = \"127.0.0.2\"", "local_address = \"127.0.0.1\"");
    stage.up();
    let is_crowded_out =
        |seen: &Value| seen["reason"].as_str().is_some_and(|reason| reason.contains("as many come first"));
    let look = || rooms.iter().find_map(|name| stage.room(name).filter(is_crowded_out));
    let seen = crate::stage::until("a room that waits for another to leave", look).await;
    let reason = "10 rooms may be connected from 127.0.0.1 at once (max_sockets_per_address), and as many come first; \
                  give this room another local_address";
    assert_eq!((seen["phase"].as_str(), seen["reason"].as_str()), (Some("connecting"), Some(reason)));
    let (last, first): (Vec<_>, Vec<_>) = rooms.iter().partition(|name| seen["name"] == **name);
    stage.until_these_joined(&first).await;
    assert_eq!(stage.verb(&["stop", first[3]]).await.status.code(), Some(0));
    stage.until_these_joined(&last).await;
    assert_eq!(sim.handle().view().await.unwrap().n_refused, 0);
}
