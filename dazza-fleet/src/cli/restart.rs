//! `dazza-fleet restart ROOM`: a fresh process for one room.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::client::Client;
use super::failure::Failure;
use super::limit::Limit;
use super::{Terminal, host};
use crate::supervisor::Restarted;
use crate::view::{FleetView, RoomView};

/// Replaces the process of one room and waits until the room is joined again.
///
/// A room that waits for its next try, in quarantine for instance, is tried at once.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet restart fatpizza
  dazza-fleet restart fatpizza --timeout 2m

Exit codes:
   0  the room is joined, by a new process
   1  the room is switched off, or the fleet is ending
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  13  the room did not join; the message says why
  14  the room had not joined in the time allowed
  15  this fleet has no such room")]
pub(crate) struct Restart {
    /// The room.
    room: String,
    /// How long to wait: seconds, or a length of time such as 2m.
    #[arg(long, value_name = "TIME", default_value = "60s")]
    timeout: Limit,
    /// Print both processes as JSON.
    #[arg(long)]
    json: bool,
}

/// Wait between two looks at the room.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// What a room came to after its restart.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// Joined, by the process of that number.
    Joined(i32),
    /// It will not join soon; why.
    Failed(String),
}

impl Restart {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = Client::of(config)?;
        let no_such_room = || {
            let told = format!("no room {:?} in this fleet; `dazza-fleet status` lists them", self.room);
            Failure::new(Exit::NoSuchRoom, told)
        };
        let room: RoomName = self.room.parse().map_err(|_not_a_name| no_such_room())?;
        let begun = host::block_on(client.post(&format!("/api/v1/rooms/{room}/restart")))?;
        if begun.is_not_found() {
            return Err(no_such_room());
        }
        let begun: Restarted = begun.read()?;
        match host::block_on(self.wait(&client, &begun))? {
            Outcome::Joined(pid) if self.json => {
                let told = json!({ "room": room, "old_pid": begun.old_pid, "new_pid": pid });
                writeln!(terminal.out, "{told}")?;
                Ok(Exit::Done)
            }
            Outcome::Joined(pid) => {
                let old = begun.old_pid.map_or_else(|| "none".to_owned(), |pid| pid.to_string());
                writeln!(terminal.out, "{room} is joined: old process {old}, new process {pid}")?;
                Ok(Exit::Done)
            }
            Outcome::Failed(why) => Err(Failure::new(Exit::NotJoined, format!("{room} did not join: {why}"))),
        }
    }

    async fn wait(&self, client: &Client, begun: &Restarted) -> Result<Outcome, Failure> {
        let late = |_elapsed| {
            let told = format!("{} had not joined within {}", begun.room, self.timeout);
            Failure::new(Exit::TimedOut, told)
        };
        timeout(self.timeout.duration(), look(client, begun)).await.map_err(late)?
    }
}

/// Looks at the room until it has come to something.
async fn look(client: &Client, begun: &Restarted) -> Result<Outcome, Failure> {
    loop {
        let view: FleetView = client.get("/api/v1/rooms").await?.read()?;
        let room = view.room(&begun.room);
        if let Some(outcome) = room.and_then(|room| outcome(room, begun.old_pid)) {
            return Ok(outcome);
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// What the room has come to, if it has.
fn outcome(room: &RoomView, old_pid: Option<i32>) -> Option<Outcome> {
    match (room.phase, room.pid) {
        (Phase::Stopping, _) => None,
        (_, Some(pid)) if Some(pid) == old_pid => None,
        (Phase::Joined, Some(pid)) => Some(Outcome::Joined(pid)),
        (Phase::BackingOff | Phase::Quarantined | Phase::Blocked | Phase::Stopped, _) => {
            let reason = room.reason.clone().unwrap_or_else(|| "for no reason that is known".to_owned());
            Some(Outcome::Failed(format!("{} ({reason})", room.phase)))
        }
        (Phase::Joined | Phase::Starting | Phase::Connecting | Phase::Degraded, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn the_old_process_counts_for_nothing_and_a_failure_ends_the_wait() {
        let look = |phase, pid, reason: Option<&str>| {
            let mut room = sample::room("fatpizza", phase);
            (room.pid, room.reason) = (pid, reason.map(str::to_owned));
            outcome(&room, Some(7))
        };
        assert_eq!(look(Phase::Joined, Some(7), None), None);
        assert_eq!(look(Phase::Stopping, Some(7), None), None);
        assert_eq!(look(Phase::Connecting, Some(8), None), None);
        assert_eq!(look(Phase::Joined, Some(8), None), Some(Outcome::Joined(8)));
        let failed = Outcome::Failed("blocked (wrong password)".to_owned());
        assert_eq!(look(Phase::Blocked, None, Some("wrong password")), Some(failed));
    }
}
