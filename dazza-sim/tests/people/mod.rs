//! Rules about people and channels that no recording shows.

mod bans;
mod channels;
mod way_in;
mod words;

use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::seed::Seed;
use dazza_sim::world::World;
use serde_json::{Value, json};

use super::{Stage, fatpizza, now, payloads};

const SEED: &str = r#"
users = [
    { name = "alice", password = "x" },
    { name = "bob", password = "x" },
    { name = "young", password = "x", seconds_old = 60 },
    { name = "mod", password = "x", seconds_old = 60 },
    { name = "boss", password = "x" },
    { name = "root", password = "x", rank = 255 },
]
[[channels]]
name = "fatpizza"
ranks = { mod = 2, boss = 5 }

[site]
banned_addresses = ["10.9.9.9", "10.8.8"]
unloadable = { badroom = "Channel is banned: raffle fraud" }
reserved_names = ["dazza"]
"#;

fn stage() -> Stage {
    stage_with(Limits::relaxed())
}

fn stage_with(limits: Limits) -> Stage {
    let world = World::new(Seed::parse(SEED).unwrap(), limits.clone(), Heartbeat::stock(), now(0));
    Stage { world, ..Stage::new(limits) }
}

impl Stage {
    fn say(&mut self, conn: u64, text: &str) {
        self.emit(conn, "chatMsg", &json!({ "msg": text }));
    }

    /// Comes in with a name and no account.
    fn enter_as_guest(&mut self, conn: u64, name: &str) {
        self.open(conn, [10, 0, 0, u8::try_from(conn).unwrap()]);
        self.emit(conn, "login", &json!({ "name": name }));
        self.emit(conn, "joinChannel", &json!({ "name": "fatpizza" }));
    }

    /// Leaves, and forgets what everybody heard.
    fn leave(&mut self, conn: u64) {
        self.send(conn, "41");
        self.heard.clear();
    }

    /// The payloads of one kind of event since everybody was asked last.
    fn told(&mut self, conn: u64, event: &str) -> Vec<Value> {
        let heard = self.heard(conn);
        payloads(&heard, event).into_iter().cloned().collect()
    }

    /// The reason of the last kick, if it was the last thing but for the disconnect.
    fn kicked(&mut self, conn: u64) -> Option<String> {
        let heard = self.heard(conn);
        let last = heard.last().filter(|event| event[0] == "kick")?;
        Some(last.pointer("/1/reason").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    fn is_in(&self, name: &str) -> bool {
        self.world.is_in(&fatpizza(), name)
    }
}
