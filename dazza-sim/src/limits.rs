//! How hard the server is on its clients.

use std::time::Duration;

/// The limits a server sets; a value, so that a test can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// New connections from one address; `None` lets all in.
    pub connects: Option<ConnectBucket>,
    /// Open connections from one address; `None` lets all in.
    pub open_per_address: Option<usize>,
    /// Time between two guest logins from one address.
    pub guest_delay: Duration,
    /// Whether lines are throttled at all, by the fixed limit and by the channel's own.
    pub has_chat_throttle: bool,
    /// Events of any kind from one connection; `None` takes all.
    pub events: Option<EventBucket>,
}

/// Events from one connection: so many at once, then so many per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventBucket {
    /// Events at once.
    pub burst: u32,
    /// Events per second after that.
    pub per_second: f64,
}

/// New connections from one address: so many at once, then one in a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectBucket {
    /// Connections at once.
    pub burst: u32,
    /// Time in which one more may come.
    pub refill: Duration,
}

impl Limits {
    /// What a CyTube server has as it comes.
    ///
    /// Source: `cytube-protocol`, 1.4.
    pub const fn stock() -> Self {
        Self {
            connects: Some(ConnectBucket { burst: 5, refill: Duration::from_secs(10) }),
            open_per_address: Some(10),
            guest_delay: Duration::from_mins(1),
            has_chat_throttle: true,
            events: None,
        }
    }

    /// No limits: for tests and demonstrations in which everybody has one address.
    pub const fn relaxed() -> Self {
        Self {
            connects: None,
            open_per_address: None,
            guest_delay: Duration::ZERO,
            has_chat_throttle: false,
            events: None,
        }
    }
}

/// When the server asks whether a client is alive, and how long it believes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Time from the opening, or from a pong, to the next ping.
    pub interval: Duration,
    /// Time a client has to answer.
    pub timeout: Duration,
}

impl Heartbeat {
    /// What a CyTube server has as it comes.
    ///
    /// Source: `cytube-protocol`, 1.2.
    pub const fn stock() -> Self {
        Self { interval: Duration::from_secs(25), timeout: Duration::from_mins(2) }
    }
}
