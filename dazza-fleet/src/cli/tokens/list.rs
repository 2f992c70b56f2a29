//! `dazza-fleet tokens list`: which tokens there are.

use clap::Args;
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::store::tokens::{self, KeptToken};
use jiff::Timestamp;
use serde_json::json;

use super::ask;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, columns};

/// Lists all tokens, those that are good no more included; never the tokens themselves.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet tokens list

Exit codes:
   0  they were listed
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct List {
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

const HEAD: [&str; 7] = ["ID", "NAME", "STATE", "SCOPES", "ROOM", "EXPIRES", "LAST USED"];

impl List {
    pub(super) fn run(&self, config: &FleetConfig, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let now = Clock::System.now();
        let found = ask(config, async |connection| tokens::list(connection, now).await)?;
        if self.json {
            writeln!(terminal.out, "{}", json!({ "tokens": found }))?;
        } else if found.is_empty() {
            writeln!(terminal.out, "no token has been made; `dazza-fleet tokens create` makes one")?;
        } else {
            let head = HEAD.map(str::to_owned).to_vec();
            let rows: Vec<_> = std::iter::once(head).chain(found.iter().map(|token| cells(token, now))).collect();
            columns::write(&mut *terminal.out, &rows)?;
        }
        Ok(Exit::Done)
    }
}

fn cells(token: &KeptToken, now: Timestamp) -> Vec<String> {
    let shown =
        |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    let state = match token.revoked_at {
        Some(_) => "revoked",
        None if token.is_good_at(now) => "good",
        None => "expired",
    };
    vec![
        token.id.to_string(),
        token.name.clone(),
        state.to_owned(),
        token.scopes.join(" "),
        token.room.clone().unwrap_or_else(|| "all".to_owned()),
        shown(token.expires_at),
        shown(token.last_used_at),
    ]
}
