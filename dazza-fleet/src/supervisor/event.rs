//! All that can wake the supervisor.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use dazza_shared::config::Faults;
use dazza_shared::link::{Hello, LiveEvent, ToFleet, ToRoom};
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

use super::changes::Changes;
use super::weigh::Weight;
use crate::database::Registered;
use crate::view::FleetView;

/// One thing that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// A process ended.
    Exited(i32),
    /// Somebody says that it is a room.
    Dialled(Dialled),
    /// A room said something on its link.
    Said(LinkId, RoomName, ToFleet),
    /// A link is gone.
    HungUp(LinkId, RoomName),
    /// The API, or whoever holds a handle, asks for something.
    Asked(Request),
    /// The fleet is to end; asked again, at once.
    Stop,
    /// A child of ours changed state that may be nobody's.
    Orphan,
    /// The memory of some rooms is known.
    Weighed(Vec<Weight>),
    /// Rooms can get into the database now.
    Registered(Registered),
    /// Time passed.
    Turned,
}

/// Tells one link from another, also of the same room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkId(pub(crate) u64);

/// A caller who has said hello and waits to be let in.
#[derive(Debug)]
pub(crate) struct Dialled {
    /// The link that this would be.
    pub(crate) id: LinkId,
    /// Its process, by the system's word.
    pub(crate) pid: i32,
    /// What it said.
    pub(crate) hello: Hello,
    /// Beats that came after another that said the same: they are counted, and wake nobody.
    pub(crate) repeats: Arc<AtomicU64>,
    /// Lets it in with the queue of what is said to it; dropped, it is turned away.
    pub(crate) admit: oneshot::Sender<mpsc::Receiver<ToRoom>>,
}

/// What can be asked of the supervisor.
#[derive(Debug)]
pub(crate) enum Request {
    /// How is the fleet?
    View(oneshot::Sender<FleetView>),
    /// Do this with a room, please.
    Order(Order, RoomName, oneshot::Sender<Result<Ordered, Refused>>),
    /// Pass this on to a room, please.
    Tell(RoomName, ToRoom, oneshot::Sender<Result<(), Refused>>),
    /// What would a reload do?
    Plan(oneshot::Sender<Result<Changes, Faults>>),
    /// Read the configuration anew.
    Reload(oneshot::Sender<Result<Changes, Faults>>),
    /// End the fleet.
    Down(oneshot::Sender<()>),
}

/// What an operator can ask for a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Serve it again after a stop; a room that waits is tried at once.
    Start,
    /// Serve it no more until a start, also after the fleet has been restarted.
    Stop,
    /// A fresh child, whatever the room waits for.
    Restart,
}

/// An order whose execution has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Ordered {
    /// The room.
    pub room: RoomName,
    /// The process that served it until now, if one did.
    pub old_pid: Option<i32>,
}

/// Why an order is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// This fleet has no such room.
    #[error("no room of that name in this fleet")]
    NoSuchRoom,
    /// `enabled = false`.
    #[error("the room is switched off in fleet.toml; `dazza-fleet rooms enable` switches it on")]
    SwitchedOff,
    /// An operator stopped it.
    #[error("the room was stopped by hand; `dazza-fleet start` starts it")]
    Stopped,
    /// Its process is not there to be told.
    #[error("the room has no process that could be told")]
    NotLinked,
    /// The fleet is ending.
    #[error("the fleet is ending")]
    Leaving,
    /// It could not be written down.
    #[error("it cannot be remembered which rooms are stopped: {0}")]
    NotRemembered(String),
}

/// Something that watchers of the fleet are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// A room's phase or the reason for it changed.
    Room(RoomNotice),
    /// Something that is about the fleet as a whole, in words; may be several lines.
    Fleet(String),
}

/// A room's phase or the reason for it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoomNotice {
    /// The room.
    pub room: RoomName,
    /// Its new phase.
    pub phase: Phase,
    /// Why, where there is a why.
    pub reason: Option<String>,
    /// Its process, if there is one.
    pub pid: Option<i32>,
}

/// A line of the live feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LiveLine {
    /// Where it happened.
    pub room: RoomName,
    /// What happened; a thousand of these have their place kept.
    pub event: Box<LiveEvent>,
}
