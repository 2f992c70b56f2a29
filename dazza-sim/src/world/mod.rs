//! The server as a function of its input and the time: frames in, frames out, one owner of all state, no clock, no socket.

mod address;
mod alarms;
mod announce;
mod arrange;
mod away;
mod ban;
mod banlist;
mod channel;
mod chat;
mod commands;
mod debounce;
mod decor;
mod emotes;
mod engine;
mod event_limit;
mod events;
mod filters;
mod join;
mod kick;
mod leader;
mod library;
mod lifecycle;
mod login;
mod media;
mod mute;
mod options;
mod outside;
mod password;
mod playlist;
mod pm;
mod poll;
mod polls;
mod queue;
mod ranks;
mod roster;
mod saving;
mod session;
mod shapes;
mod spam;
mod usercount;
mod voteskip;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use jiff::Timestamp;

use self::address::Address;
use self::alarms::Alarms;
use self::channel::Channel;
use self::session::Link;
use crate::limits::{Heartbeat, Limits};
use crate::packet::Text;
use crate::seed::{Account, LinkSeed, Seed, Site};

pub use self::lifecycle::Ending;
pub use self::outside::{ChannelView, ChatLine, Person, View};
pub use self::saving::Saved;

/// One websocket, for as long as it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

/// How a websocket came to be.
#[derive(Clone, Debug)]
pub struct Door {
    /// The client's address.
    pub address: IpAddr,
    /// The `Cookie` header of the upgrade; `auth=NAME` signs an account in.
    pub cookie: Option<String>,
    /// Whether the look-up of a stored channel rank is slower than the join, as it sometimes is on a real server.
    pub has_slow_ranks: bool,
    /// Whether the client speaks Engine.IO 3, as socket.io 2 does.
    pub is_old_protocol: bool,
}

/// What can happen to the server.
#[derive(Clone, Debug)]
pub enum Input {
    /// A websocket was opened.
    Opened(ConnId, Door),
    /// A client sent a text frame.
    Heard(ConnId, String),
    /// A client sent something that is no text frame.
    Garbage(ConnId),
    /// A websocket has ended.
    Closed(ConnId),
}

impl Input {
    /// Whose doing it is.
    pub const fn conn(&self) -> ConnId {
        match self {
            Self::Opened(conn, _) | Self::Heard(conn, _) | Self::Garbage(conn) | Self::Closed(conn) => *conn,
        }
    }
}

/// What the server does to a websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Which one.
    pub to: ConnId,
    /// What.
    pub deed: Deed,
}

/// One deed to a websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Send a text frame.
    Send(Text),
    /// Write bytes under the websocket, frame or no frame.
    Bytes(Arc<[u8]>),
    /// Close it in order, without a code.
    Close,
    /// Drop the line without a word.
    Cut,
}

/// What is to happen later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Alarm {
    /// The client never asked for a namespace.
    Nameless(ConnId),
    /// A ping is due.
    Ping(ConnId),
    /// The client is dead.
    Silent(ConnId),
    /// Somebody has said nothing for so long that they count as away.
    Away(ConnId),
    /// A change of the number of people may have to be told.
    Count(RoomName),
    /// The playing item needs a word.
    Media(RoomName),
    /// A poll closes by itself.
    Poll(RoomName),
    /// A channel is to be saved.
    Save(RoomName),
}

/// The whole server.
#[derive(Debug)]
pub struct World {
    started: Timestamp,
    now: Timestamp,
    limits: Limits,
    site: Site,
    heartbeat: Heartbeat,
    accounts: BTreeMap<String, Account>,
    library: Vec<LinkSeed>,
    dice: Dice,
    /// What the site's administrators want everybody to know.
    announcement: Option<serde_json::Value>,
    links: BTreeMap<ConnId, Link>,
    channels: BTreeMap<RoomName, Channel>,
    /// Registered channels as they were saved last.
    saved: BTreeMap<RoomName, Channel>,
    addresses: BTreeMap<IpAddr, Address>,
    /// Where each lower-case name was seen, the first address first.
    seen_at: BTreeMap<String, Vec<IpAddr>>,
    /// Channels that another server hosts, and its URL.
    moved: BTreeMap<RoomName, String>,
    alarms: Alarms<Alarm>,
    outbox: Vec<Output>,
    n_sids: u64,
    n_connects: u64,
    n_refused: u64,
    n_throttled: u64,
}

impl World {
    /// A server that starts `now` with what the seed says.
    pub fn new(seed: Seed, limits: Limits, heartbeat: Heartbeat, now: Timestamp) -> Self {
        let channels = seed.channels.into_iter().map(|(name, seed)| {
            let channel = Channel::registered(&name, seed, now);
            (name, channel)
        });
        let channels: BTreeMap<RoomName, Channel> = channels.collect();
        Self {
            started: now,
            now,
            limits,
            site: seed.site,
            heartbeat,
            accounts: seed.accounts,
            library: seed.links,
            dice: Dice::seeded(seed.dice),
            announcement: None,
            links: BTreeMap::new(),
            saved: channels.clone(),
            channels,
            addresses: BTreeMap::new(),
            seen_at: BTreeMap::new(),
            moved: BTreeMap::new(),
            alarms: Alarms::new(),
            outbox: Vec::new(),
            n_sids: 0,
            n_connects: 0,
            n_refused: 0,
            n_throttled: 0,
        }
    }

    /// Lets `input` happen at `now`, after everything that was due before.
    pub fn step(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        self.wake_up(now);
        match input {
            Input::Opened(conn, door) => self.open(conn, door),
            Input::Heard(conn, text) => self.hear(conn, &text),
            Input::Garbage(conn) => self.close(conn),
            Input::Closed(conn) => self.forget(conn),
        }
        self.take_outputs()
    }

    /// Lets everything happen that is due by `now`.
    pub fn wake(&mut self, now: Timestamp) -> Vec<Output> {
        self.wake_up(now);
        self.take_outputs()
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.alarms.first()
    }

    fn take_outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outbox)
    }

    fn wake_up(&mut self, now: Timestamp) {
        while let Some((at, alarm)) = self.alarms.take_due(now) {
            self.now = self.now.max(at);
            self.ring(alarm);
        }
        self.now = self.now.max(now);
    }

    fn ring(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Nameless(conn) | Alarm::Silent(conn) => self.close(conn),
            Alarm::Ping(conn) => self.ping(conn),
            Alarm::Away(conn) => self.set_afk(conn, true),
            Alarm::Count(room) => self.look_at_count(&room),
            Alarm::Media(room) => self.play_on(&room),
            Alarm::Poll(room) => self.end_poll(&room),
            Alarm::Save(room) => self.save_in_turn(&room),
        }
    }
}
