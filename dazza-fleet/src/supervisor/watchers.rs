//! Who follows the live feed, and what became of it: counted by the API, told to rooms and in the metrics.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The counts; all that is made of it counts together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watchers(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    sockets: AtomicU64,
    streams: AtomicU64,
    entries: AtomicU64,
    sent: AtomicU64,
    missed: AtomicU64,
    dropped: [AtomicU64; Dropped::ALL.len()],
}

/// The counts at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WatcherCounts {
    /// Clients on a WebSocket.
    pub sockets: u64,
    /// Clients on a stream of events.
    pub streams: u64,
    /// Entries of the feed, since the supervisor began.
    pub entries: u64,
    /// Entries sent, once for each client.
    pub sent: u64,
    /// What rooms told and the feed was too busy to take in.
    pub missed: u64,
    /// Clients that were shut out, by why.
    pub dropped: [u64; Dropped::ALL.len()],
}

/// How a client follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// On a WebSocket.
    Socket,
    /// On a stream of events.
    Stream,
}

/// Why a client was shut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// It did not read what was sent.
    Slow,
    /// It sent too much.
    Flood,
    /// It sent what is no WebSocket frame, or one that is too long.
    Malformed,
    /// It was not heard of any more.
    Silent,
    /// There were enough already, or enough of its own address.
    Crowded,
}

impl Dropped {
    /// All reasons.
    pub(crate) const ALL: [Self; 5] = [Self::Slow, Self::Flood, Self::Malformed, Self::Silent, Self::Crowded];

    /// The reason as one lower-case word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Flood => "flood",
            Self::Malformed => "malformed",
            Self::Silent => "silent",
            Self::Crowded => "crowded",
        }
    }
}

impl Watchers {
    /// A client has come.
    pub(crate) fn came(&self, way: Way) {
        self.on(way).fetch_add(1, Ordering::Relaxed);
    }

    /// A client has gone.
    pub(crate) fn left(&self, way: Way) {
        self.on(way).fetch_sub(1, Ordering::Relaxed);
    }

    /// The feed has one entry more.
    pub(crate) fn note_entry(&self) {
        self.0.entries.fetch_add(1, Ordering::Relaxed);
    }

    /// A client was sent so many entries.
    pub(crate) fn note_sent(&self, n: u64) {
        self.0.sent.fetch_add(n, Ordering::Relaxed);
    }

    /// So much that rooms told was not taken in.
    pub(crate) fn note_missed(&self, n: u64) {
        self.0.missed.fetch_add(n, Ordering::Relaxed);
    }

    /// A client is shut out.
    pub(crate) fn note_dropped(&self, why: Dropped) {
        let mut counts = Dropped::ALL.iter().zip(&self.0.dropped);
        if let Some((_, n)) = counts.find(|(reason, _)| **reason == why) {
            n.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many are there on a WebSocket.
    pub(crate) fn n_sockets(&self) -> u64 {
        self.0.sockets.load(Ordering::Relaxed)
    }

    /// All counts.
    pub(crate) fn counts(&self) -> WatcherCounts {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        WatcherCounts {
            sockets: read(&self.0.sockets),
            streams: read(&self.0.streams),
            entries: read(&self.0.entries),
            sent: read(&self.0.sent),
            missed: read(&self.0.missed),
            dropped: self.0.dropped.each_ref().map(read),
        }
    }

    fn on(&self, way: Way) -> &AtomicU64 {
        match way {
            Way::Socket => &self.0.sockets,
            Way::Stream => &self.0.streams,
        }
    }
}

impl WatcherCounts {
    /// Clients that were shut out, by why.
    pub(crate) fn dropped(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Dropped::ALL.iter().zip(self.dropped).map(|(why, n)| (why.as_str(), n))
    }
}
