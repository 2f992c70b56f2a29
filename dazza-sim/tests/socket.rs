//! The server on a real socket: HTTP, a websocket through tokio-tungstenite, and every way a connection ends.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on panics, also outside its own function"
)]

mod faults;

use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::rank::Rank;
use dazza_sim::seed::{EXAMPLE, Mute, Seed};
use dazza_sim::server::{Running, Sim, SimConfig};
use dazza_sim::world::Ending;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// How long anything may take here.
const SOON: Duration = Duration::from_secs(20);

struct Client(WebSocketStream<TcpStream>);

impl Client {
    async fn open(sim: &Running, address: &str) -> Self {
        Self::open_with(sim, address, "EIO=4").await
    }

    async fn open_with(sim: &Running, address: &str, protocol: &str) -> Self {
        let stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
        let url = format!("ws://{}/socket.io/?{protocol}&transport=websocket", sim.handle().addr());
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("x-forwarded-for", address.parse().unwrap());
        Self(client_async(request, stream).await.unwrap().0)
    }

    async fn say(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// The next text frame; `None` if the connection ended instead.
    async fn hear(&mut self) -> Option<String> {
        match timeout(SOON, self.0.next()).await.unwrap()? {
            Ok(Message::Text(text)) => Some(text.as_str().to_owned()),
            _ => None,
        }
    }

    /// Reads up to the event of that name, and gives back what it carries.
    async fn hear_event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.hear().await.unwrap_or_else(|| panic!("the connection ended before {name}"));
            let Some(event) = frame.strip_prefix("42") else { continue };
            let event: Value = serde_json::from_str(event).unwrap();
            if event[0] == name {
                return event[1].clone();
            }
        }
    }

    /// Reads to the end, and gives back the close frame, if one came.
    async fn end(&mut self) -> Option<CloseFrame> {
        loop {
            match timeout(SOON, self.0.next()).await.unwrap() {
                Some(Ok(Message::Close(frame))) => return Some(frame.unwrap_or(CLOSE_WITHOUT_CODE)),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    async fn join(sim: &Running, address: &str, login: &str) -> Self {
        let mut client = Self::open(sim, address).await;
        client.join_as(login).await;
        client
    }

    /// Joins the room; gives back the lines of its backlog.
    async fn join_as(&mut self, login: &str) -> Vec<Value> {
        self.say("40").await;
        self.say(&format!(r#"42["login",{login}]"#)).await;
        self.say(r#"42["joinChannel",{"name":"FatPizza"}]"#).await;
        let mut lines = Vec::new();
        loop {
            let frame = self.hear().await.unwrap();
            let event: Value = frame.strip_prefix("42").map_or(Value::Null, |json| serde_json::from_str(json).unwrap());
            match event[0].as_str() {
                Some("userlist") => return lines,
                Some("chatMsg") => lines.push(event[1].clone()),
                _ => {}
            }
        }
    }
}

const CLOSE_WITHOUT_CODE: CloseFrame = CloseFrame {
    code: tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode::Status,
    reason: tokio_tungstenite::tungstenite::Utf8Bytes::from_static(""),
};

async fn sim(limits: Limits, heartbeat: Heartbeat) -> Running {
    let config = SimConfig { heartbeat, ..SimConfig::new(Seed::parse(EXAMPLE).unwrap(), limits) };
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

async fn stock() -> Running {
    sim(Limits::stock(), Heartbeat::stock()).await
}

fn fatpizza() -> RoomName {
    "fatpizza".parse().unwrap()
}

#[tokio::test]
async fn two_clients_talk_and_the_handle_sees_it() {
    let sim = stock().await;
    let mut dazza = Client::open(&sim, "10.0.0.1").await;
    assert!(dazza.hear().await.unwrap().starts_with("0{\"sid\":"));
    dazza.say("40").await;
    assert!(dazza.hear().await.unwrap().starts_with("40{\"sid\":"));
    assert_eq!(dazza.hear().await.unwrap(), r#"42["rank",-1]"#);
    dazza.say(r#"42["login",{"name":"dazza","pw":"dazza-demo"}]"#).await;
    assert_eq!(dazza.hear_event("rank").await, 1);
    assert_eq!(dazza.hear_event("login").await["success"], true);
    dazza.say(r#"42["joinChannel",{"name":"fatpizza"}]"#).await;
    assert_eq!(dazza.hear_event("rank").await, 2);
    assert_eq!(dazza.hear_event("changeMedia").await["title"], "Dough: A Slow Documentary");
    assert_eq!(dazza.hear_event("userlist").await[0]["name"], "dazza");

    let mut guest = Client::join(&sim, "10.0.0.2", r#"{"name":"Visitor"}"#).await;
    assert_eq!(dazza.hear_event("addUser").await["name"], "Visitor");
    guest.say(r#"42["chatMsg",{"msg":"g'day <all>","meta":{}}]"#).await;
    assert_eq!(guest.hear_event("chatMsg").await["msg"], "g'day &lt;all&gt;");
    let line = sim.handle().until_said(&fatpizza(), SOON, |line| line.user == "Visitor").await.unwrap();
    assert_eq!(line.html, "g'day &lt;all&gt;");
    assert_eq!(sim.handle().connections(&fatpizza()).await.unwrap(), 2);
    assert_eq!(sim.handle().connects_count().await.unwrap(), 2);
    sim.stop().await;
}

#[tokio::test]
async fn the_handle_speaks_kicks_and_cuts() {
    let (sim, room) = (stock().await, fatpizza());
    let mut dazza = Client::join(&sim, "10.0.0.1", r#"{"name":"dazza","pw":"dazza-demo"}"#).await;
    sim.handle().say(&room, "Somebody", "from nowhere").await.unwrap();
    assert_eq!(dazza.hear_event("chatMsg").await["username"], "Somebody");
    assert!(sim.handle().send_raw(&room, "DAZZA", r#"42["surprise",1]"#).await.unwrap());
    assert_eq!(dazza.hear_event("surprise").await, 1);
    assert!(sim.handle().kick(&room, "dazza", Some("bye")).await.unwrap());
    assert_eq!(dazza.hear_event("kick").await["reason"], "bye");
    assert_eq!(dazza.hear().await.unwrap(), "41");
    sim.handle().until_out(&room, "dazza", SOON).await.unwrap();

    let mut again = Client::join(&sim, "10.0.0.1", r#"{"name":"dazza","pw":"dazza-demo"}"#).await;
    assert!(sim.handle().drop_connection(&room, "dazza").await.unwrap());
    assert!(again.end().await.is_none(), "a cut line ends without a close frame");
    assert!(!sim.handle().drop_connection(&room, "dazza").await.unwrap());
    sim.stop().await;
}

#[tokio::test]
async fn a_client_of_the_old_protocol_is_in_without_asking_and_pings() {
    let sim = stock().await;
    let mut old = Client::open_with(&sim, "10.0.0.1", "EIO=3").await;
    assert!(old.hear().await.unwrap().starts_with("0{\"sid\":"));
    assert_eq!(old.hear().await.unwrap(), "40");
    assert_eq!(old.hear().await.unwrap(), r#"42["rank",-1]"#);
    old.say("2").await;
    assert_eq!(old.hear().await.unwrap(), "3");
    sim.handle().announce("Notice", "<b>soon</b>").await.unwrap();
    assert_eq!(old.hear_event("announcement").await["text"], "<b>soon</b>");
    sim.stop().await;
}

#[tokio::test]
async fn a_stop_ends_connections_without_a_word() {
    let sim = stock().await;
    let mut dazza = Client::join(&sim, "10.0.0.1", r#"{"name":"dazza","pw":"dazza-demo"}"#).await;
    let handle = sim.handle().clone();
    sim.stop().await;
    assert!(dazza.end().await.is_none());
    assert!(handle.view().await.is_err());

    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::stock());
    let again = Sim::bind(handle.addr(), config).await.unwrap().spawn();
    Client::join(&again, "10.0.0.1", r#"{"name":"dazza","pw":"dazza-demo"}"#).await;
    again.stop().await;
}

#[tokio::test]
async fn bad_frames_close_and_large_ones_say_why() {
    let sim = stock().await;
    for (frame, code) in [
        (Message::text("42{not json"), CLOSE_WITHOUT_CODE.code),
        (Message::text("42[\"chatMsg\",{}]"), CLOSE_WITHOUT_CODE.code),
        (Message::binary(vec![1, 2, 3]), CLOSE_WITHOUT_CODE.code),
        (Message::text("x".repeat(1_048_577)), 1_009.into()),
    ] {
        let mut client = Client::open(&sim, "10.0.0.1").await;
        match client.0.send(frame).await {
            Ok(()) | Err(Error::Io(_)) => {}
            Err(error) => panic!("{error}"),
        }
        assert_eq!(client.end().await.unwrap().code, code);
    }
    sim.handle().until(SOON, |view| view.n_websockets == 0).await.unwrap();
    sim.stop().await;
}

#[tokio::test]
async fn the_silent_are_pinged_and_then_dropped() {
    let quick = Heartbeat { interval: Duration::from_millis(50), timeout: Duration::from_millis(100) };
    let sim = sim(Limits::relaxed(), quick).await;
    let mut client = Client::join(&sim, "10.0.0.1", r#"{"name":"Sleeper"}"#).await;
    while client.hear().await.unwrap() != "2" {}
    client.say("3").await;
    while client.hear().await.unwrap() != "2" {}
    assert!(client.end().await.is_some());
    sim.handle().until_out(&fatpizza(), "Sleeper", SOON).await.unwrap();
    sim.stop().await;
}

#[tokio::test]
async fn the_socket_config_is_plain_http() {
    let sim = stock().await;
    for (target, status) in [("/socketconfig/thepub.json", "200"), ("/socketconfig/bad$name.json", "404"), ("/", "404")]
    {
        let answer = get(&sim, target).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert_eq!(answer.contains(&sim.handle().url()), status == "200", "{answer}");
    }
    sim.stop().await;
}

async fn get(sim: &Running, target: &str) -> String {
    let mut stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    stream.write_all(format!("GET {target} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(SOON, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    answer
}

#[tokio::test]
async fn the_staff_changes_what_people_may_do() {
    let (sim, room) = (stock().await, fatpizza());
    let staff = sim.handle();
    let mut nan = Client::join(&sim, "10.0.0.1", r#"{"name":"Nan","pw":"nan-demo"}"#).await;
    staff.set_rank(&room, "nan", Rank::MODERATOR).await.unwrap();
    staff.until(SOON, |view| view.channels["fatpizza"].people[0].rank == Rank::MODERATOR).await.unwrap();
    staff.mute(&room, "nan", Some(Mute::Loud)).await.unwrap();
    assert_eq!(nan.hear_event("setUserMeta").await["meta"]["muted"], true);
    nan.say(r#"42["chatMsg",{"msg":"back in my day"}]"#).await;
    assert_eq!(nan.hear_event("noflood").await["action"], "chat");
    staff.mute(&room, "nan", None).await.unwrap();
    nan.say(r#"42["chatMsg",{"msg":"as I was saying"}]"#).await;
    assert_eq!(nan.hear_event("chatMsg").await["msg"], "as I was saying");
    assert!(staff.set_option(&room, "password", json!("pizza")).await.unwrap());
    assert_eq!(nan.hear_event("channelOpts").await["password"], "pizza");

    staff.ban(&room, "Nan", "too long a story", false).await.unwrap();
    assert_eq!(nan.hear_event("kick").await["reason"], "You're banned!");
    staff.unban(&room, "nan").await.unwrap();
    Client::join(&sim, "10.0.0.1", r#"{"name":"Nan","pw":"nan-demo"}"#).await;

    let address = "10.0.0.5";
    staff.set_site_ban(address.parse().unwrap(), true).await.unwrap();
    let mut stranger = Client::open(&sim, address).await;
    stranger.say("40").await;
    stranger.hear().await.unwrap();
    assert_eq!(stranger.hear().await.unwrap(), r#"44{"message":"You are banned from the server"}"#);
    staff.set_site_ban(address.parse().unwrap(), false).await.unwrap();
    stranger.say("40").await;
    assert_eq!(stranger.hear_event("rank").await, -1);
    sim.stop().await;
}

#[tokio::test]
async fn the_staff_ends_channels_and_moves_them() {
    let (sim, room) = (stock().await, fatpizza());
    let staff = sim.handle();
    let dazza = r#"{"name":"dazza","pw":"dazza-demo"}"#;
    let mut client = Client::join(&sim, "10.0.0.1", dazza).await;
    staff.end_channel(&room, Ending::Unloaded).await.unwrap();
    assert_eq!(client.hear_event("kick").await["reason"], "Channel shutting down");

    let mut client = Client::join(&sim, "10.0.0.2", dazza).await;
    let elsewhere = "http://127.0.0.1:9";
    staff.move_channel(&room, elsewhere).await.unwrap();
    let servers = client.hear_event("partitionChange").await;
    assert_eq!(servers, json!({ "servers": [{ "url": elsewhere, "secure": false }] }));
    assert_eq!(client.hear().await.unwrap(), "41");
    for (target, url) in [("/socketconfig/FatPizza.json", elsewhere), ("/socketconfig/thepub.json", &staff.url())] {
        assert!(get(&sim, target).await.contains(url), "{target}");
    }
    staff.bring_back(&room).await.unwrap();
    assert!(get(&sim, "/socketconfig/fatpizza.json").await.contains(&staff.url()));
    Client::join(&sim, "10.0.0.3", dazza).await;

    staff.set_unloadable(&room, Some("no disk")).await.unwrap();
    let mut client = Client::open(&sim, "10.0.0.4").await;
    client.say("40").await;
    client.say(r#"42["joinChannel",{"name":"fatpizza"}]"#).await;
    assert_eq!(client.hear_event("kick").await["reason"], "Channel could not be loaded: no disk");
    staff.set_unloadable(&room, None).await.unwrap();
    staff.end_channel(&room, Ending::Deleted).await.unwrap();
    staff.register_channel(&room, "dazza").await.unwrap();
    let mut client = Client::join(&sim, "10.0.0.5", dazza).await;
    client.say(r#"42["requestChannelRanks"]"#).await;
    let ranks = client.hear_event("channelRanks").await;
    assert_eq!(ranks, json!([{ "name": "dazza", "rank": 5, "channel": "fatpizza" }]));
    sim.stop().await;
}
