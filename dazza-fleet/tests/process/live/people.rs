//! What people do, as the feed tells it: who goes away and comes back, what they ask the bot for, what they lock and achieve.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::Scene;
use super::client::Client;
use crate::stage::{DEADLINE, text};

/// Time that a room has for something in the database before it is asked again.
const DATABASE_WITHIN: Duration = Duration::from_secs(5);

/// A person with an account in a room of the chat server.
struct Person(WebSocketStream<TcpStream>);

impl Person {
    /// Comes into the room. Source: the protocol of Engine.IO, 4, and `docs/adr/0001-own-socketio-client.md`.
    async fn come(scene: &Scene, room: &str, name: &str, password: &str) -> Self {
        let address = scene.sim().addr();
        let url = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
        let stream = TcpStream::connect(address).await.unwrap();
        let mut person = Self(client_async(url, stream).await.unwrap().0);
        person.send("40").await;
        person.emit("login", &json!({ "name": name, "pw": password })).await;
        person.emit("joinChannel", &json!({ "name": room })).await;
        person.until("userlist").await;
        person
    }

    async fn say(&mut self, text: &str) {
        self.emit("chatMsg", &json!({ "msg": text, "meta": {} })).await;
    }

    async fn emit(&mut self, event: &str, payload: &Value) {
        self.send(&format!("42{}", json!([event, payload]))).await;
    }

    async fn send(&mut self, frame: &str) {
        self.0.send(Message::text(frame)).await.unwrap();
    }

    /// Waits for that event; what it carries.
    async fn until(&mut self, event: &str) -> Value {
        loop {
            let heard = timeout(DEADLINE, self.0.next()).await.unwrap().unwrap().unwrap();
            if heard.to_text().is_ok_and(|text| text == "2") {
                // The server asks for a sign of life.
                self.send("3").await;
            }
            let told: Option<Value> =
                heard.to_text().ok().and_then(|text| serde_json::from_str(text.strip_prefix("42")?).ok());
            if let Some(told) = told.filter(|told| told[0] == event) {
                return told[1].clone();
            }
        }
    }
}

/// Adds a line to the settings of `thepub`.
async fn set(scene: &Scene, line: &str) {
    scene.stage.edit("[rooms.thepub]\n", &format!("[rooms.thepub]\n{line}\n"));
    let done = scene.stage.verb(&["reload"]).await;
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
}

#[tokio::test]
async fn people_who_go_away_come_back_and_lock_their_gallery_are_told_one_by_one() {
    let scene = Scene::set().await;
    scene.stage.database().until_rooms(3).await;
    set(&scene, "cooldowns = { gallery = \"0s\" }").await;
    let mut shazza = Person::come(&scene, "thepub", "Shazza", "shazza-demo").await;
    let mut client = Client::at(&scene.address).await;
    client.follow(&["chat:thepub", "gallery"]).await;

    for is_away in [true, false] {
        shazza.say("/afk").await;
        let told = client.until(|frame| frame["type"] == "chat.afk").await;
        let data = &told["data"];
        assert_eq!(
            (&told["room"], &data["username"], &data["afk"]),
            (&json!("thepub"), &json!("Shazza"), &json!(is_away))
        );
        assert!(data["at"].is_string(), "{told}");
    }

    for (line, is_locked) in [("!gallery lock", true), ("!pics unlock", false)] {
        shazza.say(line).await;
        let said = client.until(|frame| frame["data"]["text"] == line).await;
        assert_eq!((&said["data"]["is_command"], &said["data"]["is_bot"]), (&json!(true), &json!(false)), "{said}");
        let is_told = |frame: &Value| frame["type"] == "gallery.locked";
        let told = loop {
            match timeout(DATABASE_WITHIN, client.until(is_told)).await {
                Ok(told) => break told,
                // The room may not have had its way to the database yet.
                Err(_elapsed) => shazza.say(line).await,
            }
        };
        let data = &told["data"];
        assert_eq!((&told["room"], &data["username"]), (&json!("thepub"), &json!("shazza")));
        assert_eq!(data["is_locked"], is_locked, "{told}");
    }
    shazza.say("evening all").await;
    let said = client.until(|frame| frame["data"]["text"] == "evening all").await;
    assert_eq!(said["data"]["is_command"], false);
}

/// Runs the job that hands tiers out, as soon as the fleet does not do by itself what is due.
async fn hand_out(scene: &Scene) {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let ran = scene.stage.verb(&["jobs", "run", "achievements"]).await;
        let is_busy = ran.status.code() == Some(11);
        assert!(ran.status.success() || (is_busy && Instant::now() < deadline), "{}", text(&ran.stderr));
        if !is_busy {
            return;
        }
    }
}

#[tokio::test]
async fn tiers_are_told_once_when_the_job_has_handed_them_out_and_not_of_those_who_opted_out() {
    let scene = Scene::set().await;
    let database = scene.stage.database();
    database.until_rooms(3).await;
    database.run(include_str!("talkers.sql")).await;
    let mut client = Client::at(&scene.address).await;
    client.follow(&["stats"]).await;
    hand_out(&scene).await;
    let award = |username: &str, level: &str, room: Value| json!([username, "message_count", level, room]);
    for wanted in [
        award("bazza", "bronze", json!("thepub")),
        award("shaz", "bronze", Value::Null),
        award("shaz", "silver", Value::Null),
    ] {
        let told = client.until(|frame| frame["type"] == "achievement").await;
        let data = &told["data"];
        assert_eq!(json!([data["username"], data["type"], data["level"], told["room"]]), wanted, "{told}");
        assert!(data["at"].is_string(), "{told}");
    }
    // What was told is not told again.
    database.run("UPDATE user_stats SET message_count = 1000 WHERE username = 'bazza'").await;
    hand_out(&scene).await;
    let told = client.until(|frame| frame["type"] == "achievement").await;
    assert_eq!((&told["data"]["username"], &told["data"]["level"]), (&json!("bazza"), &json!("silver")));
}

/// Asks the bot how the web is, again and again, until it says that number.
async fn until_told(admin: &mut Person, n: u64) {
    let deadline = Instant::now() + DEADLINE;
    // As the phrases of `api_online` have it.
    let wanted = [format!("{n} on the live feed"), format!("{n} watchin live"), format!("Live watchers: {n}.")];
    let mut last = String::new();
    loop {
        admin.say("!api").await;
        if let Ok(told) = timeout(DATABASE_WITHIN, admin.until("pm")).await {
            told["msg"].as_str().unwrap().clone_into(&mut last);
        }
        if wanted.iter().any(|part| last.contains(part)) {
            return;
        }
        assert!(Instant::now() < deadline, "never told of {n} watchers: {last}");
        // So long the command makes people wait.
        sleep(Duration::from_secs(3)).await;
    }
}

#[tokio::test]
async fn rooms_are_told_how_many_follow() {
    let scene = Scene::set().await;
    scene.stage.database().until_rooms(3).await;
    set(&scene, "admins = [\"Shazza\"]").await;
    let mut shazza = Person::come(&scene, "thepub", "Shazza", "shazza-demo").await;
    let mut clients = Vec::new();
    for _ in 0..17 {
        clients.push(Client::at(&scene.address).await);
    }
    until_told(&mut shazza, 17).await;
    clients.truncate(13);
    until_told(&mut shazza, 13).await;
}
