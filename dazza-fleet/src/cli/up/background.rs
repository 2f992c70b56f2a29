//! `dazza-fleet up -d`: starts the fleet in a session of its own, and waits until it answers.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use dazza_shared::phase::Phase;
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::capped::Capped;
use crate::cli::client::Client;
use crate::cli::failure::Failure;
use crate::cli::limit::Limit;
use crate::cli::{Terminal, host};
use crate::view::{FleetView, RoomView};

/// Wait between two looks at the fleet.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Most that is told of what a fleet printed before it ended. Unit: bytes.
const MAX_TOLD: u64 = 64 * 1024;

/// A fleet that was started, and where it prints.
struct Started {
    child: Child,
    output: PathBuf,
    printed_from: u64,
}

/// Whether the fleet is to run in the background, and what is waited for.
#[derive(Debug, Args)]
pub(super) struct Background {
    /// Run in the background.
    #[arg(short, long)]
    detach: bool,
    /// With -d: return when all wanted rooms are joined.
    #[arg(long, requires = "detach")]
    wait: bool,
    /// With -d: how long to wait: seconds, or a length of time such as 2m.
    #[arg(long, value_name = "TIME", default_value = "60s")]
    timeout: Limit,
}

impl Background {
    /// Whether it was asked for.
    pub(super) fn is_wanted(&self) -> bool {
        self.detach
    }

    /// Starts the fleet and waits for it as long as was asked.
    pub(super) fn start(&self, config: &Path, json: bool, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let understood = FleetConfig::load(config)?;
        let paths = StatePaths::new(&understood.state_dir);
        paths.create().map_err(anyhow::Error::from)?;
        let client = Client::of(config)?;
        let mut started = Started::begin(config, paths.fleet_output())?;
        let view = host::block_on(started.wait(self, &client))?;
        let (pid, output) = (view.pid, started.output.display());
        if json {
            let told = json!({ "pid": pid, "state_dir": paths.state_dir(), "output": started.output });
            writeln!(terminal.out, "{told}")?;
        } else {
            writeln!(terminal.out, "the fleet runs as process {pid}; what it prints goes to {output}")?;
        }
        Ok(Exit::Done)
    }
}

impl Started {
    fn begin(config: &Path, output: PathBuf) -> Result<Self, Failure> {
        let told = || format!("cannot write to {}", output.display());
        let file = Capped::open(&output).with_context(told)?;
        let printed_from = file.trim().with_context(told)?;
        let child = Command::new(std::env::current_exe()?)
            .args(["up", "--session", "--config"])
            .arg(std::path::absolute(config)?)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(file.file().with_context(told)?)
            .stderr(file.file().with_context(told)?)
            .spawn()
            .context("cannot start the fleet")?;
        Ok(Self { child, output, printed_from })
    }

    /// Waits until the fleet answers and, if that was asked, until its rooms are joined; what it looks like then.
    async fn wait(&mut self, asked: &Background, client: &Client) -> Result<FleetView, Failure> {
        let deadline = Instant::now() + asked.timeout.duration();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Err(self.ended(status));
            }
            let view = self.look(client).await;
            let is_late = Instant::now() >= deadline;
            match view {
                Some(view) if !asked.wait || view.unjoined().next().is_none() => return Ok(view),
                Some(view) if view.unjoined().all(needs_a_person) => return Err(self.unjoined(Exit::NotJoined, &view)),
                Some(view) if is_late => return Err(self.unjoined(Exit::TimedOut, &view)),
                None if is_late => return Err(self.silent(asked)),
                _ => sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// The view of the fleet, once this one answers: another may hold the socket.
    async fn look(&self, client: &Client) -> Option<FleetView> {
        let view: FleetView = client.get("/api/v1/fleet").await.ok()?.read().ok()?;
        (view.pid == self.child.id()).then_some(view)
    }

    /// What came of a fleet that has ended: the code and the words of one in the foreground.
    fn ended(&self, status: ExitStatus) -> Failure {
        let code = status.code().and_then(|code| Exit::from_code(u8::try_from(code).ok()?));
        let exit = code.filter(|exit| *exit != Exit::Done).unwrap_or(Exit::Failure);
        let printed = self.printed().unwrap_or_default();
        let told = printed.rfind("error: ").and_then(|at| printed.get(at + "error: ".len()..)).unwrap_or(&printed);
        match (told.trim(), status.signal()) {
            ("", Some(signal)) => Failure::new(exit, format!("the fleet was ended by signal {signal}")),
            ("", None) => Failure::new(exit, "the fleet has ended, as it was told to"),
            (told, _) => Failure::new(exit, told),
        }
    }

    /// What the fleet printed since it was started.
    fn printed(&self) -> std::io::Result<String> {
        let mut file = File::open(&self.output)?;
        file.seek(SeekFrom::Start(self.printed_from))?;
        let mut bytes = Vec::new();
        file.take(MAX_TOLD).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn unjoined(&self, exit: Exit, view: &FleetView) -> Failure {
        let rooms: Vec<_> = view.unjoined().map(trouble).collect();
        let told = format!("the fleet runs as process {}, but is not joined: {}", self.child.id(), rooms.join(", "));
        Failure::new(exit, told)
    }

    fn silent(&self, asked: &Background) -> Failure {
        let (pid, output) = (self.child.id(), self.output.display());
        let told = format!("the fleet has not answered within {}; process {pid} goes on, see {output}", asked.timeout);
        Failure::new(Exit::TimedOut, told)
    }
}

/// Whether waiting longer will not help the room.
fn needs_a_person(room: &RoomView) -> bool {
    matches!(room.phase, Phase::Blocked | Phase::Quarantined)
}

fn trouble(room: &RoomView) -> String {
    let why = room.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{} ({}{why})", room.name, room.phase)
}
