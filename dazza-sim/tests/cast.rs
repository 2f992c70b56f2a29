//! The whole cast against a running server: real clients, real sockets, three rooms at once.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on panics, also outside its own function"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use dazza_sim::cast::{Script, Venue};
use dazza_sim::limits::Limits;
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Running, Sim, SimConfig};
use dazza_sim::world::View;
use futures_util::FutureExt as _;
use rust_socketio::asynchronous::{Client, ClientBuilder};
use rust_socketio::{Event, Payload, TransportType};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long anything may take here; far longer than it does.
const SOON: Duration = Duration::from_mins(1);

fn rooms() -> [RoomName; 3] {
    ["fatpizza", "thepub", "shedcinema"].map(|name| name.parse().unwrap())
}

async fn server(limits: Limits) -> Running {
    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), limits);
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

/// Plays the embedded cast, twenty times as fast as people.
fn perform(sim: &Running) -> JoinHandle<()> {
    let script = Script::embedded(&Seed::parse(EXAMPLE).unwrap()).unwrap_or_else(|faults| panic!("{faults}"));
    let venue = Venue { url: sim.handle().url(), pace: "20".parse().unwrap(), dice: Dice::seeded(11) };
    tokio::spawn(script.perform(venue))
}

fn n_people(view: &View, room: &RoomName) -> usize {
    view.channels.get(room).map_or(0, |channel| channel.people.len())
}

/// Somebody who sits in a room under the bot's name and hears what is said.
struct Bot {
    client: Client,
    events: mpsc::UnboundedReceiver<(Event, Value)>,
}

impl Bot {
    async fn enter(sim: &Running, room: &RoomName) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let opened = sender.clone();
        let client = ClientBuilder::new(sim.handle().url())
            .transport_type(TransportType::Websocket)
            .reconnect(false)
            .on(Event::Connect, move |_, _| {
                opened.send((Event::Connect, Value::Null)).unwrap();
                std::future::ready(()).boxed()
            })
            .on_any(move |event, payload, _| {
                if let Payload::Text(mut arguments) = payload {
                    drop(sender.send((event, arguments.remove(0))));
                }
                std::future::ready(()).boxed()
            })
            .connect()
            .await
            .unwrap();
        let mut bot = Self { client, events };
        bot.wait_for(&Event::Connect).await;
        bot.client.emit("login", json!({ "name": "dazza", "pw": "dazza-demo" })).await.unwrap();
        bot.wait_for(&Event::from("login")).await;
        bot.client.emit("joinChannel", json!({ "name": room.as_str() })).await.unwrap();
        bot.wait_for(&Event::from("userlist")).await;
        bot
    }

    async fn wait_for(&mut self, wanted: &Event) -> Value {
        let search = async {
            let (mut event, mut value) = self.events.recv().await.unwrap();
            while event != *wanted {
                (event, value) = self.events.recv().await.unwrap();
            }
            value
        };
        timeout(SOON, search).await.unwrap_or_else(|_elapsed| panic!("{wanted} did not come"))
    }

    /// Listens, and answers commands, until so many have talked and so many have given a command.
    async fn hear_out(&mut self, n_talkers: usize, n_askers: usize) {
        let (mut talkers, mut askers) = (BTreeSet::new(), BTreeSet::new());
        while talkers.len() < n_talkers || askers.len() < n_askers {
            let (who, said) = self.hear().await;
            if said.starts_with('!') {
                let answer = json!({ "msg": format!("no worries {who}"), "meta": {} });
                self.client.emit("chatMsg", answer).await.unwrap();
                askers.insert(who);
            } else if who != "dazza" {
                talkers.insert(who);
            }
        }
    }

    /// The next line of somebody: who, and what.
    async fn hear(&mut self) -> (String, String) {
        let line = self.wait_for(&Event::from("chatMsg")).await;
        let field = |name: &str| line.get(name).and_then(Value::as_str).unwrap().to_owned();
        (field("username"), field("msg"))
    }
}

#[tokio::test]
async fn every_room_talks_and_asks_the_bot() {
    let sim = server(Limits::relaxed()).await;
    let mut bots = Vec::new();
    for room in rooms() {
        bots.push((Bot::enter(&sim, &room).await, room));
    }
    let cast = perform(&sim);
    for (bot, room) in &mut bots {
        bot.hear_out(5, 4).await;
        assert!(n_people(&sim.handle().view().await.unwrap(), room) >= 5, "{room}");
    }
    cast.abort();
    sim.stop().await;
}

#[tokio::test]
async fn all_get_past_stock_limits_and_come_back_when_thrown_out() {
    let sim = server(Limits::stock()).await;
    let cast = perform(&sim);
    for room in rooms() {
        sim.handle().until(SOON, |view| n_people(view, &room) == 7).await.unwrap();
    }
    let [room, ..] = rooms();
    assert!(sim.handle().kick(&room, "Robbo", Some("mop")).await.unwrap());
    sim.handle().until_out(&room, "Robbo", SOON).await.unwrap();
    sim.handle().until_in(&room, "Robbo", SOON).await.unwrap();
    assert!(sim.handle().drop_connection(&room, "Robbo").await.unwrap());
    sim.handle().until_out(&room, "Robbo", SOON).await.unwrap();
    sim.handle().until_in(&room, "Robbo", SOON).await.unwrap();
    cast.abort();
    sim.stop().await;
}
