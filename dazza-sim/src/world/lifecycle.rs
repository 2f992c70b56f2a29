//! Channels that come to be, end, or go elsewhere while people are in them.

use dazza_shared::names::RoomName;
use serde_json::json;

use crate::packet;
use crate::rank::Rank;
use crate::seed::ChannelSeed;
use crate::world::channel::Channel;
use crate::world::debounce::Debounce;
use crate::world::{Alarm, ConnId, Output, World};

/// Rank of the one who registered a channel. Source: `cytube-protocol`, 3.3.
const FOUNDER: Rank = Rank::new(5.0);

/// How a channel ends for those who are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The server loads it anew, as it does after a registration.
    Reloaded,
    /// The site's administrator unloads it; it comes back with the next visitor.
    Unloaded,
    /// Its owner deletes it: nobody registered it any more.
    Deleted,
    /// The site bans it, for a reason.
    Banned(String),
}

impl World {
    /// Ends a channel: everybody in it is kicked.
    ///
    /// Source: `cytube-protocol`, section 7, and the recordings of `channel-lifecycle`.
    pub fn end_channel(&mut self, room: &RoomName, ending: Ending) -> Vec<Output> {
        let reason = match &ending {
            Ending::Reloaded => "Channel reloading".to_owned(),
            Ending::Unloaded => "Channel shutting down".to_owned(),
            Ending::Deleted => "Channel deleted".to_owned(),
            Ending::Banned(reason) => format!("Channel was banned: {reason}"),
        };
        self.empty(room, |world, member| world.kick(member, Some(&reason)));
        match ending {
            Ending::Reloaded | Ending::Unloaded => self.save(room),
            Ending::Deleted => {
                self.channels.remove(room);
                self.saved.remove(room);
            }
            Ending::Banned(reason) => self.refuse(room, Some(format!("Channel is banned: {reason}"))),
        }
        self.take_outputs()
    }

    /// Registers a channel for an owner; those who are in it already are kicked, since it is loaded anew.
    pub fn register_channel(&mut self, room: &RoomName, owner: &str) -> Vec<Output> {
        let outputs = self.end_channel(room, Ending::Reloaded);
        let ranks = [(owner.to_lowercase(), FOUNDER)].into();
        let seed = ChannelSeed { ranks, ..ChannelSeed::default() };
        self.channels.entry(room.clone()).or_insert_with(|| Channel::registered(room, seed, self.now));
        self.save(room);
        outputs
    }

    /// From now on a channel cannot be loaded, for this reason; `None` lets people in again.
    ///
    /// Those who are in it are left alone.
    pub fn set_unloadable(&mut self, room: &RoomName, reason: Option<&str>) -> Vec<Output> {
        self.refuse(room, reason.map(str::to_owned));
        self.take_outputs()
    }

    fn refuse(&mut self, room: &RoomName, reason: Option<String>) {
        match reason {
            Some(reason) => drop(self.site.unloadable.insert(room.clone(), reason)),
            None => drop(self.site.unloadable.remove(room)),
        }
    }

    /// Moves a channel to the server at `url`: those who are in it are told and disconnected.
    ///
    /// Source: `cytube-protocol`, 1.1.
    pub fn move_channel(&mut self, room: &RoomName, url: &str) -> Vec<Output> {
        self.moved.insert(room.clone(), url.to_owned());
        let servers = json!({ "servers": [{ "url": url, "secure": url.starts_with("https:") }] });
        let members = self.members(room);
        self.emit_to(&members, "partitionChange", &servers);
        self.empty(room, |world, member| {
            world.send(member, packet::DISCONNECT.into());
            world.end_session(member);
        });
        self.take_outputs()
    }

    /// Brings a channel back that was moved.
    pub fn bring_back(&mut self, room: &RoomName) -> Vec<Output> {
        self.moved.remove(room);
        self.take_outputs()
    }

    /// The URL of the server that hosts a channel in place of this one.
    pub fn host_of(&self, room: &RoomName) -> Option<&str> {
        self.moved.get(room).map(String::as_str)
    }

    /// Whether a channel is not to be had here, of which somebody is told who asked for it.
    ///
    /// Source: `cytube-protocol`, 1.1, 2.5 and 6.1.
    pub(super) fn is_out_of_reach(&mut self, conn: ConnId, room: &RoomName) -> bool {
        if self.moved.contains_key(room) {
            let message = format!(
                "Channel '{room}' is hosted on another server.  Try refreshing the page to update the connection URL."
            );
            self.complain(conn, &message);
            return true;
        }
        let Some(reason) = self.site.unloadable.get(room).cloned() else { return false };
        self.emit(conn, "errorMsg", &json!({ "msg": reason, "alert": true }));
        self.kick(conn, Some(&format!("Channel could not be loaded: {reason}")));
        true
    }

    /// Takes everybody out of a channel by `deed` and lets it forget what no server saves.
    fn empty(&mut self, room: &RoomName, deed: impl Fn(&mut Self, ConnId)) {
        for member in self.members(room) {
            deed(self, member);
        }
        for link in self.links.values_mut() {
            if let Some(session) = &mut link.session {
                session.waiting = session.waiting.take().filter(|waiting| waiting.room != *room);
            }
        }
        self.alarms.clear(&Alarm::Count(room.clone()));
        if let Some(channel) = self.channels.get_mut(room) {
            channel.count = Debounce::default();
            channel.n_drinks = 0;
        }
    }
}
