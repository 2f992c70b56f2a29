//! The demo under watch, in a folder of its own; nothing is left of it when it goes.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use dazza_shared::claim::Claim;
use dazza_shared::paths::StatePaths;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use super::looks::Look;
use crate::chaos::fleet::open_up;
use crate::measure::processes::{Family, Held};

/// The demo comes up, and ends, sooner.
const DEADLINE: Duration = Duration::from_mins(2);

/// Time between two looks at what comes up.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A demo.
#[derive(Debug)]
pub(super) struct Stage {
    demo: Child,
    supervisor: i32,
    n_rooms: usize,
    paths: StatePaths,
    /// Kept until the end: all state is in it.
    folder: TempDir,
}

impl Stage {
    /// Starts a demo of so many rooms.
    pub(super) fn begin(program: &Path, n_rooms: u8) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        open_up(folder.path())?;
        let told = File::create(folder.path().join("told"))?;
        let mut command = Command::new(program);
        command.args(["demo", "--rooms", &n_rooms.to_string(), "--state-dir"]).arg(folder.path());
        // A group of its own: Ctrl-C is for us, so that the last look is over before anything ends.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(told).process_group(0);
        let demo = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let supervisor = demo.id().and_then(|pid| pid.try_into().ok()).context("the demo has no process")?;
        let paths = StatePaths::new(&folder.path().join("var"));
        Ok(Self { demo, supervisor, n_rooms: n_rooms.into(), paths, folder })
    }

    /// Waits until each room has its process.
    pub(super) async fn until_up(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        while self.look(began).rooms.len() < self.n_rooms {
            if self.demo.try_wait()?.is_some() || began.elapsed() > DEADLINE {
                bail!("the demo does not come up: {}", self.told());
            }
            sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    pub(super) fn supervisor(&self) -> i32 {
        self.supervisor
    }

    /// What everybody holds now.
    pub(super) fn look(&self, began: Instant) -> Look {
        let family = Family::of(self.supervisor);
        let files = fs::read_dir(self.paths.rooms_dir()).into_iter().flatten().flatten();
        let claims = files.filter_map(|file| Claim::read(&file.path()).ok());
        let rooms = claims.filter(|claim| family.rooms.contains(&claim.process.pid));
        Look {
            minute: began.elapsed().as_secs_f64() / 60.0,
            rooms: rooms
                .map(|claim| (claim.room.to_string(), (claim.process.pid, Held::by(claim.process.pid))))
                .collect(),
            supervisor: Held::by(self.supervisor),
            postgres: Held::by_all(&family.postgres),
            sim: family.sim.map(Held::by).unwrap_or_default(),
        }
    }

    /// Is over when the demo has ended by itself: how, and its words.
    pub(super) async fn ended(&mut self) -> anyhow::Result<String> {
        let status = self.demo.wait().await?;
        Ok(format!("{status}; {}", self.told()))
    }

    /// Ends the demo in order.
    pub(super) async fn end(mut self) -> anyhow::Result<()> {
        if self.demo.try_wait()?.is_none() {
            kill(Pid::from_raw(self.supervisor), Signal::SIGTERM)?;
            timeout(DEADLINE, self.demo.wait()).await.context("the demo does not end")??;
        }
        Ok(())
    }

    fn told(&self) -> String {
        fs::read_to_string(self.folder.path().join("told")).unwrap_or_default()
    }
}
