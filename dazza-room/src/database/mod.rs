//! The room's way to its database: one worker that carries deeds out, one writer that stores what was heard.
//!
//! They take turns with one connection: a session of the server takes megabytes, and a command waits for one batch at most.
//! Neither holds the room's loop up: what they are given is queued, and what they have to say comes back as an input.

mod health;
mod pace;
pub(crate) mod perform;
mod record;
pub(crate) mod spool;
pub(crate) mod storing;
#[cfg(test)]
mod tests;
pub(crate) mod worker;
pub(crate) mod writer;

use std::path::PathBuf;
use std::time::Duration;

use dazza_shared::config::RoomSettings;
use dazza_shared::names::RoomName;
use dazza_shared::store::limiter::Use;
use dazza_shared::store::{Access, KEPT_UNUSED, Store};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tracing::{error, info};

use crate::commands::{Deed, Done};
pub(crate) use health::Health;
use spool::{Limits, Spool};
use worker::Worker;
use writer::Writer;

pub use health::Status;
pub use record::{Picture, Record};

/// The room's way to its database, if it has been told of one.
#[derive(Debug)]
pub struct Database {
    room: RoomName,
    line: Option<Line>,
    writer: Writer,
    health: Health,
    done: mpsc::Receiver<Done>,
    to_loop: mpsc::Sender<Done>,
    /// What the writer has to tell.
    written: mpsc::Receiver<News>,
    news: mpsc::Sender<News>,
}

/// What comes back from it.
#[derive(Debug)]
pub enum News {
    /// A deed that was done.
    Done(Box<Done>),
    /// What people of this room have used in others.
    Used(Vec<Use>),
    /// A picture is in a gallery now; whether it is back there.
    Kept(Picture, bool),
}

/// One database, with what works on it.
#[derive(Debug)]
struct Line {
    access: Access,
    store: Store,
    /// Whose days and hours the writer counts.
    zone: String,
    worker: Worker,
}

/// Deeds that were done and wait for the loop.
const QUEUE: usize = 64;

impl Database {
    /// No database yet: what is heard is kept in `spool`, a folder that is made when it is needed.
    pub fn of(room: RoomName, spool: PathBuf) -> Self {
        let (to_loop, done) = mpsc::channel(QUEUE);
        let (news, written) = mpsc::channel(QUEUE);
        let health = Health::default();
        let spool = Spool::at(spool, Limits::default(), health.clone());
        let writer = Writer::begin(room.clone(), spool, health.clone());
        Self { room, line: None, writer, health, done, to_loop, written, news }
    }

    /// Uses the database at `access` from now on; whether it is another one than before.
    pub fn use_access(&mut self, access: Option<&Access>, settings: &RoomSettings) -> bool {
        let Some(access) = access else { return false };
        let zone = &settings.statistics_zone;
        if let Some(line) = self.line.as_mut().filter(|line| line.access == *access) {
            if line.zone != *zone {
                line.zone.clone_from(zone);
                self.writer.use_store(line.store.clone(), zone.clone(), self.news.clone());
            }
            return false;
        }
        let program = format!("dazza-room/{}", self.room);
        let store = match Store::open_lean(access, &program) {
            Ok(store) => store,
            Err(failure) => {
                error!("the way to the database is of no use: {}", failure.chain());
                return false;
            }
        };
        info!("the database is at {}", access.url);
        self.health.begin_anew();
        let worker = Worker::begin(self.room.clone(), store.clone(), self.health.clone(), self.to_loop.clone());
        self.writer.use_store(store.clone(), zone.clone(), self.news.clone());
        self.line = Some(Line { access: access.clone(), store, zone: zone.clone(), worker });
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

    /// Hands something to the writer.
    pub fn record(&mut self, record: Record) {
        self.writer.record(record);
    }

    /// The next deed that was done, or the next news of the writer. Safe to cancel.
    pub async fn next(&mut self) -> News {
        // We hold a sender of each ourselves: neither ends.
        tokio::select! {
            Some(done) = self.done.recv() => News::Done(Box::new(done)),
            Some(news) = self.written.recv() => news,
            else => std::future::pending().await,
        }
    }

    /// Closes the connection when it was not used for long; to be called now and then.
    pub async fn tend(&self) {
        if let Some(line) = &self.line {
            line.store.close_unused(KEPT_UNUSED).await;
        }
    }

    /// How it is.
    pub fn status(&self) -> Status {
        let n_deeds = self.line.as_ref().map_or(0, |line| line.worker.n_waiting());
        self.health.status(n_deeds, self.writer.n_waiting())
    }

    /// Lets worker and writer finish what they have, for as long as `limit`; then nothing more is taken.
    pub async fn close(self, limit: Duration) {
        let Self { line, writer, health, done, .. } = self;
        drop(done); // nobody takes an answer any more
        let (worker, store) = line.map(|line| (line.worker, line.store)).unzip();
        let work = async {
            if let Some(worker) = worker {
                worker.finish().await;
            }
        };
        let is_late = timeout(limit, async { tokio::join!(work, writer.finish()) }).await.is_err();
        let n_spooled = health.status(0, 0).n_spooled;
        if n_spooled > 0 {
            info!("left {n_spooled} records on the disk, for the next process to store");
        }
        if is_late {
            error!("left before all was done: the database was too slow, or away");
        }
        if let Some(store) = store {
            drop(timeout(limit, store.close()).await);
        }
    }
}
