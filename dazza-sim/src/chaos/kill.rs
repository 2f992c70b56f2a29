//! Kills what the plan says, one after the other, and starts the supervisor again.

use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::dice::Dice;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep;

use super::check::Killed;
use super::fleet::Fleet;
use super::plan::{PlannedKill, Victim};

/// How long there may be no supervisor. Unit: milliseconds.
const ABSENT_MS: u64 = 1_500;

/// What kills.
#[derive(Debug)]
pub(super) struct Reaper {
    pub(super) fleet: Fleet,
    dice: Dice,
    pub(super) kills: Vec<Killed>,
}

impl Reaper {
    /// One that has killed nothing yet.
    pub(super) fn of(fleet: Fleet, seed: u64) -> Self {
        Self { fleet, dice: Dice::seeded(seed), kills: Vec::new() }
    }

    /// Kills whatever comes until nothing will; gives itself back, and why it stopped if that was too early.
    pub(super) async fn reap(mut self, mut wanted: UnboundedReceiver<PlannedKill>) -> (Self, anyhow::Result<()>) {
        while let Some(PlannedKill { delay, victim, .. }) = wanted.recv().await {
            sleep(delay).await;
            if let Err(failure) = self.kill(victim).await {
                return (self, Err(failure));
            }
        }
        (self, Ok(()))
    }

    /// Kills the database server, and keeps it from being started again.
    pub(super) async fn take_database_away(&mut self) -> anyhow::Result<()> {
        self.fleet.hold_database(true)?;
        self.kill(Victim::Postgres).await
    }

    /// Kills one process.
    pub(super) async fn kill(&mut self, victim: Victim) -> anyhow::Result<()> {
        let pid = self.fleet.kill(victim).await?;
        self.kills.push(Killed { victim, pid, at: Clock::System.now() });
        if victim == Victim::Supervisor {
            sleep(Duration::from_millis(self.dice.between(0, ABSENT_MS))).await;
            self.fleet.up()?;
        }
        Ok(())
    }
}
