//! `dazza-fleet tokens revoke`: ends a token.

use clap::Args;
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::store::acts::Act;
use dazza_shared::store::tokens;
use serde_json::json;

use super::change;
use crate::cli::Terminal;
use crate::cli::failure::Failure;

/// Ends a token: from now on nothing can be done with it. There is no way back; make another.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet tokens revoke 3

Exit codes:
   0  it is good no more
   1  there is no such token, or it was revoked before
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Revoke {
    /// Its number, as `dazza-fleet tokens list` shows it.
    #[arg(value_name = "ID")]
    id: i64,
    /// Print what was revoked as JSON.
    #[arg(long)]
    json: bool,
}

impl Revoke {
    pub(super) fn run(&self, config: &FleetConfig, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let id = self.id;
        let name = change(config, async |tx| {
            let Some(name) = tokens::revoke(tx, id, Clock::System.now()).await? else { return Ok(None) };
            let act = Act {
                token: None,
                room: None,
                action: "token.revoke".to_owned(),
                target: Some(name.clone()),
                before: Some(json!({ "id": id })),
                after: None,
                request_id: None,
            };
            Ok(Some((name, act)))
        })?;
        let Some(name) = name else {
            let told = format!("there is no token {id} that is good; `dazza-fleet tokens list` shows all");
            return Err(Failure::new(Exit::Failure, told));
        };
        if self.json {
            writeln!(terminal.out, "{}", json!({ "id": id, "name": name }))?;
        } else {
            writeln!(terminal.out, "token {id}, {name}, is good no more")?;
        }
        Ok(Exit::Done)
    }
}
