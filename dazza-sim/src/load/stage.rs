//! The stage: a chat server in this process, which has all rooms, and a folder with the `fleet.toml` of a fleet of them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use dazza_shared::names::RoomName;
use tempfile::TempDir;

use crate::chaos::fleet::Fleet;
use crate::chaos::stage::ground;
use crate::seed::Seed;
use crate::server::{Running, SimHandle};

/// The bot's account, and a channel after which all are made.
const SEED: &str = "users = [{ name = \"dazza\", password = \"dazza-demo\" }]\n[[channels]]\nname = \"model\"\n";

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
        let sections: String = rooms.iter().flat_map(|room| ["[rooms.", room.as_str(), "]\n"]).collect();
        let (sim, folder) = ground(seed, &sections).await?;
        let fleet = Fleet::in_folder(&Arc::<TempDir>::new(folder), programs, &rooms)?;
        Ok(Self { fleet, rooms, sim })
    }

    pub(super) fn sim(&self) -> &SimHandle {
        self.sim.handle()
    }
}
