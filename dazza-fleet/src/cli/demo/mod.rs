//! `dazza-fleet demo`: a whole fleet on this machine, with a chat server and people in its rooms, to look at.

mod feed;
mod folder;
mod sim;

use std::collections::BTreeSet;
use std::future::pending;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use tokio::time::sleep;

use self::feed::Feed;
use self::folder::Folder;
use self::sim::Sim;
use super::Terminal;
use super::failure::Failure;
use super::host::{Circumstances, Host, Signals, block_on};
use super::printer::Printer;
use super::up::Manner;
use crate::supervisor::FleetHandle;

/// Shows a fleet at work: a stand-in chat server, three rooms full of people, a bot in each.
///
/// Prints what is said in all rooms. Needs no configuration and leaves nothing behind.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet demo
  dazza-fleet demo --seconds 60
  dazza-fleet demo --rooms 10
  dazza-fleet demo --keep --pace 2

Exit codes:
   0  the demo has ended
   1  it could not begin; the message says why
  11  another demo runs in the same folder
  13  with --seconds: a room was not joined at the end
  16  its database cannot be used; the message says why and how to mend it")]
pub(crate) struct Demo {
    /// End by itself after this time.
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<u64>,
    /// Where state and configuration go, to be kept; a temporary folder otherwise.
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// Keep the temporary folder, with its logs.
    #[arg(long)]
    keep: bool,
    /// How many rooms: the three of the story, then more like them.
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u8).range(3..=100))]
    rooms: u8,
    /// How many times faster than people the chatters are.
    #[arg(long, value_name = "FACTOR", default_value = "1")]
    pace: String,
}

impl Demo {
    pub(crate) fn run(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        block_on(async {
            let mut signals = Signals::begin()?;
            let folder = Folder::new(self.state_dir.as_deref(), self.keep)?;
            let rooms = folder::rooms(usize::from(self.rooms)).map_err(anyhow::Error::from)?;
            let starting = Sim::start(folder.path(), &self.pace, rooms.get(folder::ROOMS.len()..).unwrap_or_default());
            let sim = tokio::select! {
                started = starting => started?,
                () = signals.next() => return Ok(Exit::Done),
            };
            folder.configure(sim.url(), &rooms)?;
            let config = FleetConfig::load(&folder.config())?;
            let circumstances = Circumstances { children: BTreeSet::from([sim.pid()]), is_passing: true };
            let Some(host) = Host::prepare(config, signals, circumstances).await? else { return Ok(Exit::Done) };
            let mut printer = Printer::to(std::mem::replace(&mut terminal.out, Box::new(io::sink())));
            for line in banner(&host, &folder, &sim, rooms.len())? {
                printer.say(line);
            }
            let outcome = show(host, &mut printer, self.seconds.map(Duration::from_secs)).await;
            printer.say(format!("the demo has ended; {}", folder.farewell()));
            terminal.out = printer.finish();
            outcome
        })
    }
}

/// Runs the fleet and prints what happens, until it has ended.
async fn show(host: Host, printer: &mut Printer, limit: Option<Duration>) -> Result<Exit, Failure> {
    let fleet = host.handle();
    let (mut live, mut notices) = (fleet.live(), fleet.notices());
    let mut feed = Feed::for_stdout();
    let mut verdict = Exit::Done;
    let (running, ending) = (host.run(), end_after(limit, &fleet));
    tokio::pin!(running, ending);
    let mut is_ending = false;
    loop {
        tokio::select! {
            told = feed::next(&mut live) => feed.line(&told).into_iter().for_each(|line| printer.say(line)),
            notice = Manner::Words.next(&mut notices) => printer.say(feed.aside(&notice)),
            exit = &mut ending, if !is_ending => (verdict, is_ending) = (exit, true),
            outcome = &mut running => return outcome.map(|()| verdict),
        }
    }
}

/// Ends the fleet when its time is up, and tells whether all rooms were joined then.
async fn end_after(limit: Option<Duration>, fleet: &FleetHandle) -> Exit {
    match limit {
        Some(limit) => sleep(limit).await,
        None => pending().await,
    }
    let is_joined = fleet.view().await.is_ok_and(|view| view.unjoined().next().is_none());
    fleet.stop();
    if is_joined { Exit::Done } else { Exit::NotJoined }
}

/// What one sees, and how to look further.
fn banner(host: &Host, folder: &Folder, sim: &Sim, n_rooms: usize) -> Result<Vec<String>, Failure> {
    let us = std::env::current_exe()?.display().to_string();
    let config = folder.config().display().to_string();
    let web = host.web_address().context("the demo has no web address")?;
    Ok(vec![
        format!("{n_rooms} rooms of people who are not there, and a bot in each, served by a process of its own."),
        format!("  the dashboard                {web}"),
        format!("  the chat server, a stand-in  {}", sim.url()),
        format!("  metrics                      curl -s {web}/metrics"),
        format!("  how the rooms are            {us} status --config {config}"),
        format!("  a fresh process for one      {us} restart fatpizza --config {config}"),
        "Ctrl-C ends it and leaves nothing behind.".to_owned(),
        String::new(),
    ])
}
