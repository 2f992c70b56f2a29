//! What happens to the model, and what it wants done.

use std::collections::BTreeMap;
use std::sync::Arc;

use dazza_shared::names::RoomName;
use jiff::Timestamp;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::logs::Level;
use crate::supervisor::Ordered;
use crate::view::FleetView;

/// What happens.
#[derive(Debug)]
pub(in crate::cli::top) enum Event {
    /// The fleet was looked at.
    Looked(Box<Look>),
    /// It did not answer, for this reason.
    Away(String),
    /// These lines came, in their order.
    Logged(Vec<Entry>),
    /// These are the latest lines of the level that was asked for.
    LoggedAnew(Vec<Entry>),
    /// What the supervisor said to an order.
    Ordered(Order, Result<Ordered, String>),
    /// The terminal has another size.
    Resized(Size),
    /// A key was pressed.
    Key(KeyEvent),
    /// Keys can be read no more, for this reason.
    Blind(String),
}

/// The fleet at one moment.
#[derive(Clone, Debug)]
pub(in crate::cli::top) struct Look {
    pub(in crate::cli::top) at: Timestamp,
    pub(in crate::cli::top) view: FleetView,
    /// Within what time 99 of 100 commands were answered, where any were. Unit: milliseconds.
    pub(in crate::cli::top) p99_ms: BTreeMap<RoomName, f64>,
}

/// One line of a log, as it is shown: nothing in it is obeyed by a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::top) struct Entry {
    pub(in crate::cli::top) room: Arc<RoomName>,
    pub(in crate::cli::top) time: Timestamp,
    pub(in crate::cli::top) level: Option<Level>,
    pub(in crate::cli::top) text: Arc<str>,
}

/// What can be ordered of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::top) enum Deed {
    Restart,
    Stop,
    Start,
}

/// An order to the supervisor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::top) struct Order {
    pub(in crate::cli::top) deed: Deed,
    pub(in crate::cli::top) room: RoomName,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::top) enum Wish {
    /// The end.
    Leave,
    /// The end, since it cannot go on.
    GiveUp(String),
    /// An order is to be given.
    Order(Order),
    /// Records of this level and worse are to be read.
    Level(Level),
}

impl Deed {
    /// The deed as one lower-case word, as the API knows it.
    pub(in crate::cli::top) const fn as_str(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::Stop => "stop",
            Self::Start => "start",
        }
    }
}
