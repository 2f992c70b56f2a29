//! `dazza-fleet rooms list`: every room of the file, and what it is doing where a fleet runs.

use std::path::Path;

use clap::Args;
use dazza_shared::config::{FleetConfig, RoomConfig};
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use serde_json::{Value, json};

use crate::cli::client::Client;
use crate::cli::failure::Failure;
use crate::cli::limit::Limit;
use crate::cli::{Terminal, columns, host};
use crate::view::FleetView;

/// Shows every room of fleet.toml: its account, its server, and its phase if a fleet runs.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms list
  dazza-fleet rooms list --json | jq -r '.rooms[] | select(.is_enabled) | .name'

Exit codes:
   0  the rooms were printed
  10  the configuration has faults, all of which were printed
  14  the fleet did not answer in time")]
pub(super) struct List {
    /// Print the rooms as JSON.
    #[arg(long)]
    json: bool,
    /// How long the fleet may take to answer: seconds, or a length of time such as 500ms.
    #[arg(long, value_name = "TIME", default_value = "5s")]
    timeout: Limit,
}

const HEAD: [&str; 5] = ["ROOM", "ENABLED", "ACCOUNT", "PHASE", "SERVER"];

impl List {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let understood = FleetConfig::load(config)?;
        let view = self.ask(config)?;
        let phase = |room: &RoomName| view.as_ref().and_then(|view| view.room(room)).map(|room| room.phase);
        let rooms = understood.rooms.iter().map(|(name, room)| (name, room, phase(name)));
        if self.json {
            let rooms: Vec<Value> = rooms.map(|(name, room, phase)| as_json(name, room, phase)).collect();
            writeln!(terminal.out, "{}", json!({ "is_running": view.is_some(), "rooms": rooms }))?;
        } else {
            let head = HEAD.map(str::to_owned).to_vec();
            let rows = rooms.map(|(name, room, phase)| cells(name, room, phase));
            columns::write(&mut *terminal.out, &std::iter::once(head).chain(rows).collect::<Vec<_>>())?;
        }
        Ok(Exit::Done)
    }

    /// What the fleet knows, if one runs.
    fn ask(&self, config: &Path) -> Result<Option<FleetView>, Failure> {
        let client = Client::of(config)?.patient_for(self.timeout.duration());
        match host::block_on(client.get("/api/v1/fleet")) {
            Ok(answer) => answer.read().map(Some),
            Err(failure) if failure.exit() == Exit::NotRunning => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

fn as_json(name: &RoomName, room: &RoomConfig, phase: Option<Phase>) -> Value {
    json!({
        "name": name,
        "is_enabled": room.is_enabled,
        "account": room.account,
        "server": room.settings.server.url,
        "phase": phase,
    })
}

fn cells(name: &RoomName, room: &RoomConfig, phase: Option<Phase>) -> Vec<String> {
    vec![
        name.to_string(),
        if room.is_enabled { "yes" } else { "no" }.to_owned(),
        room.account.clone(),
        phase.map_or_else(|| "-".to_owned(), |phase| phase.to_string()),
        room.settings.server.url.clone(),
    ]
}
