//! The stage: a chat server in this process, which has all rooms, and a folder with the `fleet.toml` of a fleet of them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use dazza_shared::names::RoomName;
use tempfile::TempDir;

use crate::chaos::fleet::{Fleet, open_up};
use crate::limits::Limits;
use crate::seed::Seed;
use crate::server::{Running, Sim, SimConfig, SimHandle};

/// The name of the bot, in every room.
pub(super) const BOT: &str = "dazza";

/// Its account, and a channel after which all are made.
const SEED: &str = "users = [{ name = \"dazza\", password = \"dazza-demo\" }]\n[[channels]]\nname = \"model\"\n";

/// What the fleet is to be: nobody waits at the gate, and nothing is said unasked.
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

/// Everything that a run needs; nothing is left of it when it goes.
#[derive(Debug)]
pub(super) struct Stage {
    /// Goes first, while the chat server and the folder are there.
    pub(super) fleet: Fleet,
    pub(super) rooms: Vec<RoomName>,
    sim: Running,
}

impl Stage {
    /// Starts the chat server and writes the fleet's configuration; the fleet does not run yet.
    pub(super) async fn set(n_rooms: usize, programs: &Path) -> anyhow::Result<Self> {
        let rooms = (0..n_rooms).map(|n| format!("room{n:04}").parse()).collect::<Result<Vec<RoomName>, _>>()?;
        let seed = Seed::parse(SEED).context("the seed of the chat server")?.with_more_channels(&rooms);
        let config = SimConfig::new(seed, Limits::relaxed());
        let sim = Sim::bind(([127, 0, 0, 1], 0).into(), config).await.context("the chat server cannot listen")?.spawn();
        let folder = tempfile::tempdir().context("no folder for the fleet")?;
        open_up(folder.path())?;
        let sections: String = rooms.iter().flat_map(|room| ["[rooms.", room.as_str(), "]\n"]).collect();
        fs::write(folder.path().join("fleet.toml"), FLEET.replace("URL", &sim.handle().url()) + &sections)?;
        let password = folder.path().join("password");
        fs::write(&password, "dazza-demo")?;
        fs::set_permissions(&password, fs::Permissions::from_mode(0o600))?;
        let fleet = Fleet::in_folder(&Arc::<TempDir>::new(folder), programs, &rooms)?;
        Ok(Self { fleet, rooms, sim })
    }

    pub(super) fn sim(&self) -> &SimHandle {
        self.sim.handle()
    }
}
