//! Errands outside of room and database: few at a time, each with its end, each a task that comes back as an input.

mod titles;

use std::sync::Arc;

use dazza_shared::config::FetchSettings;
use tokio::sync::{Semaphore, mpsc};
use tracing::warn;

use crate::chat::LinkKind;

/// Most errands at a time; one more is not run. Source: architecture, section 7.
const MAX_ERRANDS: usize = 4;

/// What is to be found out: how the page of a link is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// Its number.
    pub id: u64,
    /// Where the page is.
    pub url: String,
    /// Where that leads.
    pub kind: LinkKind,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The number of the errand.
    pub id: u64,
    /// The title, if there is one to be had.
    pub title: Option<String>,
}

/// The errands that are run.
#[derive(Debug)]
pub struct Outside {
    places: Arc<Semaphore>,
    n_turned_away: u64,
    to_loop: mpsc::Sender<Brought>,
    brought: mpsc::Receiver<Brought>,
}

impl Default for Outside {
    fn default() -> Self {
        let (to_loop, brought) = mpsc::channel(MAX_ERRANDS);
        Self { places: Arc::new(Semaphore::new(MAX_ERRANDS)), n_turned_away: 0, to_loop, brought }
    }
}

impl Outside {
    /// Begins an errand, in a task of its own on this thread; with too many under way it is over at once.
    pub fn begin(&mut self, errand: Errand, settings: FetchSettings) -> Option<Brought> {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            self.n_turned_away += 1;
            warn!("too much is fetched already: left out one more, {} so far", self.n_turned_away);
            return Some(Brought { id: errand.id, title: None });
        };
        let to_loop = self.to_loop.clone();
        tokio::spawn(async move {
            let title = Box::pin(titles::title_of(&errand.url, errand.kind, &settings)).await;
            // Nobody is left to tell it to when the room has gone meanwhile.
            drop(to_loop.send(Brought { id: errand.id, title }).await);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::tests::{Answer, Web, allowed, page};

    fn errand(id: u64, url: String) -> Errand {
        Errand { id, url, kind: LinkKind::Other }
    }

    #[tokio::test]
    async fn those_who_stall_hold_up_nobody_else_until_there_are_too_many() {
        let slow = Web::new(|_| Answer::Stall(Vec::new())).await;
        let quick = Web::new(|_| page("text/html", "<title>Snags</title>")).await;
        let mut outside = Outside::default();
        for id in 1..=3 {
            assert_eq!(outside.begin(errand(id, slow.url("/")), allowed()), None);
        }
        assert_eq!(outside.begin(errand(4, quick.url("/")), allowed()), None);
        let found = Brought { id: 4, title: Some("Snags".to_owned()) };
        assert_eq!(outside.next().await, found);
        tokio::task::yield_now().await;
        assert_eq!(outside.begin(errand(5, slow.url("/")), allowed()), None);
        let turned_away = Brought { id: 6, title: None };
        assert_eq!(outside.begin(errand(6, quick.url("/")), allowed()), Some(turned_away));
        assert_eq!(outside.n_turned_away, 1);
    }
}
