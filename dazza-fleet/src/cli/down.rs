//! `dazza-fleet down`: ends the fleet in order and waits until it is gone.

use std::path::Path;

use anyhow::Context;
use clap::Args;
use dazza_shared::exit::Exit;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::client::Client;
use super::failure::Failure;
use super::{Terminal, host};
use crate::api::Ending;

/// Ends the fleet in order: every room leaves, then the supervisor. Waits until all is gone.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet down
  dazza-fleet down --timeout 60

Exit codes:
   0  the fleet has ended
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  14  it had not ended in the time allowed; it goes on ending")]
pub(crate) struct Down {
    /// How long to wait, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u32,
}

impl Down {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = Client::of(config)?;
        let Ending { pid } = host::block_on(client.post("/api/v1/fleet/down"))?.read()?;
        if self.is_gone(pid)? {
            writeln!(terminal.out, "the fleet has ended")?;
            return Ok(Exit::Done);
        }
        Err(Failure::new(
            Exit::TimedOut,
            format!("the fleet has not ended within {} s; it goes on ending", self.timeout),
        ))
    }

    /// Waits until the supervisor's process has ended; whether it did in time.
    fn is_gone(&self, pid: u32) -> Result<bool, Failure> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).context("the fleet gave no process id")?;
        let handle = match pidfd_open(pid, PidfdFlags::empty()) {
            Err(rustix::io::Errno::SRCH) => return Ok(true),
            other => other.context("cannot watch the supervisor's process")?,
        };
        let limit = Timespec { tv_sec: i64::from(self.timeout), tv_nsec: 0 };
        let n_ended = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&limit)).context("cannot wait")?;
        Ok(n_ended > 0)
    }
}
