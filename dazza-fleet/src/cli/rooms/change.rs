//! `dazza-fleet rooms add|remove|set|enable|disable`: a change to the file, then a word to the running fleet.

use std::path::Path;

use clap::Args;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use serde_json::json;

use crate::cli::client::Client;
use crate::cli::failure::Failure;
use crate::cli::limit::Limit;
use crate::cli::{Terminal, host};
use crate::fleet_file::{self, Edit, EditError, Outcome, Refusal, Setting};

/// Adds a room to fleet.toml, as a table at its end.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms add thepub
  dazza-fleet rooms add thepub --account main --url https://cytu.be
  dazza-fleet rooms add thepub --set prefix=? --set log.level=debug --set 'admins=[\"Gaz\"]'

A value is written as in fleet.toml; what would be none there is taken as text. docs/configuration.md has every key.

Exit codes:
   0  the room is in the file, and a running fleet was told
   1  there is such a room already, or the file cannot be written
   2  the name cannot be a room's
  10  the file would have faults; they were printed, and it is left as it is
  14  the file has the room; the fleet did not answer in time")]
pub(super) struct Add {
    /// The last part of the room's address.
    name: RoomName,
    /// The account it signs in with, as fleet.toml names it.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Another chat server than that of `[cytube]`.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Any other key of [rooms.NAME]; can be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<Setting>,
    #[command(flatten)]
    telling: Telling,
}

/// Takes a room out of fleet.toml; its comments stay in the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms remove thepub

Exit codes:
   0  the room is out of the file, and a running fleet was told
   1  the file cannot be written
  10  the file would have faults; they were printed, and it is left as it is
  14  the room is out of the file; the fleet did not answer in time
  15  the file has no such room")]
pub(super) struct Remove {
    /// The room.
    room: String,
    #[command(flatten)]
    telling: Telling,
}

/// Changes settings of a room in fleet.toml; comments and order stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms set thepub prefix=? greetings.percent=40
  dazza-fleet rooms set thepub 'commands_off=[\"beg\"]' --unset greetings.percent

A value is written as in fleet.toml; what would be none there is taken as text. docs/configuration.md has every key.

Exit codes:
   0  the file says so, and a running fleet was told
   1  the file cannot be written
  10  the file would have faults; they were printed, and it is left as it is
  14  the file says so; the fleet did not answer in time
  15  the file has no such room")]
pub(super) struct Set {
    /// The room.
    room: String,
    /// What is to be changed.
    #[arg(value_name = "KEY=VALUE", required_unless_present = "unset")]
    settings: Vec<Setting>,
    /// A key that is to have its default again; can be given several times.
    #[arg(long, value_name = "KEY")]
    unset: Vec<String>,
    #[command(flatten)]
    telling: Telling,
}

/// Switches a room on: it is served from now on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms enable thepub

Exit codes:
   0  the file says so, and a running fleet was told
   1  the file cannot be written
  10  the file would have faults; they were printed, and it is left as it is
  14  the file says so; the fleet did not answer in time
  15  the file has no such room")]
pub(super) struct Enable {
    /// The room.
    room: String,
    #[command(flatten)]
    telling: Telling,
}

/// Switches a room off: it stays in fleet.toml and is not served.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet rooms disable thepub

Exit codes:
   0  the file says so, and a running fleet was told
   1  the file cannot be written
  10  the file would have faults; they were printed, and it is left as it is
  14  the file says so; the fleet did not answer in time
  15  the file has no such room")]
pub(super) struct Disable {
    /// The room.
    room: String,
    #[command(flatten)]
    telling: Telling,
}

/// How a change is told: to the fleet, and to whoever asked.
#[derive(Debug, Args)]
struct Telling {
    /// Print what was done as JSON.
    #[arg(long)]
    json: bool,
    /// How long the fleet may take to answer: seconds, or a length of time such as 1m.
    #[arg(long, value_name = "TIME", default_value = "20s")]
    timeout: Limit,
}

/// What a running fleet made of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reload {
    /// It reads the file anew.
    Begun,
    /// There is none.
    NoFleet,
    /// It cannot be told to.
    Unknown,
}

impl Add {
    pub(super) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let named = [("account", self.account), ("url", self.url)];
        let named = named.into_iter().filter_map(|(key, text)| Some(Setting::text(key, &text?)));
        let settings = named.chain(self.set).collect();
        self.telling.make(config, &Edit::Add(self.name, settings), terminal)
    }
}

impl Remove {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        self.telling.make(config, &Edit::Remove(room(&self.room)?), terminal)
    }
}

impl Set {
    pub(super) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        self.telling.make(config, &Edit::Set(room(&self.room)?, self.settings, self.unset), terminal)
    }
}

impl Enable {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        self.telling.make(config, &Edit::Enable(room(&self.room)?, true), terminal)
    }
}

impl Disable {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        self.telling.make(config, &Edit::Enable(room(&self.room)?, false), terminal)
    }
}

/// The room of that name; what cannot be a name is no room of any file.
fn room(text: &str) -> Result<RoomName, Failure> {
    text.parse().map_err(|_not_a_name| {
        Failure::new(Exit::NoSuchRoom, format!("no room {text:?} in this file; `dazza-fleet rooms list` lists them"))
    })
}

impl Telling {
    fn make(&self, config: &Path, edit: &Edit, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = Client::of(config)?.patient_for(self.timeout.duration());
        let is_changed = fleet_file::edit(config, edit)? == Outcome::Changed;
        if !self.json {
            writeln!(terminal.out, "{}", sentence(edit, is_changed, config))?;
            terminal.out.flush()?;
        }
        let reload = if is_changed { Some(reload(&client)?) } else { None };
        if self.json {
            let told = json!({
                "room": edit.room(),
                "file": config,
                "is_changed": is_changed,
                "reload": reload.map(Reload::as_str),
            });
            writeln!(terminal.out, "{told}")?;
        }
        match reload.filter(|_| !self.json) {
            Some(Reload::Begun) => writeln!(terminal.out, "the running fleet reloads")?,
            Some(Reload::NoFleet) => writeln!(terminal.out, "no fleet is running; `dazza-fleet up` starts it")?,
            Some(Reload::Unknown) => writeln!(terminal.err, "not reloaded; run `dazza-fleet reload`")?,
            None => {}
        }
        Ok(Exit::Done)
    }
}

fn sentence(edit: &Edit, is_changed: bool, config: &Path) -> String {
    let (room, file) = (edit.room(), config.display());
    match (edit, is_changed) {
        (Edit::Add(..), _) => format!("added {room} to {file}"),
        (Edit::Remove(_), _) => format!("removed {room} from {file}; comments stay"),
        (Edit::Enable(_, true), true) => format!("switched {room} on in {file}"),
        (Edit::Enable(_, false), true) => format!("switched {room} off in {file}"),
        (Edit::Enable(_, true), false) => format!("{room} is switched on already"),
        (Edit::Enable(_, false), false) => format!("{room} is switched off already"),
        (Edit::Set(..), true) => format!("changed {room} in {file}"),
        (Edit::Set(..), false) => format!("{room} has these settings already"),
    }
}

/// Asks a running fleet to read its file anew.
fn reload(client: &Client) -> Result<Reload, Failure> {
    match host::block_on(client.post("/api/v1/fleet/reload")) {
        Ok(answer) if answer.is_not_found() => Ok(Reload::Unknown),
        Ok(answer) => {
            let taken = answer.read::<serde_json::Value>();
            taken.map(|_told| Reload::Begun).map_err(Failure::after_the_change)
        }
        Err(failure) if failure.exit() == Exit::NotRunning => Ok(Reload::NoFleet),
        Err(failure) => Err(failure.after_the_change()),
    }
}

impl Reload {
    /// The word for it in JSON.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::NoFleet => "no_fleet",
            Self::Unknown => "not_reloaded",
        }
    }
}

impl Failure {
    /// The same, of a fleet that was to hear of a change which is in the file.
    fn after_the_change(self) -> Self {
        self.within("the file is changed, but the fleet did not reload")
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        let exit = match error {
            EditError::Refused(Refusal::NoSuchRoom(_)) => Exit::NoSuchRoom,
            EditError::Refused(Refusal::NotToml(_)) | EditError::Invalid(_) => Exit::BadConfig,
            EditError::Refused(_) | EditError::Unwritten { .. } => Exit::Failure,
        };
        Self::new(exit, error.to_string())
    }
}
