//! What a server stores of its channels, and when: what the next one starts from.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::names::RoomName;
use jiff::Timestamp;

use crate::limits::{Heartbeat, Limits};
use crate::seed::Seed;
use crate::world::address::Address;
use crate::world::channel::Channel;
use crate::world::{Alarm, World};

/// Time between two saves of a channel that somebody is in, counted from the start of the server.
///
/// Source: `cytube-protocol`, section 7 and 4.5.
const SAVE_EVERY: Duration = Duration::from_mins(5);

/// What a server left behind: what it knew from its seed, and its registered channels as they were saved last.
#[derive(Clone, Debug)]
pub struct Saved {
    seed: Seed,
    channels: BTreeMap<RoomName, Channel>,
    addresses: BTreeMap<IpAddr, Address>,
    seen_at: BTreeMap<String, Vec<IpAddr>>,
    moved: BTreeMap<RoomName, String>,
}

impl World {
    /// A server that starts `now` from what another left.
    pub fn resume(saved: Saved, limits: Limits, heartbeat: Heartbeat, now: Timestamp) -> Self {
        let mut world = Self::new(saved.seed, limits, heartbeat, now);
        world.saved.clone_from(&saved.channels);
        world.channels = saved.channels;
        world.addresses = saved.addresses;
        (world.seen_at, world.moved) = (saved.seen_at, saved.moved);
        world
    }

    /// Saves all channels, as a server does that is stopped in order.
    pub fn save_all(&mut self) {
        let rooms: Vec<RoomName> = self.channels.keys().cloned().collect();
        for room in &rooms {
            self.save(room);
        }
    }

    /// What is left when the server ends here and now: the last save, and what is stored with every change.
    pub fn into_saved(self) -> Saved {
        let mut channels = self.saved;
        channels.retain(|name, _| self.channels.contains_key(name));
        for (name, live) in self.channels {
            if let Some(saved) = channels.get_mut(&name) {
                (saved.ranks, saved.bans) = (live.ranks, live.bans);
            }
        }
        let addresses = self.addresses.into_iter().map(|(ip, address)| (ip, address.remembered())).collect();
        let (site, accounts, links, dice) = (self.site, self.accounts, self.library, self.dice.seed());
        let seed = Seed { site, accounts, links, dice, ..Seed::default() };
        Saved { seed, channels, addresses, seen_at: self.seen_at, moved: self.moved }
    }

    /// Saves a channel that is registered; another is not remembered.
    pub(super) fn save(&mut self, room: &RoomName) {
        if let Some(channel) = self.channels.get_mut(room).filter(|channel| channel.is_registered) {
            self.saved.insert(room.clone(), channel.stored(self.now));
        }
    }

    /// Saves a channel that somebody is in, and again when the next save is due.
    pub(super) fn save_in_turn(&mut self, room: &RoomName) {
        self.save(room);
        self.await_save(room);
    }

    /// Waits for the next save; all channels are saved at the same times.
    pub(super) fn await_save(&mut self, room: &RoomName) {
        let n_saves = since(self.started, self.now).as_secs() / SAVE_EVERY.as_secs();
        let next = SAVE_EVERY.saturating_mul(u32::try_from(n_saves + 1).unwrap_or(u32::MAX));
        self.alarms.set(Alarm::Save(room.clone()), later(self.started, next));
    }
}
