//! The room's way to its database: one worker that carries deeds out, one writer that stores what was heard.
//!
//! Each has a connection of its own, so that a command never waits for the chat log. Neither holds the room's loop up: what
//! they are given is queued, and what they have to say comes back as an input.

mod health;
pub(crate) mod perform;
mod record;
pub(crate) mod worker;
pub(crate) mod writer;

use std::collections::VecDeque;

use dazza_shared::config::RoomSettings;
use dazza_shared::counters::StoreCounts;
use dazza_shared::names::RoomName;
use dazza_shared::store::{Access, Store};
use tokio::sync::mpsc;
use tracing::{error, info};

use crate::commands::{Deed, Done};
pub(crate) use health::Health;
use worker::Worker;
use writer::Writer;

pub use health::Status;
pub use record::{Picture, Record};

/// Connections of a room: the worker's and the writer's. Source: architecture, section 5.
const N_CONNECTIONS: u32 = 2;

/// The room's way to its database, if it has been told of one.
#[derive(Debug)]
pub struct Database {
    room: RoomName,
    line: Option<Line>,
    /// What was heard before there was a database.
    early: VecDeque<Record>,
    n_dropped_early: u64,
    done: mpsc::Receiver<Done>,
    to_loop: mpsc::Sender<Done>,
}

/// One database, with what works on it.
#[derive(Debug)]
struct Line {
    access: Access,
    store: Store,
    health: Health,
    worker: Worker,
    writer: Writer,
}

/// Deeds that were done and wait for the loop.
const QUEUE: usize = 64;

impl Database {
    /// No database yet.
    pub fn of(room: RoomName) -> Self {
        let (to_loop, done) = mpsc::channel(QUEUE);
        Self { room, line: None, early: VecDeque::new(), n_dropped_early: 0, done, to_loop }
    }

    /// Uses the database at `access` from now on; whether it is another one than before.
    pub fn use_access(&mut self, access: Option<&Access>, settings: &RoomSettings) -> bool {
        let Some(access) = access else { return false };
        if self.line.as_ref().is_some_and(|line| line.access == *access) {
            return false;
        }
        let program = format!("dazza-room/{}", self.room);
        let store = match Store::open(access, &program, N_CONNECTIONS) {
            Ok(store) => store,
            Err(failure) => {
                error!("the way to the database is of no use: {}", failure.chain());
                return false;
            }
        };
        info!("the database is at {}", access.url);
        let health = Health::default();
        let worker = Worker::begin(self.room.clone(), store.clone(), health.clone(), self.to_loop.clone());
        let zone = settings.statistics_zone.clone();
        let writer = Writer::begin(self.room.clone(), store.clone(), zone, health.clone());
        health.count(|counts| counts.dropped += std::mem::take(&mut self.n_dropped_early));
        for record in std::mem::take(&mut self.early) {
            writer.record(record);
        }
        self.line = Some(Line { access: access.clone(), store, health, worker, writer });
        true
    }

    /// Hands a deed to the worker; comes back at once as not done when there is no database or too much to do.
    ///
    /// # Errors
    ///
    /// The deed as it is answered then.
    pub fn submit(&self, deed: Box<Deed>) -> Result<(), Box<Done>> {
        match &self.line {
            Some(line) => line.worker.submit(deed).map_err(|deed| perform::too_busy(*deed)),
            None => Err(perform::away(*deed, "no database has been named".to_owned())),
        }
        .map_err(Box::new)
    }

    /// Hands something to the writer; it is kept, as far as there is room, until there is one.
    pub fn record(&mut self, record: Record) {
        match &self.line {
            Some(line) => line.writer.record(record),
            None if self.early.len() < writer::MAX_WAITING => self.early.push_back(record),
            None => self.n_dropped_early += 1,
        }
    }

    /// The next deed that was done. Safe to cancel.
    pub async fn next(&mut self) -> Done {
        match self.done.recv().await {
            Some(done) => done,
            None => std::future::pending().await,
        }
    }

    /// How it is.
    pub fn status(&self) -> Status {
        if let Some(line) = &self.line {
            return line.health.status(line.worker.n_waiting(), line.writer.n_waiting());
        }
        let counts = StoreCounts { dropped: self.n_dropped_early, ..StoreCounts::default() };
        Status { counts, n_unstored: self.early.len(), ..Status::default() }
    }

    /// Lets worker and writer finish what they have, for as long as `limit`; then nothing more is taken.
    pub async fn close(self, limit: std::time::Duration) {
        let Some(line) = self.line else { return };
        drop(self.done); // nobody takes an answer any more
        let finish = async { tokio::join!(line.worker.finish(), line.writer.finish()) };
        if tokio::time::timeout(limit, finish).await.is_err() {
            error!("left without storing all that was heard: the database was too slow, or away");
        }
        drop(tokio::time::timeout(limit, line.store.close()).await);
    }
}
