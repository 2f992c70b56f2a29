//! `dazza-fleet rooms purge`: removes a room from the database, for good.

use std::path::Path;
use std::{fs, io};

use anyhow::Context;
use clap::Args;
use dazza_shared::claim::try_lock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::store::registry::{self, Removed};
use serde_json::json;

use crate::cli::db::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};

/// Removes all that a room has in the database: its lines, statistics, games and login. There is no way back.
///
/// What it moved between wallets is summed up in one line a person, so that nobody's balance changes. The room must be out
/// of fleet.toml and not served any more. What waits on the disk for the database goes too; its logs stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms remove thepub && dazza-fleet rooms purge thepub --yes

Exit codes:
   0  the room is gone; it was told what was removed
   1  the room is in fleet.toml or served still, or could not be removed
   2  --yes is missing, or the name cannot be a room's
  10  the configuration has faults
  15  the database knows no such room
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Purge {
    /// The room.
    name: RoomName,
    /// Yes, remove it for good.
    #[arg(long)]
    yes: bool,
    /// Print what was removed as JSON.
    #[arg(long)]
    json: bool,
}

impl Purge {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let (config, room) = (FleetConfig::load(config)?, &self.name);
        if config.rooms.contains_key(room) {
            let told = format!("{room} is in fleet.toml; take it out first: dazza-fleet rooms remove {room}");
            return Err(Failure::new(Exit::Failure, told));
        }
        if !self.yes {
            let told = format!("this removes all that {room} has in the database, for good; say --yes to do it");
            return Err(Failure::new(Exit::Usage, told));
        }
        let paths = StatePaths::new(&config.state_dir);
        paths.create().map_err(anyhow::Error::from)?;
        // Held until it is gone, so that no process serves the room meanwhile.
        let lock = try_lock(&paths.room_lock(room)).context("cannot lock the room")?;
        let Some(_lock) = lock else {
            return Err(Failure::new(Exit::Failure, format!("a process serves {room} still; end it first")));
        };
        let removed = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let removed = purge(&reached, room).await;
            reached.release().await;
            removed
        })?;
        let (spool, journal) = (paths.room_spool(room), paths.journal_file(room));
        was_removed(&spool, fs::remove_dir_all(&spool))?;
        was_removed(&journal, fs::remove_file(&journal))?;
        self.tell(&removed, terminal)?;
        Ok(Exit::Done)
    }

    fn tell(&self, removed: &[Removed], terminal: &mut Terminal) -> Result<(), Failure> {
        if self.json {
            let rows: serde_json::Map<_, _> =
                removed.iter().map(|table| (table.table.clone(), table.n_rows.into())).collect();
            writeln!(terminal.out, "{}", json!({ "room": self.name, "removed": rows }))?;
            return Ok(());
        }
        writeln!(terminal.out, "removed {} from the database:", self.name)?;
        for Removed { table, n_rows } in removed {
            writeln!(terminal.out, "  {n_rows:>9}  {table}")?;
        }
        Ok(())
    }
}

/// Whether what waited on the disk to be stored is gone: a room of that name that comes later is another.
fn was_removed(path: &Path, removed: io::Result<()>) -> anyhow::Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            let told =
                format!("the room is gone from the database, but {} cannot be removed; do it by hand", path.display());
            Err(error).context(told)
        }
        _ => Ok(()),
    }
}

async fn purge(reached: &Reached, room: &RoomName) -> Result<Vec<Removed>, Failure> {
    let failed = |error| reached.explained(error);
    let store = reached.store()?;
    let mut connection = store.connection().await.map_err(failed)?;
    if !registry::rooms(&mut connection).await.map_err(failed)?.contains(room) {
        return Err(Failure::new(Exit::NoSuchRoom, format!("the database knows no room {room}")));
    }
    registry::purge(&mut connection, room).await.map_err(failed)
}
