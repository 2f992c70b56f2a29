//! Bans from a channel: by name, by address, by range of addresses.

use std::net::IpAddr;

use dazza_shared::names::RoomName;
use serde_json::json;

use crate::rank::Rank;
use crate::seed::{BanSeed, Site};
use crate::user_name;
use crate::world::address::{Breadth, cloak_text, range_of};
use crate::world::{ConnId, Output, World};

impl Site {
    /// Whether the whole site has banned an address.
    pub(super) fn bans(&self, address: IpAddr) -> bool {
        Breadth::ALL.iter().any(|breadth| self.banned_addresses.contains(&range_of(address, *breadth)))
    }
}

impl World {
    /// Whether a channel is closed to somebody, by address or by name.
    pub(super) fn is_banned(&self, conn: ConnId, room: &RoomName) -> bool {
        let Some(session) = self.session(conn) else { return false };
        let by_address = Breadth::ALL.iter().any(|b| self.is_address_banned(room, &range_of(session.address, *b)));
        by_address || session.name.as_deref().is_some_and(|name| self.is_name_banned(room, name))
    }

    fn is_address_banned(&self, room: &RoomName, address: &str) -> bool {
        self.channels.get(room).is_some_and(|channel| channel.bans.has_address(address))
    }

    fn is_name_banned(&self, room: &RoomName, name: &str) -> bool {
        self.channels.get(room).is_some_and(|channel| channel.bans.has_name(name))
    }

    /// Kicks somebody who got in before the name was known.
    ///
    /// Source: the recordings of `ban`, join first.
    pub(super) fn kick_if_name_banned(&mut self, conn: ConnId, room: &RoomName) {
        let Some(name) = self.name_of(conn).filter(|name| self.is_name_banned(room, name)) else { return };
        self.kick(conn, Some("You are banned from this channel."));
        self.whisper(room, &format!("{name} was kicked (name is banned)"), Rank::MODERATOR);
    }

    /// `/ban name reason…`, and `/ipban name [range|wrange] reason…` with all addresses that the name was seen at.
    pub(super) fn ban_by_command(&mut self, conn: ConnId, room: &RoomName, words: &[&str], by_address: bool) {
        let Some((name, rest)) = words.split_first().filter(|(name, _)| !name.trim().is_empty()) else {
            return self.complain(conn, "No ban target specified.");
        };
        let breadth = match rest.first() {
            Some(&"range") if by_address => Breadth::Range,
            Some(&"wrange") if by_address => Breadth::Wide,
            _ => Breadth::One,
        };
        let reason = rest.get(usize::from(breadth != Breadth::One)..).unwrap_or_default().join(" ");
        let by = self.name_of(conn).unwrap_or_default();
        let wanted = BanSeed { name: name.to_lowercase(), address: None, reason, by };
        let outcome = if !self.may(conn, "ban") {
            Err("You do not have ban permissions on this channel".to_owned())
        } else if by_address {
            self.ban_all(conn, room, &wanted, breadth)
        } else {
            self.ban_name(conn, room, wanted)
        };
        if let Err(refusal) = outcome {
            self.complain(conn, &refusal);
        }
    }

    /// The first address, the name, then the other addresses: the order of the recording.
    fn ban_all(&mut self, conn: ConnId, room: &RoomName, wanted: &BanSeed, breadth: Breadth) -> Result<(), String> {
        let mut ranges: Vec<String> = Vec::new();
        for address in self.seen_at.get(&wanted.name).into_iter().flatten() {
            let range = range_of(*address, breadth);
            if !ranges.contains(&range) {
                ranges.push(range);
            }
        }
        let mut ranges = ranges.into_iter();
        let first = ranges.next().map_or(Ok(()), |range| self.ban_address(conn, room, wanted, range));
        let is_named = self.is_name_banned(room, &wanted.name);
        let named = if is_named { Ok(()) } else { self.ban_name(conn, room, wanted.clone()) };
        let others: Vec<_> = ranges.map(|range| self.ban_address(conn, room, wanted, range)).collect();
        [first, named].into_iter().chain(others).collect()
    }

    fn ban_name(&mut self, conn: ConnId, room: &RoomName, wanted: BanSeed) -> Result<(), String> {
        let name = &wanted.name;
        if self.session(conn).is_some_and(|session| session.is_called(name)) {
            self.emit(conn, "costanza", &json!({ "msg": "You can't ban yourself" }));
            return Err("You cannot ban yourself".to_owned());
        }
        if self.rank_for_name(room, name) >= self.rank_of(conn) {
            return Err(format!("You don't have permission to ban {name}"));
        }
        if self.is_name_banned(room, name) {
            return Err(format!("{name} is already banned"));
        }
        self.add_ban(room, wanted);
        Ok(())
    }

    fn ban_address(&mut self, conn: ConnId, room: &RoomName, wanted: &BanSeed, address: String) -> Result<(), String> {
        if self.rank_for_address(room, &address) >= self.rank_of(conn) {
            return Err(format!("You don't have permission to ban IP {}", cloak_text(&address)));
        }
        if self.is_address_banned(room, &address) {
            return Err(format!("{} is already banned", cloak_text(&address)));
        }
        self.add_ban(room, BanSeed { address: Some(address), ..wanted.clone() });
        Ok(())
    }

    /// Writes a ban down, tells those who may ban, and kicks whom it hits.
    ///
    /// Source: the recordings of `ban`; a range kicks only by the name, as its text is no address.
    fn add_ban(&mut self, room: &RoomName, ban: BanSeed) {
        let Some(channel) = self.channels.get_mut(room) else { return };
        channel.bans.add(ban.clone());
        let BanSeed { name, by, address, .. } = ban;
        let line = match address.as_deref() {
            None => format!("{by} namebanned {name}"),
            Some(address) => format!("{by} banned {} ({name})", cloak_text(address)),
        };
        self.whisper(room, &line, self.least(room, "ban"));
        for member in self.members(room) {
            let is_hit = self.session(member).is_some_and(|session| {
                session.is_called(&name) || address.as_ref() == Some(&session.address.to_string())
            });
            if is_hit {
                self.kick(member, Some("You're banned!"));
            }
        }
    }

    /// The rank of a name in a channel, whether its owner is there or not.
    pub(super) fn rank_for_name(&self, room: &RoomName, name: &str) -> Rank {
        let key = name.to_lowercase();
        let global = self.accounts.get(&key).map_or(Rank::GUEST, |account| account.rank);
        let stored = self.channels.get(room).and_then(|channel| channel.ranks.get(&key).copied());
        stored.map_or(global, |stored| stored.or(global))
    }

    /// The highest rank of the names that were seen at an address.
    fn rank_for_address(&self, room: &RoomName, address: &str) -> Rank {
        let names = self.seen_at.iter().filter(|(_, seen)| seen.iter().any(|one| one.to_string() == address));
        names.fold(Rank::GUEST, |rank, (name, _)| rank.or(self.rank_for_name(room, name)))
    }

    /// Bans a name from a channel, and the addresses it was seen at if `with_addresses`, whether it is there or not.
    ///
    /// Nothing happens to a name that is none.
    pub fn ban(&mut self, room: &RoomName, user: &str, reason: &str, with_addresses: bool) -> Vec<Output> {
        if user_name::is_valid(user) {
            let (name, by) = (user.to_lowercase(), "[server]".to_owned());
            let addresses = self.seen_at.get(&name).cloned().unwrap_or_default();
            let ban = BanSeed { name, address: None, reason: reason.to_owned(), by };
            self.add_ban(room, ban.clone());
            for address in addresses.into_iter().filter(|_| with_addresses) {
                self.add_ban(room, BanSeed { address: Some(address.to_string()), ..ban.clone() });
            }
        }
        self.take_outputs()
    }

    /// From now on refuses connects from an address, or no more; those that are in stay.
    pub fn set_site_ban(&mut self, address: IpAddr, is_banned: bool) -> Vec<Output> {
        let address = range_of(address, Breadth::One);
        if is_banned {
            self.site.banned_addresses.insert(address);
        } else {
            self.site.banned_addresses.remove(&address);
        }
        self.take_outputs()
    }
}
