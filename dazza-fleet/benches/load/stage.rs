//! The programs under measure: a fleet with a database of its own on a stand-in chat server. Nothing is left when they go.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::wallet::{self, Entry, Settlement};
use dazza_shared::store::{Access, Store, registry};
use dazza_sim::limits::Limits;
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Running, Sim, SimConfig};
use dazza_sim::world::View;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use super::N_PEOPLE;
use super::scrape::Scrape;

/// Whatever is waited for comes sooner.
const DEADLINE: Duration = Duration::from_mins(2);

/// What everybody begins with. Unit: dollars.
const FUNDS: i64 = 1_000_000;

/// A chat server and a fleet on it.
pub(crate) struct Stage {
    n_rooms: usize,
    folder: TempDir,
    sim: Running,
    fleet: Option<Child>,
}

/// The name of room number `n`.
fn room(n: usize) -> RoomName {
    format!("room{n:02}").parse().unwrap()
}

/// The name of person number `n`.
pub(crate) fn person(n: u64) -> String {
    format!("person{n:02}")
}

impl Stage {
    /// Starts the chat server, for so many rooms; `web` is what the fleet has in `[web]`.
    pub(crate) async fn set(n_rooms: usize, web: &str) -> Self {
        let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::relaxed());
        let sim = Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn();
        let folder = tempfile::tempdir().unwrap();
        // The database server runs as another user when this is root's.
        fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
        let rooms: String = (0..n_rooms).map(|n| format!("[rooms.{}]\n", room(n))).collect::<Vec<_>>().concat();
        let text = format!(
            "[fleet]\nstate_dir = \"var\"\n[cytube]\nurl = \"{}\"\nconnect_burst = 1000\nmax_sockets_per_address = 1000\n[web]\n{web}\n\
             [defaults]\nallow_unregistered = true\ngreetings = {{ enabled = false }}\nurl_comments = {{ enabled = false }}\n[accounts.main]\nusername = \"benchbot\"\n{rooms}",
            sim.handle().url()
        );
        fs::write(folder.path().join("fleet.toml"), text).unwrap();
        Self { n_rooms, folder, sim, fleet: None }
    }

    /// Starts the fleet and waits until all rooms are joined; how long that took.
    pub(crate) async fn up(&mut self) -> Duration {
        let began = Instant::now();
        let mut command = self.command(&["up"]);
        self.fleet = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        self.until("all rooms joined", |stage| {
            let view = stage.view()?;
            let rooms = view.get("rooms")?.as_array()?;
            let n_joined = rooms.iter().filter(|room| room.get("phase").is_some_and(|phase| phase == "joined")).count();
            (n_joined == stage.n_rooms).then_some(())
        })
        .await;
        began.elapsed()
    }

    /// Ends the fleet.
    pub(crate) async fn down(&mut self) {
        assert!(self.command(&["down"]).stdout(Stdio::null()).status().unwrap().success(), "the fleet does not end");
        let mut fleet = self.fleet.take().unwrap();
        self.until("the end of the fleet", |_| fleet.try_wait().unwrap()).await;
    }

    /// Gives everybody money.
    pub(crate) async fn fund(&self) {
        let url = format!("postgres://localhost:5432/dazza?host={}", self.postgres().display());
        let password = self.secret("postgres").into();
        let owner = Access { url: url.clone(), role: "dazza".to_owned(), password: Some(password) };
        let store = Store::open(&owner, "bench", 1).unwrap();
        let key = RoomKey::new(self.secret("postgres-rooms").into());
        let name = room(0);
        let access = registry::access_of(&mut store.connection().await.unwrap(), &key, &url, &name).await.unwrap();
        let names: Vec<String> = (0..N_PEOPLE).map(person).collect();
        let amount = Money::of(FUNDS);
        let entries: Vec<_> =
            names.iter().map(|who| Entry { who, amount, kind: "dev_award", ..Entry::default() }).collect();
        let (cause, at) = (LineKey::of_timer(&name, "funds", 0), Clock::System.now());
        let deal = Settlement { room: &name, cause, first_effect: 0, at, heist: None, entries: &entries };
        let mut tx = Store::open(&access, "bench", 1).unwrap().begin().await.unwrap();
        wallet::settle(&mut tx, &deal).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Where the database server is reached.
    pub(crate) fn postgres(&self) -> PathBuf {
        self.paths().postgres_dir()
    }

    /// The secret of that name.
    pub(crate) fn secret(&self, name: &str) -> String {
        fs::read_to_string(self.paths().secret_file(name)).unwrap().trim().to_owned()
    }

    /// A token that may do anything.
    pub(crate) fn token(&self) -> String {
        let made = self
            .command(&["tokens", "create", "--json", "--name", "bench", "--scope", "rooms:admin"])
            .output()
            .unwrap();
        let made: Value = serde_json::from_slice(&made.stdout).unwrap();
        made.get("token").and_then(Value::as_str).unwrap().to_owned()
    }

    /// Has somebody say something in room number `n`.
    pub(crate) async fn say(&self, n: usize, who: &str, text: &str) {
        self.sim.handle().say(&room(n), who, text).await.unwrap();
    }

    /// Has all that said at once in the first room; how long it takes until the bot has said one line more.
    pub(crate) async fn say_and_be_answered(&self, lines: Vec<(String, String)>) -> Duration {
        let (sim, room) = (self.sim.handle(), room(0));
        let n_lines = |view: &View| view.channels.get(&room).map_or(0, |channel| channel.n_lines);
        let enough = n_lines(&sim.view().await.unwrap()) + lines.len() + 1;
        let began = Instant::now();
        sim.say_all(&room, lines).await.unwrap();
        sim.until(DEADLINE, |view| n_lines(view) >= enough).await.unwrap();
        began.elapsed()
    }

    /// The figures so far, those of the last second aside.
    pub(crate) async fn scrape(&self) -> Scrape {
        sleep(Duration::from_millis(1_500)).await;
        Scrape::read(&self.ask("/metrics").unwrap())
    }

    /// Waits until that many records are stored.
    pub(crate) async fn until_stored(&self, n: u64) {
        self.until("all records stored", |stage| (Scrape::read(&stage.ask("/metrics")?).stored >= n).then_some(()))
            .await;
    }

    /// The supervisor's process.
    pub(crate) fn supervisor(&self) -> i32 {
        i32::try_from(self.fleet.as_ref().unwrap().id()).unwrap()
    }

    /// Whether the books are right, in a word or two.
    pub(crate) fn verify(&self) -> &'static str {
        let verified = self.command(&["db", "verify"]).stdout(Stdio::null()).status().unwrap();
        if verified.success() { "right" } else { "WRONG" }
    }

    fn command(&self, verb: &[&str]) -> Command {
        let mut command = Command::new(beside_fleet("dazza-fleet"));
        command.args(verb).arg("--config").arg(self.folder.path().join("fleet.toml")).stdin(Stdio::null());
        command
    }

    fn paths(&self) -> StatePaths {
        StatePaths::new(&self.folder.path().join("var"))
    }

    fn view(&self) -> Option<Value> {
        serde_json::from_str(&self.ask("/api/v1/fleet")?).ok()
    }

    fn ask(&self, path: &str) -> Option<String> {
        let mut stream = UnixStream::connect(self.paths().control_sock()).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned())
    }

    async fn until<T>(&self, what: &str, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(seen) = look(self) {
                return seen;
            }
            assert!(began.elapsed() < DEADLINE, "waited in vain for {what}");
            sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(fleet) = &mut self.fleet
            && kill(Pid::from_raw(i32::try_from(fleet.id()).unwrap()), Signal::SIGTERM).is_ok()
        {
            // Nobody is left to tell that it could not be waited for.
            drop(fleet.wait());
        }
    }
}

/// What is under measure.
pub(crate) fn programs() -> [PathBuf; 2] {
    build();
    ["dazza-fleet", "dazza-room"].map(beside_fleet)
}

/// Cargo builds the programs of this crate for a bench, but not those of others.
fn build() {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "-p", "dazza-room"]);
    assert!(command.status().unwrap().success(), "cannot build the room");
}

/// A program that the same profile made.
fn beside_fleet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_dazza-fleet")).with_file_name(name)
}
