//! `dazza-fleet reload` and `dazza-fleet plan`: a changed configuration taken in, or only what that would do.

use std::path::Path;

use clap::Args;
use dazza_shared::exit::Exit;

use super::client::{Answer, Client};
use super::failure::Failure;
use super::limit::Limit;
use super::{Terminal, host};
use crate::api::Problem;
use crate::supervisor::Changes;

/// Has the running fleet read its configuration anew.
///
/// The file is checked whole: with any fault in it nothing changes, and all faults are printed. Only rooms whose meaning
/// changed are touched, and they take new settings while they run. SIGHUP does the same, and so does `watch = true`.
/// Passwords are read anew too, and the certificate of the web with its key.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet reload
  dazza-fleet reload --json | jq '.rooms[]'

Exit codes:
   0  the configuration is taken in
   1  so it is, but for the certificate of the web: the one in use stays, and it is printed why
  10  it has faults, all of which were printed; nothing is changed
  12  no fleet is running for this configuration
  14  the fleet did not answer in time")]
pub(crate) struct Reload {
    #[command(flatten)]
    asking: Asking,
}

/// Prints what a reload would do, room by room, and does nothing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet plan
  dazza-fleet plan --json | jq '.rooms[] | {room, deed, keys}'

Exit codes:
   0  this is what a reload would do
   1  so it is, but the certificate of the web could not be taken in, and it is printed why
  10  the configuration has faults, all of which were printed: a reload would do nothing
  12  no fleet is running for this configuration
  14  the fleet did not answer in time")]
pub(crate) struct Plan {
    #[command(flatten)]
    asking: Asking,
}

#[derive(Debug, Args)]
struct Asking {
    /// Print the changes, or the faults, as JSON.
    #[arg(long)]
    json: bool,
    /// How long the fleet may take to answer: seconds, or a length of time such as 1m.
    #[arg(long, value_name = "TIME", default_value = "20s")]
    timeout: Limit,
}

impl Reload {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = self.asking.client(config)?;
        self.asking.tell(&host::block_on(client.post("/api/v1/fleet/reload"))?, terminal)
    }
}

impl Plan {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = self.asking.client(config)?;
        self.asking.tell(&host::block_on(client.get("/api/v1/fleet/plan"))?, terminal)
    }
}

impl Asking {
    fn client(&self, config: &Path) -> Result<Client, Failure> {
        Ok(Client::of(config)?.patient_for(self.timeout.duration()))
    }

    fn tell(&self, answer: &Answer, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if let Some(problem) = answer.problem().filter(|problem| !problem.faults.is_empty()) {
            return self.tell_faults(&problem, terminal);
        }
        let changes: Changes = answer.read()?;
        if self.json {
            writeln!(terminal.out, "{}", answer.text())?;
        } else {
            writeln!(terminal.out, "{changes}")?;
        }
        Ok(if changes.unread.is_empty() { Exit::Done } else { Exit::Failure })
    }

    fn tell_faults(&self, problem: &Problem, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if self.json {
            writeln!(terminal.out, "{}", serde_json::json!({ "faults": problem.faults }))?;
        }
        Err(Failure::new(Exit::BadConfig, format!("nothing is changed: {}", problem.detail)))
    }
}
