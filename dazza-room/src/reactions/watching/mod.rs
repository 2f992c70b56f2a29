//! Money for watching: who is there from when to when is kept in mind, and put down in the database step by step.

mod audience;
mod deed;
mod show;

use dazza_shared::store::watching::{Showing, Watcher};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use audience::Audience;
pub(super) use deed::REACTION as WATCH;
pub use show::{Playing, Viewers};

/// Something to put down. All of them may be put down twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Look up what an earlier process left open.
    Resume,
    /// A video has begun.
    Began {
        /// When.
        start: Timestamp,
        /// `CyTube`'s own letters for where it comes from.
        kind: String,
        /// Its number there.
        id: String,
        /// Its title.
        title: String,
        /// Who watches.
        seats: Vec<Seat>,
    },
    /// People have come or gone.
    Moved {
        /// When the video began.
        start: Timestamp,
        /// Who, from when to when.
        seats: Vec<Seat>,
    },
    /// It is over.
    Ended {
        /// When it began.
        start: Timestamp,
        /// When it ended.
        at: Timestamp,
        /// The keys of those who are to be paid.
        earned: Vec<String>,
    },
}

/// Where somebody sits, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The key of the person.
    pub who: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when, if he is gone.
    pub left: Option<Timestamp>,
}

/// What an earlier process left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOpen {
    /// What plays.
    pub showing: Showing,
    /// Who watched, as far as it was put down.
    pub watchers: Vec<Watcher>,
}
