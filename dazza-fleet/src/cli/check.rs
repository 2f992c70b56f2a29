//! `dazza-fleet check`: the configuration as understood, or every fault in it.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use dazza_shared::config::{DatabaseConfig, Fault, Faults, FleetConfig, RoomConfig};
use dazza_shared::exit::Exit;
use serde_json::{Value, json};

use super::Terminal;
use super::failure::Failure;

/// Prints the configuration as understood, or every fault in it at once.
///
/// Passwords are read, to see that they can be, and never shown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet check
  dazza-fleet check --config /etc/dazza/fleet.toml
  dazza-fleet check --json | jq -r '.faults[] | \"\\(.line): \\(.key): \\(.problem)\"'

Exit codes:
   0  the configuration is fine
  10  it has faults, all of which were printed")]
pub(crate) struct Check {
    /// Print it, or the faults, as JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let checked = FleetConfig::load(config);
        if self.json {
            let (exit, told) = match &checked {
                Ok(understood) => (Exit::Done, as_json(config, understood)),
                Err(faults) => (Exit::BadConfig, faults_as_json(faults)),
            };
            writeln!(terminal.out, "{told}")?;
            return Ok(exit);
        }
        write!(terminal.out, "{}", checked?.describe())?;
        Ok(Exit::Done)
    }
}

fn as_json(file: &Path, understood: &FleetConfig) -> Value {
    let accounts = understood.accounts.iter().map(|(name, account)| {
        json!({ "name": name, "username": account.username, "has_password": account.password.is_some() })
    });
    json!({
        "file": file,
        "faults": [],
        "state_dir": understood.state_dir,
        "web_listen": understood.web_listen,
        "database": database_as_json(&understood.database),
        "accounts": accounts.collect::<Vec<_>>(),
        "rooms": understood.rooms.values().map(room_as_json).collect::<Vec<_>>(),
    })
}

fn database_as_json(database: &DatabaseConfig) -> Value {
    match database {
        DatabaseConfig::Embedded { binaries, user } => {
            json!({ "kind": "embedded", "binaries": binaries, "user": user })
        }
        DatabaseConfig::Server { url, password } => {
            json!({ "kind": "server", "url": url, "has_password": password.is_some() })
        }
    }
}

fn room_as_json(room: &RoomConfig) -> Value {
    let settings = &room.settings;
    let cooldowns: BTreeMap<_, _> =
        settings.commands.cooldowns.iter().map(|(name, wait)| (name, wait.as_secs_f64())).collect();
    json!({
        "name": settings.name,
        "is_enabled": room.is_enabled,
        "account": room.account,
        "has_password": room.channel_password.is_some(),
        "server": settings.server.url,
        "local_address": settings.server.local_address,
        "timezone": settings.timezone,
        "prefix": settings.prefix,
        "admins": settings.admins,
        "moderators": settings.moderators,
        "house": settings.house,
        "commands_off": settings.commands_off,
        "limits": settings.commands.limits,
        "cooldowns": cooldowns,
        "pm_announce": settings.commands.pm_announce,
        "coin_flip_cap": settings.commands.coin_flip_cap,
        "manual_url": settings.manual_url,
        "allow_unregistered": settings.allow_unregistered,
        "contest_full_effects": settings.contest_full_effects,
        "greetings": settings.greetings,
        "farewells": settings.farewells,
        "url_comments": settings.url_comments,
        "images": settings.images,
        "presence": settings.presence,
        "heists": settings.heists,
        "watch_rewards": settings.watch_rewards,
        "fetch": settings.fetch,
        "services": settings.services,
        "mentions": settings.mentions,
        "links": settings.links,
    })
}

fn faults_as_json(faults: &Faults) -> Value {
    let fault = |fault: &Fault| {
        json!({
            "line": fault.line,
            "key": fault.key,
            "written": fault.value,
            "problem": fault.problem,
            "to_mend": fault.hint,
        })
    };
    json!({ "file": faults.file, "faults": faults.list.iter().map(fault).collect::<Vec<_>>() })
}
