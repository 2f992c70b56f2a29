//! The stage: a folder with a `fleet.toml`, a chat server in this process, and the fleet on it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use dazza_shared::names::RoomName;
use tempfile::TempDir;

use super::fleet::{Fleet, folder_of_programs, open_up};
use crate::limits::Limits;
use crate::seed::Seed;
use crate::server::{Running, Sim, SimConfig, SimHandle};

/// The name of the bot.
pub(crate) const BOT: &str = "dazza";

/// The bot's account and a channel that somebody has registered: it outlives the bot, its last lines with it.
const SEED: &str = "users = [{ name = \"dazza\", password = \"dazza-demo\" }]\n[[channels]]\nname = \"chaos\"\n";

/// What any fleet is to be: nobody waits at the gate, and nothing is said unasked.
const FLEET: &str = "\
[fleet]
state_dir = \"var\"
[cytube]
url = \"URL\"
connect_burst = 10000
connect_interval = \"1ms\"
max_sockets_per_address = 10000
[web]
listen = \"off\"
[database]
url = \"embedded\"
[defaults]
greetings = { enabled = false }
url_comments = { enabled = false }
[accounts.main]
username = \"dazza\"
password = { file = \"password\" }
";

/// And this one: nothing holds a room up that is killed over and over.
const SECTIONS: &str = "\
[supervision]
backoff_min = \"10ms\"
backoff_max = \"100ms\"
healthy_after = \"100ms\"
forget_after = \"1s\"
quarantine_failures = 1000
quarantine_window = \"1s\"
quarantine_trial = \"1s\"
[rooms.chaos]
";

/// Starts a chat server and writes the configuration of a fleet on it, with these sections besides, into a new folder.
pub(crate) async fn ground(seed: Seed, sections: &str) -> anyhow::Result<(Running, TempDir)> {
    let config = SimConfig::new(seed, Limits::relaxed());
    let sim = Sim::bind(([127, 0, 0, 1], 0).into(), config).await.context("the chat server cannot listen")?.spawn();
    let folder = tempfile::tempdir().context("no folder for the fleet")?;
    open_up(folder.path())?;
    fs::write(folder.path().join("fleet.toml"), FLEET.replace("URL", &sim.handle().url()) + sections)?;
    let password = folder.path().join("password");
    fs::write(&password, "dazza-demo")?;
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600))?;
    Ok((sim, folder))
}

/// Everything that a run needs; nothing is left of it when it goes, unless it is kept.
#[derive(Debug)]
pub(super) struct Stage {
    folder: Arc<TempDir>,
    sim: Running,
    room: RoomName,
    programs: PathBuf,
}

impl Stage {
    /// Starts the chat server and writes the fleet's configuration.
    pub(super) async fn set(programs: Option<&Path>) -> anyhow::Result<Self> {
        let programs = folder_of_programs(programs)?;
        let seed = Seed::parse(SEED).context("the seed of the chat server")?;
        let (sim, folder) = ground(seed, SECTIONS).await?;
        Ok(Self { folder: Arc::new(folder), sim, room: "chaos".parse()?, programs })
    }

    /// The fleet on this stage, which does not run yet.
    pub(super) fn fleet(&self) -> anyhow::Result<Fleet> {
        Fleet::in_folder(&self.folder, &self.programs, std::slice::from_ref(&self.room))
    }

    pub(super) fn sim(&self) -> &SimHandle {
        self.sim.handle()
    }

    pub(super) fn room(&self) -> &RoomName {
        &self.room
    }

    /// Leaves the folder where it is, once nobody else needs it; which it is.
    pub(super) fn keep(self) -> Option<PathBuf> {
        Arc::into_inner(self.folder).map(TempDir::keep)
    }
}
