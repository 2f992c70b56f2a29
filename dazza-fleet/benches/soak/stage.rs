//! The demo under watch, in a folder of its own; nothing is left of it when it goes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use dazza_shared::claim::Claim;
use dazza_shared::paths::StatePaths;
use dazza_sim::measure::processes::{Family, Held};
use dazza_sim::measure::soak::Look;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// The demo comes up, and ends, sooner.
const DEADLINE: Duration = Duration::from_mins(2);

/// Time between two looks at what comes up.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A demo.
#[derive(Debug)]
pub(crate) struct Stage {
    demo: Child,
    supervisor: i32,
    paths: StatePaths,
    /// Kept until the end: all state is in it.
    folder: TempDir,
}

impl Stage {
    /// Starts a demo of so many rooms and waits until each has its process.
    pub(crate) async fn set(n_rooms: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The database server runs as another user when this is root's.
        fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o711)).unwrap();
        let told = fs::File::create(folder.path().join("told")).unwrap();
        let [program, _, _] = programs();
        let mut command = Command::new(program);
        command.args(["demo", "--rooms", &n_rooms.to_string(), "--state-dir"]).arg(folder.path());
        // A group of its own: Ctrl-C is for us, so that the last look is over before anything ends.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(told).process_group(0);
        let demo = command.spawn().unwrap();
        let supervisor = i32::try_from(demo.id().unwrap()).unwrap();
        let paths = StatePaths::new(&folder.path().join("var"));
        let mut stage = Self { demo, supervisor, paths, folder };
        let began = Instant::now();
        while stage.look(began).rooms.len() < n_rooms {
            let has_ended = stage.demo.try_wait().unwrap().is_some();
            assert!(!has_ended && began.elapsed() < DEADLINE, "the demo does not come up: {}", stage.told());
            sleep(LOOK_AGAIN).await;
        }
        stage
    }

    pub(crate) fn supervisor(&self) -> i32 {
        self.supervisor
    }

    /// What everybody holds now.
    pub(crate) fn look(&self, began: Instant) -> Look {
        let family = Family::of(self.supervisor);
        let claims = fs::read_dir(self.paths.rooms_dir()).into_iter().flatten().flatten();
        let claims = claims.filter_map(|entry| Claim::read(&entry.path()).ok());
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
    pub(crate) async fn ended(&mut self) -> String {
        let status: ExitStatus = self.demo.wait().await.unwrap();
        format!("{status}; {}", self.told())
    }

    /// Ends the demo in order.
    pub(crate) async fn end(mut self) {
        if self.demo.try_wait().unwrap().is_none() {
            kill(Pid::from_raw(self.supervisor), Signal::SIGTERM).unwrap();
            timeout(DEADLINE, self.demo.wait()).await.unwrap().unwrap();
        }
    }

    fn told(&self) -> String {
        fs::read_to_string(self.folder.path().join("told")).unwrap_or_default()
    }
}

/// What takes part: the fleet, a room, the chat server.
pub(crate) fn programs() -> [PathBuf; 3] {
    let fleet = Path::new(env!("CARGO_BIN_EXE_dazza-fleet"));
    [fleet.to_owned(), fleet.with_file_name("dazza-room"), fleet.with_file_name("dazza-sim")]
}

/// Cargo builds the programs of this crate for a bench, but not those of others.
pub(crate) fn build() {
    let mut command = std::process::Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "-p", "dazza-room", "-p", "dazza-sim", "--bins"]);
    assert!(command.status().unwrap().success(), "cannot build the room and the chat server");
}
