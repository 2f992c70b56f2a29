//! The demo's chat server: `dazza-sim` as a child that goes with the demo.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::Context;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use tokio::time::{Instant, sleep};

use crate::cli::failure::Failure;
use crate::cli::programs;

/// A running stand-in server.
#[derive(Debug)]
pub(crate) struct Sim {
    child: Child,
    url: String,
}

/// How long the server has to begin.
const PATIENCE: Duration = Duration::from_secs(20);

/// Time between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

impl Sim {
    /// Starts the server with its cast at `pace`, and with further rooms; its output goes to `folder`.
    ///
    /// # Errors
    ///
    /// It is missing, or did not begin; its own words are told.
    pub(crate) async fn start(folder: &Path, pace: &str, more_rooms: &[RoomName]) -> Result<Self, Failure> {
        let program = programs::beside_us("dazza-sim")?;
        let (address, output) = (folder.join("sim.url"), folder.join("sim.out"));
        let errors = File::create(&output).with_context(|| format!("cannot write {}", output.display()))?;
        let names: Vec<_> = more_rooms.iter().map(RoomName::as_str).collect();
        let more_rooms = (!names.is_empty()).then(|| format!("--more-rooms={}", names.join(",")));
        // A group of its own: Ctrl-C is for us, so that the rooms can leave before their server does.
        let child = Command::new(program)
            .args(["--listen", "127.0.0.1:0", "--demo", "--with-parent", "--pace", pace, "--address-file"])
            .arg(&address)
            .args(more_rooms)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(errors)
            .process_group(0)
            .spawn()
            .context("cannot start dazza-sim")?;
        let mut sim = Self { child, url: String::new() };
        let deadline = Instant::now() + PATIENCE;
        while sim.url.is_empty() {
            if let Some(status) = sim.child.try_wait()? {
                return Err(failed(status, &output));
            }
            if Instant::now() > deadline {
                return Err(Failure::new(Exit::TimedOut, "dazza-sim does not begin to listen"));
            }
            sleep(LOOK_AGAIN).await;
            fs::read_to_string(&address).unwrap_or_default().trim().clone_into(&mut sim.url);
        }
        Ok(sim)
    }

    /// Base address of the server.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its process.
    pub(crate) fn pid(&self) -> i32 {
        i32::try_from(self.child.id()).unwrap_or_default()
    }
}

impl Drop for Sim {
    /// Kills the server: nobody is left in its rooms, and it keeps nothing.
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn failed(status: ExitStatus, output: &Path) -> Failure {
    let told = fs::read_to_string(output).unwrap_or_default();
    Failure::new(Exit::Failure, format!("dazza-sim ended at once ({status}): {}", told.trim()))
}
