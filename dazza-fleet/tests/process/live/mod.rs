//! The live feed: rooms apart, nothing lost and nothing twice over a reconnect, and nobody who can hurt the others.

mod client;
mod people;
mod shut_out;
mod stream;

use std::collections::BTreeSet;

use dazza_shared::names::RoomName;
use dazza_sim::limits::Limits;
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Running, Sim, SimConfig, SimHandle};
use nix::sys::signal::Signal;
use serde_json::{Value, json};

use self::client::Client;
use crate::stage::{Stage, send};

/// A fleet of real rooms on a chat server of its own.
struct Scene {
    sim: Running,
    stage: Stage,
    address: String,
}

impl Scene {
    async fn set() -> Self {
        let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::relaxed());
        let sim = Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn();
        let mut stage = Stage::real(&sim.handle().url());
        stage.write_secret("secret", "dazza-demo");
        stage.configure("[accounts.main]\nusername = \"dazza\"\npassword = { file = \"secret\" }\n");
        stage.up_and_joined().await;
        let address = stage.web().await;
        Self { sim, stage, address }
    }

    fn sim(&self) -> &SimHandle {
        self.sim.handle()
    }

    async fn say(&self, room: &str, text: &str) {
        self.sim().say(&name(room), "Nan", text).await.unwrap();
    }
}

fn name(room: &str) -> RoomName {
    room.parse().unwrap()
}

fn is_line(text: &str) -> impl Fn(&Value) -> bool {
    move |frame| frame["type"] == "chat.message" && frame["data"]["text"] == text
}

fn seq(frame: &Value) -> u64 {
    frame["seq"].as_u64().unwrap()
}

#[tokio::test]
async fn a_client_hears_of_the_room_that_it_follows_and_of_no_other() {
    let scene = Scene::set().await;
    let (mut one, mut all) = (Client::at(&scene.address).await, Client::at(&scene.address).await);
    let rooms: Vec<&str> = one.welcome["data"]["rooms"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(rooms, ["fatpizza", "shedcinema", "thepub"]);
    let told = one.follow(&["chat:thepub"]).await;
    assert_eq!(told["data"]["topics"], json!(["chat:thepub"]));
    all.follow(&["chat"]).await;
    for n in 0..20 {
        scene.say("fatpizza", &format!("a secret of fatpizza {n}")).await;
        scene.say("shedcinema", &format!("a secret of shedcinema {n}")).await;
        scene.say("thepub", &format!("the talk of thepub {n}")).await;
    }
    scene.say("thepub", "!roll").await;
    scene.say("fatpizza", "closing time").await;
    all.until(is_line("closing time")).await;
    scene.say("thepub", "last drinks").await;
    let heard = one.all_until(is_line("last drinks")).await;
    assert!(heard.iter().all(|frame| frame["room"] == "thepub" && !frame.to_string().contains("secret")), "{heard:?}");
    let lines =
        heard.iter().filter(|frame| frame["data"]["text"].as_str().is_some_and(|text| text.starts_with("the talk")));
    assert_eq!(lines.count(), 20);
    let roll = heard.iter().find(|frame| frame["data"]["is_bot"] == true).expect("the bot's answer");
    assert_eq!(roll["data"]["username"], "dazza");
    assert!(heard.is_sorted_by(|a, b| seq(a) < seq(b)), "{heard:?}");
    assert!(heard[0]["ts"].is_string() && heard[0]["data"]["at"].is_string());

    // What is followed no more is heard no more.
    one.say(&json!({ "type": "unsubscribe", "topics": ["chat:thepub"] })).await;
    let told = one.until(|frame| frame["type"] == "unsubscribed").await;
    assert_eq!(told["data"]["topics"], json!([]));
    scene.say("thepub", "nobody hears this").await;
    all.until(is_line("nobody hears this")).await;
    one.say(&json!({ "type": "ping" })).await;
    assert_eq!(one.next().await.unwrap()["type"], "pong");
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_comes_twice_when_a_client_comes_back() {
    let scene = Scene::set().await;
    let mut steady = Client::at(&scene.address).await;
    steady.follow(&["chat", "bot"]).await;
    let mut heard: Vec<Value> = Vec::new();
    let (mut since, mut epoch) = (None, Value::Null);
    for visit in 0..5 {
        let mut guest = Client::at(&scene.address).await;
        assert!(epoch.is_null() || epoch == guest.welcome["data"]["epoch"]);
        epoch = guest.welcome["data"]["epoch"].clone();
        let mut wish = json!({ "type": "subscribe", "topics": ["chat", "bot"] });
        if let Some(since) = since {
            wish["since"] = json!(since);
            wish["epoch"] = epoch.clone();
        }
        guest.say(&wish).await;
        guest.until(|frame| frame["type"] == "subscribed").await;
        for n in 0..10 {
            scene.say(["thepub", "fatpizza"][n % 2], &format!("visit {visit} line {n}")).await;
        }
        heard.extend(guest.all_until(is_line(&format!("visit {visit} line 4"))).await);
        since = heard.last().map(seq);
        // It leaves without a word, and lines are said while it is away.
        drop(guest);
        scene.say("shedcinema", &format!("while you were away {visit}")).await;
    }
    let mut guest = Client::at(&scene.address).await;
    guest.say(&json!({ "type": "subscribe", "topics": ["chat", "bot"], "since": since, "epoch": epoch })).await;
    guest.until(|frame| frame["type"] == "subscribed").await;
    scene.say("thepub", "the end").await;
    heard.extend(guest.all_until(is_line("the end")).await);
    let steady = steady.all_until(is_line("the end")).await;
    let first = seq(&heard[0]);
    let wanted: Vec<&Value> = steady.iter().filter(|frame| seq(frame) >= first).collect();
    assert_eq!(heard.iter().collect::<Vec<_>>(), wanted);
    assert_eq!(heard.iter().map(seq).collect::<BTreeSet<_>>().len(), heard.len());

    // Numbers of another epoch, or that never were, say nothing: the client is told so, and gets what is left.
    for (since, epoch) in [(json!(1), json!("2001-01-01T00:00:00Z")), (json!(u64::MAX), epoch)] {
        let mut lost = Client::at(&scene.address).await;
        lost.say(&json!({ "type": "subscribe", "topics": ["chat"], "since": since, "epoch": epoch })).await;
        let gap = lost.until(|frame| frame["type"] == "gap").await;
        assert_eq!((&gap["data"]["from"], &gap["data"]["oldest"]), (&since, &json!(1)));
        lost.until(is_line("visit 0 line 0")).await;
        lost.until(is_line("the end")).await;
    }
}

#[tokio::test]
async fn rooms_tell_how_they_are_and_what_is_in_them() {
    let mut scene = Scene::set().await;
    let mut client = Client::at(&scene.address).await;
    client.follow(&["rooms", "bot", "chat:thepub"]).await;
    let row = client.until(|frame| frame["type"] == "room.row" && frame["room"] == "thepub").await;
    let row = &row["data"];
    assert_eq!((&row["id"], &row["state"], row["last_error"].is_null()), (&json!("thepub"), &json!("joined"), true));
    assert_eq!(row["lines_per_minute"].as_array().unwrap().len(), 30);
    assert!(row["afk_count"].is_u64() && row["user_count"].as_u64() >= Some(1), "{row}");
    scene.say("thepub", "!roll").await;
    let is_quick = |frame: &Value| frame["room"] == "thepub" && frame["data"]["p99_ms"].is_f64();
    client.until(|frame| frame["type"] == "room.row" && is_quick(frame)).await;
    let health = scene.stage.ask("GET /api/v1/health").unwrap().1;
    let health: Value = serde_json::from_str(&health).unwrap();
    assert_eq!(health["connections"]["websocket"], 1);
    assert_eq!(scene.stage.verb(&["stop", "thepub"]).await.status.code(), Some(0));
    let stopped = |frame: &Value| frame["type"] == "room.state" && frame["data"]["state"] == "stopped";
    assert_eq!(client.until(stopped).await["room"], "thepub");
    assert_eq!(scene.stage.verb(&["start", "thepub"]).await.status.code(), Some(0));
    let counted = client.until(|frame| frame["type"] == "chat.usercount" && frame["data"]["total"] != 0).await;
    assert!(counted["data"]["afk"].is_u64() && counted["data"]["viewers"].is_u64(), "{counted}");
    assert_eq!(scene.stage.verb(&["down"]).await.status.code(), Some(0));
    assert_eq!(client.end().await, Some((1001, "the fleet ends".to_owned())));
    scene.stage.until_ended().await;
}

#[tokio::test]
async fn a_client_sees_a_new_epoch_when_the_supervisor_was_killed_and_goes_on() {
    let mut scene = Scene::set().await;
    let mut client = Client::at(&scene.address).await;
    client.follow(&["chat"]).await;
    scene.say("thepub", "before").await;
    let last = seq(&client.until(is_line("before")).await);
    let epoch = client.welcome["data"]["epoch"].clone();
    let pids = scene.stage.until_joined().await;
    let supervisor: Value = serde_json::from_str(&scene.stage.ask("GET /api/v1/fleet").unwrap().1).unwrap();
    send(Signal::SIGKILL, i32::try_from(supervisor["pid"].as_i64().unwrap()).unwrap());
    assert_eq!(client.end().await, None);
    scene.stage.until_ended().await;

    assert_ne!(scene.stage.up_and_joined().await, 0);
    assert_eq!(scene.stage.until_joined().await, pids, "rooms go on");
    let mut client = Client::at(&scene.stage.web().await).await;
    assert_ne!(client.welcome["data"]["epoch"], epoch);
    client.say(&json!({ "type": "subscribe", "topics": ["chat"], "since": last, "epoch": epoch })).await;
    client.until(|frame| frame["type"] == "gap").await;
    scene.say("thepub", "after").await;
    let after = client.until(is_line("after")).await;
    assert_eq!(after["room"], "thepub");
}
