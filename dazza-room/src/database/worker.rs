//! Carries deeds out, one after another in the order in which they came.

use std::collections::VecDeque;
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::store::Store;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::health::Health;
use super::perform::{Performed, given_up, perform};
use crate::commands::{Cause, Deed, Done};

/// The loop's handle on the worker.
#[derive(Debug)]
pub(crate) struct Worker {
    deeds: mpsc::Sender<Box<Deed>>,
    task: JoinHandle<()>,
}

/// Deeds that wait; who asks for one more is told that the bot has its hands full.
const QUEUE: usize = 64;

/// How often, and for how long, a deed that may have happened is asked after: an answer later than that is of no use.
const ASK_EVERY: Duration = Duration::from_millis(250);
const ASK_FOR: Duration = Duration::from_secs(50);

impl Worker {
    /// Begins to work, in a task of its own on this thread.
    pub(crate) fn begin(room: RoomName, store: Store, health: Health, to_loop: mpsc::Sender<Done>) -> Self {
        let (deeds, inbox) = mpsc::channel(QUEUE);
        let hands = Hands { room, store, health, to_loop, unsure: VecDeque::new() };
        Self { deeds, task: tokio::spawn(hands.work(inbox)) }
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

/// What works.
struct Hands {
    room: RoomName,
    store: Store,
    health: Health,
    to_loop: mpsc::Sender<Done>,
    /// Deeds that may have happened, and until when they are asked after.
    unsure: VecDeque<(Box<Deed>, Instant)>,
}

impl Hands {
    async fn work(mut self, mut inbox: mpsc::Receiver<Box<Deed>>) {
        loop {
            let next = tokio::select! {
                deed = inbox.recv() => deed.map(Some),
                () = sleep(ASK_EVERY), if !self.unsure.is_empty() => Some(None),
            };
            let Some(next) = next else { break };
            self.ask_after_unsure().await;
            // Once the loop has gone nobody answers a command: it is left for the next process, which hears the line again.
            if let Some(deed) = next.filter(|deed| !self.to_loop.is_closed() || deed.cause == Cause::Timer) {
                self.carry_out(deed).await;
            }
        }
    }

    async fn carry_out(&mut self, deed: Box<Deed>) {
        match perform(&self.room, &self.store, &self.health, deed, false).await {
            Performed::Over(done) => self.tell(*done).await,
            Performed::Unsure(deed) => self.unsure.push_back((deed, Instant::now() + ASK_FOR)),
        }
    }

    /// Asks after deeds that may have happened, in their order, for as long as the database answers.
    async fn ask_after_unsure(&mut self) {
        while let Some((deed, until)) = self.unsure.pop_front() {
            match perform(&self.room, &self.store, &self.health, deed, true).await {
                Performed::Over(done) => self.tell(*done).await,
                Performed::Unsure(deed) if until <= Instant::now() => self.tell(given_up(*deed)).await,
                Performed::Unsure(deed) => return self.unsure.push_front((deed, until)),
            }
        }
    }

    async fn tell(&self, done: Done) {
        if self.to_loop.send(done).await.is_err() {
            debug!("the loop has gone");
        }
    }
}
