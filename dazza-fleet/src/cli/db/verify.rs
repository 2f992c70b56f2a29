//! `dazza-fleet db verify`: whether the database adds up.

use std::path::Path;

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::store::verify::{Check, verify};
use serde_json::json;

use super::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};

/// Checks what must always be true of the database: above all that every wallet is the sum of its ledger.
///
/// Reads everything as it is at one moment, and changes nothing; rooms go on meanwhile.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet db verify
  dazza-fleet db verify --json

Exit codes:
   0  all of it is true
   1  some of it is not; it was told what
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Verify {
    /// Print the checks as JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let checks = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let checks = ask(&reached).await;
            reached.release().await;
            checks
        })?;
        let is_sound = checks.iter().all(|check| check.n_wrong == 0);
        if self.json {
            let told: Vec<_> = checks.iter().map(as_json).collect();
            writeln!(terminal.out, "{}", json!({ "is_sound": is_sound, "checks": told }))?;
        } else {
            for check in &checks {
                tell(check, terminal)?;
            }
        }
        Ok(if is_sound { Exit::Done } else { Exit::Failure })
    }
}

async fn ask(reached: &Reached) -> Result<Vec<Check>, Failure> {
    let store = reached.store()?;
    let mut connection = store.connection().await.map_err(|error| reached.explained(error))?;
    verify(&mut connection).await.map_err(|error| reached.explained(error))
}

fn tell(check: &Check, terminal: &mut Terminal) -> Result<(), Failure> {
    let out = &mut terminal.out;
    match check.n_wrong {
        0 => writeln!(out, "true   {}", check.claim)?,
        n => writeln!(out, "WRONG  {}: {n} times not", check.claim)?,
    }
    for example in &check.examples {
        writeln!(out, "       {example}")?;
    }
    Ok(())
}

fn as_json(check: &Check) -> serde_json::Value {
    let Check { claim, n_wrong, examples } = check;
    json!({ "claim": claim, "n_wrong": n_wrong, "examples": examples })
}
