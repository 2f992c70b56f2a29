//! Errands outside of room and database: few at a time, each with its end, each a task that comes back as an input.
//!
//! Every kind has places of its own, so that one whose server stalls holds up no other kind.

mod dictionary;
mod entities;
mod errand;
mod known;
mod ollama;
mod titles;
mod weather;

use std::sync::Arc;

use dazza_shared::config::RoomSettings;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, timeout_at};
use tracing::warn;

pub use errand::{Brought, Errand, Found, Kind, Miss, Question, Round};
pub use known::Known;
pub use ollama::{Prompt, Purpose};
pub use weather::Weather;

/// The errands that are run.
#[derive(Debug)]
pub struct Outside {
    lanes: [Lane; Kind::ALL.len()],
    pulse: ollama::Pulse,
    n_turned_away: u64,
    to_loop: mpsc::Sender<Brought>,
    brought: mpsc::Receiver<Brought>,
}

/// The places for errands of one kind.
#[derive(Debug)]
struct Lane {
    kind: Kind,
    /// For those under way and those that wait for it.
    places: Arc<Semaphore>,
    /// For those under way.
    turns: Arc<Semaphore>,
}

impl Default for Outside {
    fn default() -> Self {
        let lanes = Kind::ALL.map(Lane::of);
        let n_places = lanes.iter().map(|lane| lane.places.available_permits()).sum();
        let (to_loop, brought) = mpsc::channel(n_places);
        Self { lanes, pulse: ollama::Pulse::default(), n_turned_away: 0, to_loop, brought }
    }
}

impl Outside {
    /// Begins an errand, in a task of its own on this thread; with too many of its kind about it is over at once.
    pub fn begin(&mut self, errand: Errand, settings: &RoomSettings) -> Option<Brought> {
        let Errand { id, question } = errand;
        let kind = question.kind();
        let lane = self.lanes.iter().find(|lane| lane.kind == kind)?;
        let Ok(place) = lane.places.clone().try_acquire_owned() else {
            self.n_turned_away += 1;
            warn!("too much is asked outside already: left out one more, {} so far", self.n_turned_away);
            return Some(Brought { id, found: question.missed(Miss::Busy) });
        };
        let (turns, to_loop, pulse) = (lane.turns.clone(), self.to_loop.clone(), self.pulse.clone());
        let (services, fetch) = (settings.services.clone(), settings.fetch.clone());
        let by = Instant::now() + kind.within(&services);
        tokio::spawn(async move {
            let found = match timeout_at(by, turns.acquire()).await {
                Ok(Ok(_turn)) => Box::pin(question.ask(&services, &fetch, &pulse, by)).await,
                Ok(Err(_)) | Err(_) => question.missed(Miss::Busy),
            };
            // Nobody is left to tell it to when the room has gone meanwhile.
            drop(to_loop.send(Brought { id, found }).await);
            drop(place);
        });
        None
    }

    /// What comes of the next errand that ends. Safe to cancel.
    pub async fn next(&mut self) -> Brought {
        match self.brought.recv().await {
            Some(brought) => brought,
            None => std::future::pending().await,
        }
    }
}

impl Lane {
    fn of(kind: Kind) -> Self {
        let (at_once, waiting) = (kind.at_once(), kind.waiting());
        let (places, turns) = (Semaphore::new(at_once + waiting).into(), Semaphore::new(at_once).into());
        Self { kind, places, turns }
    }
}

#[cfg(test)]
pub(crate) mod tests;
