//! A stage for one test: its own state folder, its own copy of the programs, and a fleet to look at.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use dazza_shared::claim::Claim;
use dazza_sim::chaos::end_server;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::database::Database;

/// All waits end here; what is waited for usually takes milliseconds.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// Time between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Rooms of every stage.
pub(crate) const ROOMS: [&str; 3] = ["fatpizza", "shedcinema", "thepub"];

/// One fleet on a stage of its own; nothing is left when it goes.
pub(crate) struct Stage {
    folder: TempDir,
    programs: TempDir,
    server: String,
    database: OnceLock<Database>,
    supervisors: Vec<Child>,
}

impl Stage {
    /// A stage with three stub rooms that has not begun.
    pub(crate) fn new() -> Self {
        let stub = beside_fleet("examples/stub_room");
        build_if_missing(&stub, &["-p", "dazza-fleet", "--example", "stub_room"]);
        let stage = Self::with(&stub, "http://127.0.0.1:1");
        fs::create_dir_all(stage.state_dir().join("stub")).unwrap();
        stage
    }

    /// A stage with three real rooms on the chat server at `server`.
    pub(crate) fn real(server: &str) -> Self {
        let room = beside_fleet("dazza-room");
        build_if_missing(&room, &["-p", "dazza-room", "--bin", "dazza-room"]);
        Self::with(&room, server)
    }

    /// A stage with nothing but real programs, the chat server with its cast among them.
    pub(crate) fn with_cast() -> Self {
        let stage = Self::real("http://127.0.0.1:1");
        let sim = beside_fleet("dazza-sim");
        build_if_missing(&sim, &["-p", "dazza-sim", "--bin", "dazza-sim"]);
        fs::hard_link(sim, stage.programs.path().join("dazza-sim")).unwrap();
        stage
    }

    fn with(room: &Path, server: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A database server that runs as another user has to get to its own folder in there.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let programs = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        fs::hard_link(beside_fleet("dazza-fleet"), programs.path().join("dazza-fleet")).unwrap();
        fs::hard_link(room, programs.path().join("dazza-room")).unwrap();
        let (server, database) = (server.to_owned(), OnceLock::new());
        let stage = Self { folder, programs, server, database, supervisors: Vec::new() };
        stage.configure("");
        stage
    }

    /// Writes `fleet.toml`, with `more` at its end.
    pub(crate) fn configure(&self, more: &str) {
        self.configure_rooms(&ROOMS, more);
    }

    /// Writes a `fleet.toml` with these rooms, with `more` at its end.
    pub(crate) fn configure_rooms<R: AsRef<str>>(&self, rooms: &[R], more: &str) {
        let rooms = rooms.iter().map(|room| format!("[rooms.{}]\n", room.as_ref())).collect::<Vec<_>>().concat();
        let has_account = more.contains("[accounts.");
        let account = if has_account { "" } else { "[accounts.main]\nusername = \"dazza\"\n" };
        let database = if more.contains("[database]") { String::new() } else { self.database().configuration() };
        // What the bot says in these tests is what it was asked for.
        let quiet = "[defaults]\ngreetings = { enabled = false }\nurl_comments = { enabled = false }\n";
        let defaults = if more.contains("[defaults]") { "" } else { quiet };
        let text = format!(
            "[fleet]\nstate_dir = \"var\"\n[cytube]\nurl = \"{}\"\nconnect_burst = 50\nmax_sockets_per_address = 100\n\
             [web]\nlisten = \"127.0.0.1:0\"\n{database}{defaults}{rooms}{more}\n{account}",
            self.server
        );
        fs::write(self.config(), text).unwrap();
    }

    /// The database that this stage has on the server of all tests, unless its configuration names another.
    pub(crate) fn database(&self) -> &Database {
        self.database.get_or_init(|| {
            self.write_secret("password", "dazza");
            Database::make()
        })
    }

    /// Writes a password file beside `fleet.toml`.
    pub(crate) fn write_secret(&self, name: &str, password: &str) {
        let path = self.folder.path().join(name);
        fs::write(&path, password).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Gives the next stub of `room` a habit.
    pub(crate) fn teach(&self, room: &str, habit: &str) {
        fs::write(self.state_dir().join("stub").join(room), format!("{habit}\n")).unwrap();
    }

    /// Changes one thing in `fleet.toml`.
    pub(crate) fn edit(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.config()).unwrap();
        assert!(text.contains(old), "{text}");
        fs::write(self.config(), text.replacen(old, new, 1)).unwrap();
    }

    /// Starts the program that serves a room, as a supervisor that is gone would have.
    pub(crate) fn start_room(&self, room: &str) -> Child {
        let mut command = Command::new(self.programs.path().join("dazza-room"));
        command.args(["--room", room, "--state-dir"]).arg(self.state_dir()).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Puts something else in the place of the program that serves a room.
    pub(crate) fn replace_room_program(&self, bytes: &[u8]) {
        let path = self.programs.path().join("dazza-room");
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Puts a chat server for the demo beside the fleet, which writes its pid to `sim.pid` and serves nobody.
    pub(crate) fn add_sim(&self, script: &str) {
        let path = self.programs.path().join("dazza-sim");
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The folder of this stage, for temporary files too.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The configuration file.
    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("fleet.toml")
    }

    /// The state folder.
    pub(crate) fn state_dir(&self) -> PathBuf {
        self.folder.path().join("var")
    }

    /// Starts a supervisor; its pid.
    pub(crate) fn up(&mut self) -> i32 {
        let told = File::create(self.folder.path().join("told")).unwrap();
        let child = self.command(&["up"]).stderr(told).stdout(Stdio::null()).spawn().unwrap();
        let pid = pid_of(&child);
        self.supervisors.push(child);
        pid
    }

    /// Starts a supervisor and waits until all rooms are joined; its pid.
    pub(crate) async fn up_and_joined(&mut self) -> i32 {
        let pid = self.up();
        self.until_joined().await;
        pid
    }

    /// What the latest supervisor told on its stderr.
    pub(crate) fn told(&self) -> String {
        fs::read_to_string(self.folder.path().join("told")).unwrap()
    }

    /// Runs a verb to its end.
    pub(crate) async fn verb(&self, arguments: &[&str]) -> Output {
        let mut command = tokio::process::Command::from(self.command(arguments));
        tokio::time::timeout(DEADLINE, command.kill_on_drop(true).output()).await.unwrap().unwrap()
    }

    /// A verb, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.path().join("dazza-fleet"));
        command.args(arguments).arg("--config").arg(self.config()).stdin(Stdio::null());
        command
    }

    /// Asks the control socket; the answer's head and body, if there is one.
    pub(crate) fn ask(&self, line: &str) -> Option<(String, String)> {
        self.ask_with(line, "")
    }

    /// The same, with more lines for the head of the request.
    pub(crate) fn ask_with(&self, line: &str, headers: &str) -> Option<(String, String)> {
        let mut stream = UnixStream::connect(self.state_dir().join("run/control.sock")).ok()?;
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.to_owned(), body.to_owned()))
    }

    /// The address of the web pages.
    pub(crate) async fn web(&self) -> String {
        until("the web address", || {
            Some(self.told().split_once("web at ")?.1.split_once("://")?.1.split_once(';')?.0.to_owned())
        })
        .await
    }

    /// The view of one room, if the fleet answers.
    pub(crate) fn room(&self, room: &str) -> Option<Value> {
        let (_, body) = self.ask("GET /api/v1/fleet")?;
        let view: Value = serde_json::from_str(&body).ok()?;
        view["rooms"].as_array()?.iter().find(|seen| seen["name"] == room).cloned()
    }

    /// The pid of a room's process, if it has one.
    pub(crate) fn pid(&self, room: &str) -> Option<i32> {
        self.room(room)?["pid"].as_i64()?.try_into().ok()
    }

    /// Waits until `room` looks as it should; what it looks like then.
    pub(crate) async fn until(&self, room: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        until(&format!("{room} in time"), || self.room(room).filter(|seen| is_so(seen))).await
    }

    /// Waits until all rooms are joined; their pids.
    pub(crate) async fn until_joined(&self) -> Vec<i32> {
        self.until_these_joined(&ROOMS).await
    }

    /// Waits until these rooms are joined; their pids.
    pub(crate) async fn until_these_joined<R: AsRef<str>>(&self, rooms: &[R]) -> Vec<i32> {
        let mut pids = Vec::new();
        for room in rooms {
            let seen = self.until(room.as_ref(), |seen| seen["phase"] == "joined").await;
            pids.push(i32::try_from(seen["pid"].as_i64().unwrap()).unwrap());
        }
        pids
    }

    /// Waits until the latest supervisor has ended; its exit code, if it had one.
    pub(crate) async fn until_ended(&mut self) -> Option<i32> {
        let child = self.supervisors.last_mut().unwrap();
        let status = until("the supervisor's end", || child.try_wait().unwrap()).await;
        status.code()
    }

    /// The supervisor that wrote its pid into the lock, if it is a living program of this stage.
    fn supervisor_in_background(&self) -> Option<i32> {
        let pid = fs::read_to_string(self.state_dir().join("run/fleet.lock")).ok()?.parse().ok()?;
        let program = fs::read_link(format!("/proc/{pid}/exe")).ok()?;
        program.starts_with(self.programs.path()).then_some(pid)
    }

    /// The database server of this stage, if it has one that lives.
    fn database_server(&self) -> Option<i32> {
        let data = self.state_dir().join("postgres/data");
        let pid = fs::read_to_string(data.join("postmaster.pid")).ok()?.lines().next()?.parse().ok()?;
        fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data).then_some(pid)
    }

    /// Living processes that rooms of this stage have claimed.
    pub(crate) fn living_rooms(&self) -> Vec<i32> {
        let files = fs::read_dir(self.state_dir().join("run/rooms")).into_iter().flatten().flatten();
        let claims = files.filter_map(|file| Claim::read(&file.path()).ok());
        claims.filter(|claim| claim.process.is_alive()).map(|claim| claim.process.pid).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for child in &mut self.supervisors {
            child.kill().ok();
            child.wait().ok();
        }
        let background = self.supervisor_in_background();
        for pid in background.into_iter().chain(self.living_rooms()) {
            kill(Pid::from_raw(pid), Signal::SIGKILL).ok();
        }
        if let Some(pid) = self.database_server() {
            end_server(pid);
        }
    }
}

/// Waits until `look` sees something.
pub(crate) async fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    until_within(DEADLINE, what, look).await
}

/// Waits until `look` sees what it looks for, for as long as `patience`.
pub(crate) async fn until_within<T>(patience: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        sleep(LOOK_AGAIN).await;
    }
}

/// Sends a signal.
pub(crate) fn send(signal: Signal, pid: i32) {
    kill(Pid::from_raw(pid), signal).unwrap();
}

/// Whether a process lives; a zombie does not.
pub(crate) fn is_alive(pid: i32) -> bool {
    dazza_shared::claim::ProcessIdentity::of(pid).is_some()
}

/// What a verb printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Other programs are built with all tests, but not with a single one that is asked for by name.
fn build_if_missing(program: &Path, what: &[&str]) {
    if !program.is_file() {
        let built = Command::new(env!("CARGO")).arg("build").args(what).status();
        assert!(built.unwrap().success(), "cannot build {}", program.display());
    }
}

/// The folder with the programs that the same build made, the room's among them.
pub(crate) fn programs_with_room() -> PathBuf {
    let room = beside_fleet("dazza-room");
    build_if_missing(&room, &["-p", "dazza-room", "--bin", "dazza-room"]);
    room.with_file_name("")
}

/// A program that the same build made.
fn beside_fleet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_dazza-fleet")).with_file_name(name)
}

fn pid_of(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap()
}
