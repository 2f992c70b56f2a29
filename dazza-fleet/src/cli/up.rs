//! `dazza-fleet up`: runs the fleet in the foreground.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use clap::Args;
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use jiff::tz::TimeZone;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::Terminal;
use super::failure::Failure;
use super::host::{Host, Signals, block_on};
use super::printer::Printer;
use crate::supervisor::Notice;

/// Runs the fleet until Ctrl-C, SIGTERM or `dazza-fleet down`; then every room leaves in order.
///
/// Prints a line whenever a room's phase changes. A second Ctrl-C kills what has not left yet. Rooms that a supervisor
/// left behind when it was killed are taken over as they are.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet up
  dazza-fleet up --config /etc/dazza/fleet.toml

Exit codes:
   0  the fleet has ended, as it was told to
   1  it could not begin; the message says why
  10  the configuration has faults, all of which were printed
  11  a fleet is running already in this state folder")]
pub(crate) struct Up {}

pub(crate) fn run(config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let config = FleetConfig::load(config)?;
    block_on(async {
        let host = Host::prepare(config, Signals::begin()?, BTreeSet::new()).await?;
        let mut printer = Printer::to(std::mem::replace(&mut terminal.err, Box::new(io::sink())));
        let outcome = serve(host, &mut printer).await;
        terminal.err = printer.finish();
        outcome
    })?;
    Ok(Exit::Done)
}

async fn serve(host: Host, printer: &mut Printer) -> Result<(), Failure> {
    printer.say(host.greeting());
    let mut notices = host.handle().notices();
    let running = host.run();
    tokio::pin!(running);
    let outcome = loop {
        tokio::select! {
            told = next_line(&mut notices) => printer.say(told),
            outcome = &mut running => break outcome,
        }
    };
    while let Ok(notice) = notices.try_recv() {
        printer.say(line(&notice));
    }
    outcome
}

/// The next notice, as a line.
pub(crate) async fn next_line(notices: &mut Receiver<Notice>) -> String {
    match notices.recv().await {
        Ok(notice) => line(&notice),
        Err(RecvError::Lagged(n)) => format!("({n} changes left out)"),
        Err(RecvError::Closed) => std::future::pending().await,
    }
}

/// A notice as one line: time, room, phase, and why, or which process.
fn line(notice: &Notice) -> String {
    let Notice { room, phase, reason, pid } = notice;
    let time = Clock::System.now().to_zoned_datetime(TimeZone::system()).strftime("%H:%M:%S");
    let pid = || pid.map(|pid| format!("process {pid}")).unwrap_or_default();
    let why = reason.clone().unwrap_or_else(pid);
    format!("{time} {:<16} {phase:<12} {why}", room.as_str()).trim_end().to_owned()
}
