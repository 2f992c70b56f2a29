//! Carries deeds out, one after another in the order in which they came.

use dazza_shared::names::RoomName;
use dazza_shared::store::Store;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::debug;

use super::health::Health;
use super::perform::perform;
use crate::commands::{Cause, Deed, Done};

/// The loop's handle on the worker.
#[derive(Debug)]
pub(crate) struct Worker {
    deeds: mpsc::Sender<Box<Deed>>,
    task: JoinHandle<()>,
}

/// Deeds that wait; who asks for one more is told that the bot has its hands full.
const QUEUE: usize = 64;

impl Worker {
    /// Begins to work, in a task of its own on this thread.
    pub(crate) fn begin(room: RoomName, store: Store, health: Health, to_loop: mpsc::Sender<Done>) -> Self {
        let (deeds, inbox) = mpsc::channel(QUEUE);
        Self { deeds, task: tokio::spawn(work(room, store, health, inbox, to_loop)) }
    }

    pub(crate) fn submit(&self, deed: Box<Deed>) -> Result<(), Box<Deed>> {
        self.deeds.try_send(deed).map_err(mpsc::error::TrySendError::into_inner)
    }

    /// Waits until all that was handed in is carried out; nothing more is taken.
    pub(crate) async fn finish(self) {
        let Self { deeds, task } = self;
        drop(deeds);
        if let Err(panic) = task.await {
            debug!("the worker did not end well: {panic}");
        }
    }

    pub(super) fn n_waiting(&self) -> usize {
        QUEUE - self.deeds.capacity()
    }
}

async fn work(
    room: RoomName,
    store: Store,
    health: Health,
    mut inbox: mpsc::Receiver<Box<Deed>>,
    to_loop: mpsc::Sender<Done>,
) {
    while let Some(deed) = inbox.recv().await {
        // Once the loop has gone nobody answers a command: it is left for the next process, which hears the line again.
        if to_loop.is_closed() && deed.cause != Cause::Timer {
            continue;
        }
        let done = perform(&room, &store, &health, *deed).await;
        if to_loop.send(done).await.is_err() {
            debug!("the loop has gone");
        }
    }
}
