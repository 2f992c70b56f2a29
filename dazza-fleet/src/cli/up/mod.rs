//! `dazza-fleet up`: runs the fleet, here or in the background.

mod background;
mod capped;
mod manner;

use std::io;
use std::path::Path;

use anyhow::Context;
use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use rustix::process::setsid;

use super::Terminal;
use super::failure::Failure;
use super::host::{Circumstances, Host, Signals, block_on};
use super::printer::Printer;
use background::Background;

pub(crate) use manner::Manner;

/// Runs the fleet until Ctrl-C, SIGTERM or `dazza-fleet down`; then every room leaves in order.
///
/// Prints a line whenever a room's phase changes. A second Ctrl-C kills what has not left yet. Rooms that a supervisor
/// left behind when it was killed are taken over as they are.
///
/// With `-d` the fleet runs in the background: the verb returns once the fleet answers, and what it would have printed
/// goes to `state_dir/logs/fleet.out`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet up
  dazza-fleet up --config /etc/dazza/fleet.toml
  dazza-fleet up -d --wait --timeout 2m

Exit codes:
   0  the fleet has ended, as it was told to; with -d: it runs, with --wait: and all wanted rooms are joined
   1  it could not begin; the message says why
  10  the configuration has faults, all of which were printed
  11  a fleet is running already in this state folder
  13  with --wait: the fleet runs, and a room cannot join; the message says why
  14  with -d: it did not answer, or not all rooms had joined, in the time allowed; it goes on
  16  the database cannot be used; the message says why and how to mend it")]
pub(crate) struct Up {
    #[command(flatten)]
    background: Background,
    /// Print what happens as JSON, a line each.
    #[arg(long)]
    json: bool,
    /// Serve from a session of our own: what `-d` starts.
    #[arg(long, hide = true, conflicts_with = "detach")]
    session: bool,
}

impl Up {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if self.background.is_wanted() {
            return self.background.start(config, self.json, terminal);
        }
        if self.session {
            setsid().context("cannot leave the session")?;
        }
        let config = FleetConfig::load(config)?;
        if self.session {
            let output = capped::Capped::open(&StatePaths::new(&config.state_dir).fleet_output());
            terminal.err = Box::new(output.context("cannot write to logs/fleet.out")?);
        }
        block_on(async {
            let Some(host) = Host::prepare(config, Signals::begin()?, Circumstances::default()).await? else {
                return Ok(());
            };
            let stream = if self.json { &mut terminal.out } else { &mut terminal.err };
            let mut printer = Printer::to(std::mem::replace(stream, Box::new(io::sink())));
            let outcome = self.serve(host, &mut printer).await;
            *stream = printer.finish();
            outcome
        })?;
        Ok(Exit::Done)
    }

    async fn serve(&self, host: Host, printer: &mut Printer) -> Result<(), Failure> {
        if !self.json {
            printer.say(host.greeting());
        }
        let manner = if self.json { Manner::Json } else { Manner::Words };
        let mut notices = host.handle().notices();
        let running = host.run();
        tokio::pin!(running);
        let outcome = loop {
            tokio::select! {
                told = manner.next(&mut notices) => printer.say(told),
                outcome = &mut running => break outcome,
            }
        };
        while let Ok(notice) = notices.try_recv() {
            printer.say(manner.line(&notice));
        }
        outcome
    }
}
