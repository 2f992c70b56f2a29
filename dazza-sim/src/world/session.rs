//! One websocket and the session on it: who it is, where, and what it used up.

use std::net::IpAddr;

use dazza_shared::names::RoomName;
use jiff::Timestamp;

use crate::chat::Throttle;
use crate::rank::Rank;
use crate::seed::{Account, Mute};
use crate::world::address::cloak;
use crate::world::event_limit::EventCount;
use crate::world::password::Waiting;
use crate::world::{ConnId, Door, World};

/// A websocket.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) door: Door,
    /// The Socket.IO session, between `40` and `41`.
    pub(super) session: Option<Session>,
}

/// A Socket.IO session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) address: IpAddr,
    pub(super) cloaked: String,
    /// The name, once signed in.
    pub(super) name: Option<String>,
    pub(super) is_registered: bool,
    /// What keeps it out of the channel it asked for.
    pub(super) waiting: Option<Waiting>,
    pub(super) mute: Option<Mute>,
    /// Since when the server knows the visitor: the connection, or the registration of the account.
    pub(super) known_since: Timestamp,
    pub(super) events: EventCount,
    pub(super) image: String,
    pub(super) text: String,
    pub(super) global_rank: Rank,
    pub(super) channel_rank: Option<Rank>,
    /// A rank that a site administrator took for a while, in place of all others.
    pub(super) borrowed_rank: Option<Rank>,
    /// The least rank it has while it leads.
    pub(super) lifted_to: Option<Rank>,
    pub(super) aliases: Vec<String>,
    /// The channel it is in.
    pub(super) room: Option<RoomName>,
    /// Whether its one `joinChannel` is spent.
    pub(super) is_join_spent: bool,
    pub(super) is_afk: bool,
    pub(super) throttle: Throttle,
    pub(super) queue_throttle: Throttle,
    /// When it asked for the whole playlist last.
    pub(super) last_request: Option<Timestamp>,
}

/// How much of others somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    Plain,
    Moderator,
    Site,
}

impl Session {
    pub(super) fn anonymous(address: IpAddr, now: Timestamp) -> Self {
        Self {
            address,
            cloaked: cloak(address),
            name: None,
            is_registered: false,
            waiting: None,
            mute: None,
            known_since: now,
            events: EventCount::default(),
            image: String::new(),
            text: String::new(),
            global_rank: Rank::ANONYMOUS,
            channel_rank: None,
            borrowed_rank: None,
            lifted_to: None,
            aliases: Vec::new(),
            room: None,
            is_join_spent: false,
            is_afk: false,
            throttle: Throttle::default(),
            queue_throttle: Throttle::default(),
            last_request: None,
        }
    }

    /// `registered` is when the account was.
    pub(super) fn become_account(&mut self, account: &Account, registered: Timestamp) {
        self.known_since = self.known_since.min(registered);
        self.name = Some(account.name.clone());
        self.is_registered = true;
        self.image.clone_from(&account.image);
        self.text.clone_from(&account.text);
        self.global_rank = account.rank;
    }

    pub(super) fn become_guest(&mut self, name: &str) {
        self.name = Some(name.to_owned());
        self.global_rank = Rank::GUEST;
    }

    /// The larger of the ranks on the site and in the channel; leading lifts low ones.
    pub(super) fn rank(&self) -> Rank {
        let stored = self.channel_rank.map_or(self.global_rank, |rank| rank.or(self.global_rank));
        let rank = self.borrowed_rank.unwrap_or(stored);
        self.lifted_to.map_or(rank, |least| rank.or(least))
    }

    pub(super) fn sight(&self) -> Sight {
        if self.global_rank >= Rank::SITE {
            Sight::Site
        } else if self.rank() >= Rank::MODERATOR {
            Sight::Moderator
        } else {
            Sight::Plain
        }
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }
}

impl World {
    pub(super) fn session(&self, conn: ConnId) -> Option<&Session> {
        self.links.get(&conn)?.session.as_ref()
    }

    pub(super) fn session_mut(&mut self, conn: ConnId) -> Option<&mut Session> {
        self.links.get_mut(&conn)?.session.as_mut()
    }

    /// The channel a session is in.
    pub(super) fn room_of(&self, conn: ConnId) -> Option<RoomName> {
        self.session(conn)?.room.clone()
    }

    /// The name of a session, if it has signed in.
    pub(super) fn name_of(&self, conn: ConnId) -> Option<String> {
        self.session(conn)?.name.clone()
    }

    pub(super) fn rank_of(&self, conn: ConnId) -> Rank {
        self.session(conn).map_or(Rank::ANONYMOUS, Session::rank)
    }

    /// Everybody in a channel, in the order of their coming.
    pub(super) fn members(&self, room: &RoomName) -> Vec<ConnId> {
        self.channels.get(room).map(|channel| channel.members.clone()).unwrap_or_default()
    }

    /// The one in a channel who is called `name`.
    pub(super) fn member_called(&self, room: &RoomName, name: &str) -> Option<ConnId> {
        let mut members = self.channels.get(room)?.members.iter();
        members.find(|conn| self.session(**conn).is_some_and(|session| session.is_called(name))).copied()
    }

    /// Whether a session may do what `node` names, in its channel.
    pub(super) fn may(&self, conn: ConnId, node: &str) -> bool {
        let channel = self.session(conn).and_then(|session| self.channels.get(session.room.as_ref()?));
        channel.is_some_and(|channel| self.rank_of(conn) >= channel.least(node))
    }
}
