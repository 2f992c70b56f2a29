//! The programs under measure: a chat server, a fleet, a bare loop. Nothing is left when they go.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use dazza_shared::paths::StatePaths;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::time::Instant;

use super::{N_ROOMS, bare, proc};

/// Whatever is waited for comes sooner.
const DEADLINE: Duration = Duration::from_mins(1);

/// A chat server and a fleet on it.
#[derive(Debug)]
pub(crate) struct Stage {
    folder: TempDir,
    program: PathBuf,
    sim: Child,
    fleet: Option<Fleet>,
}

#[derive(Debug)]
struct Fleet {
    process: Child,
    told: Receiver<Told>,
}

/// A line that `up` printed: when it came, and its words.
#[derive(Debug)]
struct Told {
    at: Instant,
    line: String,
}

/// The bare loop with its children.
#[derive(Debug)]
pub(crate) struct Bare {
    process: Child,
    program: PathBuf,
    /// Kept until the end: its children have their locks in it.
    _folder: TempDir,
}

/// The name of room number `n`.
pub(crate) fn room(n: usize) -> String {
    format!("room{n:02}")
}

/// Lets time pass.
#[expect(clippy::disallowed_methods, reason = "nothing else runs in this process that could be held up")]
pub(crate) fn wait(time: Duration) {
    thread::sleep(time);
}

impl Stage {
    /// Builds what is missing and starts the chat server.
    pub(crate) fn set() -> Self {
        let program = beside_fleet("dazza-room");
        build();
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("sim.url");
        let sim = Command::new(beside_fleet("dazza-sim"))
            .args(["--limits", "relaxed", "--address-file"])
            .arg(&address)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let url = until("the chat server", || fs::read_to_string(&address).ok());
        let rooms: String = (0..N_ROOMS).flat_map(|n| ["[rooms.".to_owned(), room(n), "]\n".to_owned()]).collect();
        let config = format!(
            "[fleet]\nstate_dir = \"var\"\n[cytube]\nurl = \"{}\"\nconnect_burst = 1000\nmax_sockets_per_address = 1000\n[web]\nlisten = \"127.0.0.1:0\"\n\
             [defaults]\nallow_unregistered = true\ngreetings = {{ enabled = false }}\nurl_comments = {{ enabled = false }}\n[accounts.main]\nusername = \"benchbot\"\n{rooms}",
            url.trim()
        );
        fs::write(folder.path().join("fleet.toml"), config).unwrap();
        // The database server runs as another user when this is root's.
        fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o711)).unwrap();
        Self { folder, program, sim, fleet: None }
    }

    /// What was built.
    pub(crate) fn programs(&self) -> [PathBuf; 2] {
        [beside_fleet("dazza-fleet"), self.program.clone()]
    }

    /// Starts the fleet and waits until all rooms are joined; how long that took.
    pub(crate) fn up(&mut self) -> Duration {
        let began = Instant::now();
        let config = self.folder.path().join("fleet.toml");
        let mut command = Command::new(beside_fleet("dazza-fleet"));
        command.arg("up").arg("--config").arg(config).stdin(Stdio::null()).stdout(Stdio::null());
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let told = listen(process.stderr.take().unwrap());
        let fleet = self.fleet.insert(Fleet { process, told });
        (0..N_ROOMS).map(|_| fleet.until_joined(None)).max().unwrap_or(began) - began
    }

    /// Ends the fleet.
    pub(crate) fn down(&mut self) {
        if let Some(mut fleet) = self.fleet.take() {
            end(&mut fleet.process, Signal::SIGTERM);
        }
    }

    /// The supervisor's process.
    pub(crate) fn supervisor(&self) -> i32 {
        pid_of(&self.fleet.as_ref().unwrap().process)
    }

    /// Kills a room: how long until its successor was executed, and until that one was joined.
    pub(crate) fn kill(&mut self, n: usize) -> (Duration, Duration) {
        let supervisor = self.supervisor();
        let known = proc::children(supervisor);
        let victim = proc::child_with(supervisor, &room(n)).unwrap();
        let began = Instant::now();
        kill(Pid::from_raw(victim), Signal::SIGKILL).unwrap();
        let executed = proc::until_executed(supervisor, &known, &self.program) - began;
        let joined = self.fleet.as_mut().unwrap().until_joined(Some(&room(n))) - began;
        (executed, joined)
    }

    /// Starts the bare loop with as many children of the same program, which find no supervisor and wait for one.
    pub(crate) fn bare(&self, n_children: usize) -> Bare {
        let folder = tempfile::tempdir().unwrap();
        StatePaths::new(folder.path()).create().unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(bare::WORD).arg(&self.program).arg(folder.path()).stdin(Stdio::null());
        let process = command.spawn().unwrap();
        until("the bare loop", || (proc::children(pid_of(&process)).len() == n_children).then_some(()));
        Bare { process, program: self.program.clone(), _folder: folder }
    }
}

impl Fleet {
    /// When it was told that `name`, or any room, is joined.
    fn until_joined(&mut self, name: Option<&str>) -> Instant {
        loop {
            let Told { at, line } = self.told.recv_timeout(DEADLINE).unwrap();
            let mut words = line.split_whitespace().skip(1);
            let (about, phase) = (words.next(), words.next());
            assert!(phase != Some("blocked"), "{line}");
            if phase == Some("joined") && (name.is_none() || name == about) {
                return at;
            }
        }
    }
}

impl Bare {
    /// Kills a child: how long until its successor was executed.
    pub(crate) fn kill(&mut self, n: usize) -> Duration {
        let parent = pid_of(&self.process);
        let known = proc::children(parent);
        let victim = proc::child_with(parent, &room(n)).unwrap();
        let began = Instant::now();
        kill(Pid::from_raw(victim), Signal::SIGKILL).unwrap();
        proc::until_executed(parent, &known, &self.program) - began
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let children = proc::children(pid_of(&self.process));
        end(&mut self.process, Signal::SIGKILL);
        for child in children {
            // It may have ended by itself.
            kill(Pid::from_raw(child), Signal::SIGKILL).ok();
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.fleet.iter_mut().for_each(|fleet| end(&mut fleet.process, Signal::SIGTERM));
        end(&mut self.sim, Signal::SIGTERM);
    }
}

fn end(process: &mut Child, signal: Signal) {
    if kill(Pid::from_raw(pid_of(process)), signal).is_ok() {
        // Nobody is left to tell that it could not be waited for.
        drop(process.wait());
    }
}

/// Notes when each line comes.
fn listen(stream: impl Read + Send + 'static) -> Receiver<Told> {
    let (sender, told) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            // The bench may be over.
            drop(sender.send(Told { at: Instant::now(), line }));
        }
    });
    told
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(began.elapsed() < DEADLINE, "waited in vain for {what}");
        wait(Duration::from_millis(5));
    }
}

/// Cargo builds the programs of this crate for a bench, but not those of others.
fn build() {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "-p", "dazza-room", "-p", "dazza-sim"]);
    assert!(command.status().unwrap().success(), "cannot build the room and the chat server");
}

/// A program that the same profile made.
fn beside_fleet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_dazza-fleet")).with_file_name(name)
}

fn pid_of(process: &Child) -> i32 {
    i32::try_from(process.id()).unwrap()
}
