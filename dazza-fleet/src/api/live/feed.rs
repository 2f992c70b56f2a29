//! The feed as everyone holds it: the last entries, what is followed, and who is here. Readers come for themselves.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dazza_shared::clock::Clock;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::sleep;

use super::awards;
use super::entry::News;
use super::guests::{Crowded, Guest, Guests};
use super::ring::{Entry, Ring};
use super::teller;
use super::topics::{Topic, Wish, Wishes};
use crate::api::database::Reads;
use crate::supervisor::{Dropped, FleetHandle, Way};

/// Entries that may wait for a client which does not read. Source: `platform.md`, 6.1.
pub(super) const MAX_BEHIND: usize = 256;

/// Entries that are sent a client at once.
const MAX_BATCH: usize = 256;

/// Time between two looks at how far a client is behind, and between two times that it is sent something.
pub(super) const PACE: Duration = Duration::from_millis(50);

/// The live feed; any number may be made of it.
#[derive(Clone, Debug)]
pub(in crate::api) struct Feed(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    ring: Mutex<Ring>,
    /// The number of the newest entry, for those who wait for it.
    newest: watch::Sender<u64>,
    /// How many clients follow each topic.
    followed: [AtomicUsize; Topic::ALL.len()],
    guests: Guests,
    fleet: FleetHandle,
    /// When numbers began at 1.
    epoch: Timestamp,
}

/// A place in the feed: what is followed, and up to where it was told.
#[derive(Debug)]
pub(super) struct Reader {
    feed: Feed,
    wishes: Wishes,
    cursor: u64,
}

/// More is missing than there may be: the reader cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Behind;

/// What a reader that comes back has missed.
#[derive(Debug, Default)]
pub(super) struct Missed {
    /// The number of the oldest entry that is left, if not all is.
    pub(super) gap: Option<u64>,
    /// What is left of it, for what is followed anew.
    pub(super) entries: Vec<Arc<Entry>>,
}

impl Feed {
    /// The feed of `fleet`, which is told of for as long as the fleet lives.
    pub(in crate::api) fn begin(fleet: FleetHandle, reads: Reads) -> Self {
        let feed = Self::of(fleet);
        tokio::spawn(teller::tell(feed.clone()));
        tokio::spawn(awards::tell(feed.clone(), reads));
        feed
    }

    fn of(fleet: FleetHandle) -> Self {
        Self(Arc::new(Shared {
            ring: Mutex::default(),
            newest: watch::Sender::new(0),
            followed: Default::default(),
            guests: Guests::of(fleet.watchers().clone()),
            fleet,
            epoch: Clock::System.now(),
        }))
    }

    /// Tells all who follow it; this is the one place where entries get their numbers.
    pub(in crate::api) fn tell(&self, news: News) {
        let now = Clock::System.now();
        let last = {
            let mut ring = self.ring();
            ring.push(|seq| news.numbered(seq, now));
            ring.last()
        };
        self.fleet().watchers().note_entry();
        self.0.newest.send_replace(last);
    }

    /// So much was told and is lost to all who follow.
    pub(super) fn miss(&self, n: u64) {
        self.fleet().watchers().note_missed(n);
        let from = self.last();
        self.ring().skip(n);
        self.tell(News::gap(from, from + n + 1));
    }

    /// Whom it tells of.
    pub(super) fn fleet(&self) -> &FleetHandle {
        &self.0.fleet
    }

    /// When its numbers began.
    pub(super) fn epoch(&self) -> Timestamp {
        self.0.epoch
    }

    /// The number of the newest entry.
    pub(super) fn last(&self) -> u64 {
        self.ring().last()
    }

    /// How many clients follow `topic`.
    pub(super) fn n_following(&self, topic: Topic) -> usize {
        self.count(topic).map_or(0, |n| n.load(Ordering::Relaxed))
    }

    /// Lets a client in.
    pub(super) fn admit(&self, address: Option<IpAddr>, way: Way) -> Result<Guest, Crowded> {
        self.0.guests.admit(address, way)
    }

    /// Waits until no client is here any more.
    pub(in crate::api) async fn all_gone(&self) {
        while self.n_guests() > 0 {
            sleep(PACE).await;
        }
    }

    /// How many clients are here.
    pub(super) fn n_guests(&self) -> usize {
        self.0.guests.len()
    }

    /// A client is shut out.
    pub(super) fn note_dropped(&self, why: Dropped) {
        self.fleet().watchers().note_dropped(why);
    }

    /// Begins to read, from now on; nothing is followed yet.
    pub(super) fn reader(&self) -> Reader {
        Reader { feed: self.clone(), wishes: Wishes::default(), cursor: self.last() }
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.0.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, topic: Topic) -> Option<&AtomicUsize> {
        Topic::ALL.iter().position(|one| *one == topic).and_then(|index| self.0.followed.get(index))
    }

    fn recount(&self, before: &Wishes, after: &Wishes) {
        for topic in Topic::ALL {
            let Some(n) = self.count(topic) else { continue };
            match (before.has(topic), after.has(topic)) {
                (false, true) => {
                    n.fetch_add(1, Ordering::Relaxed);
                }
                (true, false) => {
                    n.fetch_sub(1, Ordering::Relaxed);
                }
                _ => {}
            }
        }
    }
}

impl Reader {
    /// What is followed.
    pub(super) fn wishes(&self) -> &Wishes {
        &self.wishes
    }

    /// Follows more from now on: all that is to be told of what was followed before must have been taken. With `since`, what
    /// was missed behind that number is what comes next; numbers of another epoch say nothing here.
    pub(super) fn follow(&mut self, more: &[Wish], since: Option<u64>, is_of_now: bool) -> Missed {
        let before = self.wishes.clone();
        self.wishes.add(more);
        self.feed.recount(&before, &self.wishes);
        let ring = self.feed.ring();
        if before.is_empty() {
            self.cursor = ring.last();
        }
        let Some(since) = since else { return Missed::default() };
        let is_whole = is_of_now && ring.reaches(since);
        let from = if is_whole { since } else { 0 };
        let told = self.cursor;
        // What comes behind the cursor is taken like everything else.
        let missed = ring.after(from).take_while(|entry| entry.seq <= told);
        let entries = missed.filter(|entry| entry.is_for(&self.wishes) && !entry.is_for(&before)).cloned().collect();
        Missed { gap: (!is_whole).then(|| ring.oldest()), entries }
    }

    /// Follows this no more.
    pub(super) fn unfollow(&mut self, less: &[Wish]) {
        let before = self.wishes.clone();
        self.wishes.remove(less);
        self.feed.recount(&before, &self.wishes);
    }

    /// What there is to be told now; nothing when all is told.
    ///
    /// # Errors
    ///
    /// [`Behind`], when some of it is gone already.
    pub(super) fn take(&mut self) -> Result<Vec<Arc<Entry>>, Behind> {
        let ring = self.feed.ring();
        if !ring.reaches(self.cursor) {
            return Err(Behind);
        }
        let mut batch = Vec::new();
        for entry in ring.after(self.cursor) {
            if batch.len() >= MAX_BATCH {
                return Ok(batch);
            }
            self.cursor = entry.seq;
            if entry.is_for(&self.wishes) {
                batch.push(entry.clone());
            }
        }
        self.cursor = ring.last();
        Ok(batch)
    }

    /// Waits until there is an entry that was not looked at. Safe to cancel.
    pub(super) async fn news(&self) {
        let mut newest = self.feed.0.newest.subscribe();
        let cursor = self.cursor;
        // The feed outlives its readers: the wait cannot fail.
        let _is_over = newest.wait_for(|newest| *newest > cursor).await.is_err();
    }

    /// Waits until more wait for this reader than may. Safe to cancel.
    pub(super) async fn falls_behind(&self) {
        let mut newest = self.feed.0.newest.subscribe();
        loop {
            if self.n_waiting() > MAX_BEHIND {
                return;
            }
            sleep(PACE).await;
            if newest.changed().await.is_err() {
                return;
            }
        }
    }

    fn n_waiting(&self) -> usize {
        let ring = self.feed.ring();
        if !ring.reaches(self.cursor) {
            return usize::MAX;
        }
        ring.after(self.cursor).filter(|entry| entry.is_for(&self.wishes)).take(MAX_BEHIND + 1).count()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.feed.recount(&self.wishes, &Wishes::default());
    }
}
