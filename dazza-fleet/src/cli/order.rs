//! Carries an order to the rooms that were named, waits, and tells what became of them: for `start`, `stop`, `restart`.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::client::Client;
use super::failure::Failure;
use super::{Terminal, host};
use crate::rollout::{Fate, Goal, Report, Rollout, Terms};
use crate::view::{FleetView, RoomView};

/// Wait between two looks at the rooms.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Which rooms an order is for.
#[derive(Debug, Args)]
pub(super) struct Choice {
    /// The rooms.
    #[arg(value_name = "ROOM", required_unless_present = "all", conflicts_with = "all")]
    rooms: Vec<String>,
    /// All rooms of the fleet that it can be done with.
    #[arg(long)]
    all: bool,
}

/// What is ordered, and how it is told.
#[derive(Debug)]
pub(super) struct Order {
    /// The verb, as the API knows it.
    pub(super) verb: &'static str,
    /// What is to become of the rooms.
    pub(super) terms: Terms,
    /// Whether the reports are printed as JSON.
    pub(super) json: bool,
}

impl Choice {
    /// The rooms that are meant: those that were named, each once, or all that `fits` says yes to.
    ///
    /// # Errors
    ///
    /// `NoSuchRoom`, with every name that this fleet does not know.
    pub(super) fn rooms(&self, view: &FleetView, fits: fn(&RoomView) -> bool) -> Result<Vec<RoomName>, Failure> {
        if self.all {
            return Ok(view.rooms.iter().filter(|room| fits(room)).map(|room| room.name.clone()).collect());
        }
        let mut rooms: Vec<RoomName> = Vec::new();
        let mut unknown = Vec::new();
        for written in &self.rooms {
            match written.parse::<RoomName>().ok().filter(|room| view.room(room).is_some()) {
                Some(room) if rooms.contains(&room) => {}
                Some(room) => rooms.push(room),
                None => unknown.push(format!("{written:?}")),
            }
        }
        if unknown.is_empty() {
            return Ok(rooms);
        }
        let told = format!("no room {} in this fleet; `dazza-fleet status` lists them", unknown.join(", "));
        Err(Failure::new(Exit::NoSuchRoom, told))
    }
}

/// The fleet of a configuration, and how it is now.
///
/// # Errors
///
/// No fleet runs, or it does not answer.
pub(super) fn meet(config: &Path) -> Result<(Client, FleetView), Failure> {
    let client = Client::of(config)?;
    let view = host::block_on(look(&client))?;
    Ok((client, view))
}

impl Order {
    /// Carries the order out, telling each room as it comes to its end; the exit code says the worst of it.
    pub(super) fn carry_out(
        &self,
        client: &Client,
        rooms: Vec<RoomName>,
        terminal: &mut Terminal,
    ) -> Result<Exit, Failure> {
        let reports = host::block_on(self.roll_out(client, rooms, terminal))?;
        if self.json {
            writeln!(terminal.out, "{}", json!({ "rooms": reports }))?;
        }
        let bad: Vec<&Report> = reports.iter().filter(|report| report.fate != Fate::Done).collect();
        let Some(exit) = exit_of(&bad) else { return Ok(Exit::Done) };
        let lines = bad.iter().map(|report| self.words(report)).collect::<Vec<_>>().join("\n  ");
        Err(Failure::new(exit, lines))
    }

    async fn roll_out(
        &self,
        client: &Client,
        rooms: Vec<RoomName>,
        terminal: &mut Terminal,
    ) -> Result<Vec<Report>, Failure> {
        let (mut rollout, began, mut n_told) = (Rollout::new(self.terms, rooms), Instant::now(), 0);
        loop {
            while let Some(room) = rollout.next() {
                let answer = client.post(&format!("/api/v1/rooms/{room}/{}", self.verb)).await?;
                match answer.read() {
                    Ok(ordered) => rollout.begun(ordered, began.elapsed()),
                    Err(failure) => rollout.refused(room, failure.to_string()),
                }
            }
            let view = look(client).await?;
            rollout.look(&view, began.elapsed());
            let news = rollout.reports().iter().skip(n_told).filter(|report| report.fate == Fate::Done && !self.json);
            news.map(|report| self.words(report)).try_for_each(|line| writeln!(terminal.out, "{line}"))?;
            n_told = rollout.reports().len();
            if rollout.is_over() {
                return Ok(rollout.finish(&view));
            }
            sleep(LOOK_AGAIN).await;
        }
    }

    fn words(&self, report: &Report) -> String {
        let Report { room, fate, old_pid, pid, version, reason } = report;
        let process = |pid: &Option<i32>| pid.map_or_else(|| "none".to_owned(), |pid| pid.to_string());
        let (old, new) = (process(old_pid), process(pid));
        let why = reason.clone().unwrap_or_default();
        match (fate, self.terms.goal) {
            (Fate::Done, Goal::Joined) => format!("{room} is joined: process {new}"),
            (Fate::Done, Goal::Replaced) => format!("{room} is joined: old process {old}, new process {new}"),
            (Fate::Done, Goal::Stopped) => format!("{room} is stopped: process {old} has ended"),
            (Fate::Refused, _) => format!("{room}: {why}"),
            (Fate::Failed, _) => format!("{room} did not join: {why}"),
            (Fate::Late, Goal::Stopped) => format!("{room} had not stopped within {:?}: {why}", self.terms.patience),
            (Fate::Late, _) => format!("{room} had not joined within {:?}: {why}", self.terms.patience),
            (Fate::Untouched, _) => {
                let version = version.as_deref().unwrap_or("unknown");
                format!("{room} is left as it was: process {new}, version {version}")
            }
        }
    }
}

async fn look(client: &Client) -> Result<FleetView, Failure> {
    client.get("/api/v1/fleet").await?.read()
}

/// The code for the worst of these.
fn exit_of(bad: &[&Report]) -> Option<Exit> {
    let has = |fate| bad.iter().any(|report| report.fate == fate);
    [(Fate::Failed, Exit::NotJoined), (Fate::Late, Exit::TimedOut), (Fate::Refused, Exit::Failure)]
        .into_iter()
        .find_map(|(fate, exit)| has(fate).then_some(exit))
}
