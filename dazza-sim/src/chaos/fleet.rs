//! The fleet under test: real processes in a folder of their own, found, killed and started again.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use dazza_shared::claim::{Claim, ProcessIdentity};
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{PidfdFlags, pidfd_open};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::{Instant, sleep, timeout};

use super::plan::Victim;

/// Time between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// How long anything of the fleet may take to come up or to end, and how much longer for each of its rooms.
const DEADLINE: Duration = Duration::from_mins(2);
const DEADLINE_A_ROOM: Duration = Duration::from_millis(500);

/// Rooms of a fleet that may be looked at as often as one likes; of more, the looks would take the time of those who come up.
const FEW_ROOMS: u32 = 20;

/// How long the control socket may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// A fleet: it is the first of its rooms that is killed.
#[derive(Debug)]
pub(crate) struct Fleet {
    program: PathBuf,
    /// It goes with whoever is the last to need it.
    folder: Arc<TempDir>,
    paths: StatePaths,
    rooms: Vec<RoomName>,
    supervisor: Option<Child>,
}

impl Fleet {
    /// A fleet of `rooms` in `folder`, which holds its `fleet.toml`; the programs are in `programs`.
    pub(crate) fn in_folder(folder: &Arc<TempDir>, programs: &Path, rooms: &[RoomName]) -> anyhow::Result<Self> {
        for name in ["dazza-fleet", "dazza-room"] {
            let path = programs.join(name);
            ensure!(
                path.is_file(),
                "there is no program {}: build it with `cargo build -p {name}`, or name its folder with --programs",
                path.display()
            );
        }
        Ok(Self {
            program: programs.join("dazza-fleet"),
            folder: folder.clone(),
            paths: StatePaths::new(&folder.path().join("var")),
            rooms: rooms.to_vec(),
            supervisor: None,
        })
    }

    pub(crate) fn paths(&self) -> &StatePaths {
        &self.paths
    }

    /// Starts a supervisor.
    pub(crate) fn up(&mut self) -> anyhow::Result<()> {
        let told = File::options().create(true).append(true).open(self.folder.path().join("told"))?;
        let mut command = self.verb("up");
        let child = command.stdout(Stdio::null()).stderr(told).spawn();
        self.supervisor = Some(child.with_context(|| format!("cannot start {}", self.program.display()))?);
        Ok(())
    }

    /// The supervisor's process, while one runs.
    pub(crate) fn supervisor(&self) -> Option<i32> {
        i32::try_from(self.supervisor.as_ref()?.id()).ok()
    }

    /// Waits until all rooms are joined.
    pub(crate) async fn until_joined(&self) -> anyhow::Result<()> {
        let (began, n_rooms) = (Instant::now(), self.rooms.len());
        let (deadline, look_again) = (self.deadline(), LOOK_AGAIN * (self.count() / FEW_ROOMS).max(1));
        loop {
            let n_joined = self.n_joined().await;
            if n_joined == n_rooms {
                return Ok(());
            }
            if began.elapsed() > deadline {
                let told = fs::read_to_string(self.folder.path().join("told")).unwrap_or_default();
                let seconds = deadline.as_secs();
                bail!("{n_joined} of {n_rooms} rooms were joined within {seconds} s; the supervisor told:\n{told}");
            }
            sleep(look_again).await;
        }
    }

    /// How many rooms are joined.
    pub(crate) async fn n_joined(&self) -> usize {
        let view = self.ask("/api/v1/fleet").await.and_then(|body| serde_json::from_str(&body).ok());
        let rooms = view.as_ref().and_then(|view: &serde_json::Value| view.get("rooms")?.as_array());
        let phases = rooms.into_iter().flatten().filter_map(|room| room.get("phase"));
        phases.filter(|phase| *phase == "joined").count()
    }

    fn count(&self) -> u32 {
        u32::try_from(self.rooms.len()).unwrap_or(u32::MAX)
    }

    fn deadline(&self) -> Duration {
        DEADLINE + DEADLINE_A_ROOM * self.count()
    }

    /// What the control socket answers to a GET of `path`.
    pub(crate) async fn ask(&self, path: &str) -> Option<String> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: chaos\r\nconnection: close\r\n\r\n");
        let asked = async {
            let mut stream = UnixStream::connect(self.paths.control_sock()).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            io::Result::Ok(answer)
        };
        let answer = timeout(ANSWER_WITHIN, asked).await.ok()?.ok()?;
        answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned())
    }

    /// Kills a process that is there, or will be; its number.
    pub(crate) async fn kill(&mut self, victim: Victim) -> anyhow::Result<i32> {
        let began = Instant::now();
        loop {
            if let Some(pid) = self.pid_of(victim)
                && kill(Pid::from_raw(pid), Signal::SIGKILL).is_ok()
            {
                self.bury(victim).await?;
                return Ok(pid);
            }
            ensure!(began.elapsed() < DEADLINE, "there is no {} to be killed; is it not started again?", victim.name());
            sleep(LOOK_AGAIN).await;
        }
    }

    /// Keeps the database server from being started again, or lets it: without this file it does not begin.
    pub(crate) fn hold_database(&self, is_held: bool) -> anyhow::Result<()> {
        let there = self.paths.postgres_cluster().join("global/pg_control");
        let away = there.with_extension("away");
        let (from, to) = if is_held { (&there, &away) } else { (&away, &there) };
        fs::rename(from, to).with_context(|| format!("cannot rename {}", from.display()))
    }

    /// Ends everything in order.
    pub(crate) async fn down(&mut self) -> anyhow::Result<()> {
        let Some(supervisor) = &self.supervisor else { return Ok(()) };
        kill(Pid::from_raw(i32::try_from(supervisor.id())?), Signal::SIGTERM)?;
        self.until_supervisor_ended().await
    }

    async fn bury(&mut self, victim: Victim) -> anyhow::Result<()> {
        if victim == Victim::Supervisor { self.until_supervisor_ended().await } else { Ok(()) }
    }

    async fn until_supervisor_ended(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        let deadline = self.deadline();
        while let Some(supervisor) = &mut self.supervisor {
            if supervisor.try_wait()?.is_some() {
                self.supervisor = None;
            } else {
                ensure!(began.elapsed() < deadline, "the supervisor does not end");
                sleep(LOOK_AGAIN).await;
            }
        }
        Ok(())
    }

    fn pid_of(&self, victim: Victim) -> Option<i32> {
        match victim {
            Victim::Room => self.room_process(self.rooms.first()?),
            Victim::Supervisor => self.supervisor(),
            Victim::Postgres => self.database_server(),
        }
    }

    /// The process that has claimed the room, if it lives.
    fn room_process(&self, room: &RoomName) -> Option<i32> {
        let claim = Claim::read(&self.paths.room_json(room)).ok()?;
        claim.process.is_alive().then_some(claim.process.pid)
    }

    /// The server that works in the fleet's folder, if it lives.
    fn database_server(&self) -> Option<i32> {
        let data = self.paths.postgres_cluster();
        let pid = fs::read_to_string(data.join("postmaster.pid")).ok()?.lines().next()?.parse().ok()?;
        let works_there = fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data);
        (works_there && ProcessIdentity::of(pid).is_some()).then_some(pid)
    }

    fn verb(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(verb).arg("--config").arg(self.folder.path().join("fleet.toml")).stdin(Stdio::null());
        command
    }
}

impl Drop for Fleet {
    /// Whatever still lives is ended, each process looked at before; the database server so that it leaves no shared memory.
    fn drop(&mut self) {
        if let Some(supervisor) = &mut self.supervisor {
            // Nobody is left to tell that it had ended already.
            supervisor.kill().ok();
            supervisor.wait().ok();
        }
        for pid in self.rooms.iter().filter_map(|room| self.room_process(room)) {
            kill(Pid::from_raw(pid), Signal::SIGKILL).ok();
        }
        if let Some(pid) = self.database_server() {
            end_server(pid);
        }
    }
}

/// Ends a database server at once, but so that it gives back its shared memory, and waits for it: its folder is about to go.
pub fn end_server(pid: i32) {
    let Some(number) = rustix::process::Pid::from_raw(pid) else { return };
    let Ok(server) = pidfd_open(number, PidfdFlags::empty()) else { return };
    kill(Pid::from_raw(pid), Signal::SIGQUIT).ok();
    let patience = Timespec { tv_sec: 10, tv_nsec: 0 };
    if !matches!(poll(&mut [PollFd::new(&server, PollFlags::IN)], Some(&patience)), Ok(1)) {
        kill(Pid::from_raw(pid), Signal::SIGKILL).ok();
    }
}

/// Where the programs of a fleet are: in the folder that was given, or beside this program.
pub(crate) fn folder_of_programs(given: Option<&Path>) -> io::Result<PathBuf> {
    match given {
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(std::env::current_exe()?.with_file_name("")),
    }
}

/// Makes `folder` passable: a database server that runs as another user has to get to its own folder in there.
pub(crate) fn open_up(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o711))
}
