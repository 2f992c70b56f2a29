//! `dazza-fleet down`: ends the fleet in order and waits until it is gone.

use std::path::Path;

use anyhow::Context;
use clap::Args;
use dazza_shared::exit::Exit;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::client::Client;
use super::failure::Failure;
use super::limit::Limit;
use super::{Terminal, host};
use crate::api::Ending;

/// Ends the fleet in order: every room leaves, then the supervisor. Waits until all is gone.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet down
  dazza-fleet down --timeout 1m
  dazza-fleet down --json | jq .pid

Exit codes:
   0  the fleet has ended
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  14  it had not ended in the time allowed; it goes on ending")]
pub(crate) struct Down {
    /// How long to wait: seconds, or a length of time such as 1m.
    #[arg(long, value_name = "TIME", default_value = "30s")]
    timeout: Limit,
    /// Print what was ended as JSON.
    #[arg(long)]
    json: bool,
}

impl Down {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = Client::of(config)?;
        let Ending { pid } = host::block_on(client.post("/api/v1/fleet/down"))?.read()?;
        if self.is_gone(pid)? {
            return self.tell(pid, terminal);
        }
        Err(Failure::new(Exit::TimedOut, format!("the fleet has not ended within {}; it goes on ending", self.timeout)))
    }

    fn tell(&self, pid: u32, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if self.json {
            writeln!(terminal.out, "{}", serde_json::json!({ "pid": pid, "is_ended": true }))?;
        } else {
            writeln!(terminal.out, "the fleet has ended")?;
        }
        Ok(Exit::Done)
    }

    /// Waits until the supervisor's process has ended; whether it did in time.
    fn is_gone(&self, pid: u32) -> Result<bool, Failure> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).context("the fleet gave no process id")?;
        let handle = match pidfd_open(pid, PidfdFlags::empty()) {
            Err(rustix::io::Errno::SRCH) => return Ok(true),
            other => other.context("cannot watch the supervisor's process")?,
        };
        let limit = Timespec::try_from(self.timeout.duration()).context("cannot wait that long")?;
        let n_ended = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&limit)).context("cannot wait")?;
        Ok(n_ended > 0)
    }
}
