//! The programs under measure: a fleet with a database of its own, on a stand-in chat server behind TLS.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_sim::limits::Limits;
use dazza_sim::seed::{ChannelSeed, MediaSeed, Seed};
use dazza_sim::server::{Running, Sim, SimConfig};
use dazza_sim::world::View;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use tempfile::TempDir;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::{N_ENTRIES, N_ROOMS, N_USERS, proc, tls};

/// Whatever is waited for comes sooner.
const DEADLINE: Duration = Duration::from_mins(2);

/// Time between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// The name of the bot.
const BOT: &str = "benchbot";

/// What a room says in its log when it has them.
const NEW_SETTINGS: &str = "new settings";

/// A chat server and a fleet on it.
pub(crate) struct Stage {
    folder: TempDir,
    sim: Running,
    /// Tells rooms that their channels are to be had over TLS.
    _front: Running,
    fleet: Option<Child>,
}

/// How long after its exec a room was so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) connected: Duration,
    pub(crate) joined: Duration,
}

fn room(n: usize) -> RoomName {
    format!("room{n:02}").parse().unwrap()
}

fn seed() -> Seed {
    let entry = |n: u32| MediaSeed {
        title: format!("Entry number {n} of a list that goes on and on"),
        seconds: 180 + n % 240,
        id: format!("dQw4w9W{n:04}"),
        kind: "yt".to_owned(),
        added_by: format!("Regular{:02}", n % 40),
        ..MediaSeed::default()
    };
    let channel = ChannelSeed { playlist: (0..N_ENTRIES).map(entry).collect(), ..ChannelSeed::default() };
    Seed { channels: (0..N_ROOMS).map(|n| (room(n), channel.clone())).collect(), ..Seed::default() }
}

async fn server(seed: Seed) -> Running {
    let config = SimConfig::new(seed, Limits::relaxed());
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

impl Stage {
    /// Starts the chat server.
    pub(crate) async fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The database server runs as another user when this is root's.
        fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o711)).unwrap();
        let (sim, front) = (server(seed()).await, server(Seed::default()).await);
        let ca_file = folder.path().join("own.pem");
        let secure = tls::before(sim.handle().addr(), &ca_file);
        let rooms: String =
            (0..N_ROOMS).flat_map(|n| ["[rooms.".to_owned(), room(n).to_string(), "]\n".to_owned()]).collect();
        for n in 0..N_ROOMS {
            front.handle().move_channel(&room(n), &secure).await.unwrap();
        }
        let text = format!(
            "[fleet]\nstate_dir = \"var\"\n[cytube]\nurl = \"{}\"\nca_file = \"{}\"\nconnect_burst = 1000\nmax_sockets_per_address = 1000\n[web]\nlisten = \"off\"\n\
             [defaults]\nallow_unregistered = true\ngreetings = {{ enabled = false }}\nurl_comments = {{ enabled = false }}\n[accounts.main]\nusername = \"{BOT}\"\n{rooms}",
            front.handle().url(),
            ca_file.display()
        );
        fs::write(folder.path().join("fleet.toml"), text).unwrap();
        Self { folder, sim, _front: front, fleet: None }
    }

    /// Starts the fleet and waits until the bot is in all rooms; how long that took.
    pub(crate) async fn up(&mut self) -> Duration {
        let began = Instant::now();
        let mut command = self.command(&["up"]);
        self.fleet = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let is_in = |view: &View, n| {
            view.channels.get(&room(n)).is_some_and(|channel| channel.people.iter().any(|one| one.name == BOT))
        };
        self.sim.handle().until(DEADLINE, |view| (0..N_ROOMS).all(|n| is_in(view, n))).await.unwrap();
        began.elapsed()
    }

    /// Ends the fleet.
    pub(crate) async fn down(&mut self) {
        let mut fleet = self.fleet.take().unwrap();
        kill(pid_of(&fleet), Signal::SIGTERM).unwrap();
        let status = spawn_blocking(move || fleet.wait().unwrap()).await.unwrap();
        assert!(status.success(), "{status}");
    }

    /// Has people come into all rooms, as the server tells of them.
    pub(crate) async fn fill(&self) {
        for n in 0..N_ROOMS {
            for user in 0..N_USERS {
                let profile = json!({ "image": "https://example.org/avatar.png", "text": "a line about oneself" });
                let meta = json!({ "afk": false, "muted": false });
                let user = json!({ "name": format!("Regular{user:02}"), "rank": 1, "profile": profile, "meta": meta });
                let frame = format!("42{}", json!(["addUser", user]));
                assert!(self.sim.handle().send_raw(&room(n), BOT, &frame).await.unwrap());
            }
        }
    }

    /// The supervisor's process.
    pub(crate) fn supervisor(&self) -> i32 {
        pid_of(self.fleet.as_ref().unwrap()).as_raw()
    }

    /// Kills room number `n`; how its successor comes up.
    pub(crate) async fn kill(&self, n: usize) -> Start {
        let (supervisor, sim, name) = (self.supervisor(), self.sim.handle(), room(n));
        let n_before = sim.connects_count().await.unwrap();
        let victim = proc::child_with(supervisor, name.as_str()).unwrap();
        let executed = spawn_blocking(move || {
            let known = proc::children(supervisor);
            kill(Pid::from_raw(victim), Signal::SIGKILL).unwrap();
            proc::until_executed(supervisor, &known, &beside_fleet("dazza-room"))
        });
        let there = async {
            sim.until(DEADLINE, |view| view.n_connects > n_before).await.unwrap();
            let connected = Instant::now();
            sim.until_in(&name, BOT, DEADLINE).await.unwrap();
            (connected, Instant::now())
        };
        let (executed, (connected, joined)) = tokio::join!(executed, there);
        let executed = executed.unwrap();
        Start { connected: connected - executed, joined: joined - executed }
    }

    /// Changes a setting of room number `n` and has it taken in; how long until the room says so.
    pub(crate) async fn reload(&self, n: usize) -> Duration {
        let (config, name) = (self.folder.path().join("fleet.toml"), room(n));
        let text = fs::read_to_string(&config).unwrap();
        let section = format!("[rooms.{name}]\n");
        fs::write(&config, text.replace(&section, &format!("{section}prefix = \"?\"\n"))).unwrap();
        let log = StatePaths::new(&self.folder.path().join("var")).log_file(&name);
        let n_told = || fs::read_to_string(&log).unwrap_or_default().matches(NEW_SETTINGS).count();
        let before = n_told();
        let began = Instant::now();
        let mut reload = self.command(&["reload"]).stdout(Stdio::null()).spawn().unwrap();
        while n_told() == before {
            assert!(began.elapsed() < DEADLINE, "the room takes no new settings");
            sleep(LOOK_AGAIN).await;
        }
        let took = began.elapsed();
        assert!(spawn_blocking(move || reload.wait().unwrap()).await.unwrap().success());
        took
    }

    /// How long the program takes to do nothing.
    pub(crate) async fn bare(&self) -> Duration {
        let mut command = Command::new(beside_fleet("dazza-fleet"));
        let began = Instant::now();
        let out = spawn_blocking(move || command.arg("--version").output().unwrap()).await.unwrap();
        assert!(out.status.success());
        began.elapsed()
    }

    fn command(&self, verb: &[&str]) -> Command {
        let mut command = Command::new(beside_fleet("dazza-fleet"));
        command.args(verb).arg("--config").arg(self.folder.path().join("fleet.toml")).stdin(Stdio::null());
        command
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(fleet) = &mut self.fleet
            && kill(pid_of(fleet), Signal::SIGTERM).is_ok()
        {
            // Nobody is left to tell that it could not be waited for.
            drop(fleet.wait());
        }
    }
}

/// What is under measure, built if it is missing: cargo builds the programs of this crate for a bench, but not those of others.
pub(crate) fn programs() -> [PathBuf; 2] {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "-p", "dazza-room"]);
    assert!(command.status().unwrap().success(), "cannot build the room");
    ["dazza-fleet", "dazza-room"].map(beside_fleet)
}

/// A program that the same profile made.
fn beside_fleet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_dazza-fleet")).with_file_name(name)
}

fn pid_of(process: &Child) -> Pid {
    Pid::from_raw(i32::try_from(process.id()).unwrap())
}
