//! All that one page of metrics is made of, gathered at one moment.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::process::Vitals;
use crate::view::{FleetView, RoomView};

/// The fleet, with what the system tells of its processes.
#[derive(Debug)]
pub(crate) struct Scrape {
    pub(super) rooms: Vec<RoomScrape>,
    pub(super) view: FleetView,
    pub(super) vitals: Vitals,
    pub(super) uptime: Duration,
    pub(super) took: Duration,
    pub(super) backup_age: Option<Duration>,
}

/// One room, with what the system tells of its process.
#[derive(Debug)]
pub(crate) struct RoomScrape {
    pub(super) view: RoomView,
    pub(super) vitals: Vitals,
}

impl Scrape {
    /// Looks at every process of `view` and at this one: some milliseconds with many rooms, so never on the loop's thread.
    pub(crate) fn gather(mut view: FleetView, now: Timestamp) -> Self {
        let began = Instant::now();
        let of = |view: RoomView| RoomScrape { vitals: view.pid.map(Vitals::of).unwrap_or_default(), view };
        let rooms = std::mem::take(&mut view.rooms).into_iter().map(of).collect();
        let uptime = dazza_shared::clock::since(view.started, now);
        let backup_age = view.backup.newest.map(|taken| dazza_shared::clock::since(taken, now));
        Self { rooms, vitals: Vitals::of("self"), uptime, took: began.elapsed(), backup_age, view }
    }
}
