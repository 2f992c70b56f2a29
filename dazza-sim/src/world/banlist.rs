//! A channel's list of bans, and what moderators do with it.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::seed::BanSeed;
use crate::world::address::cloak_text;
use crate::world::{ConnId, Output, World};

/// A channel's list of bans; a number is given once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bans {
    list: Vec<(u64, BanSeed)>,
    last: u64,
}

/// Longest reason. Source: `cytube-protocol`, 4.6. Unit: characters.
const MAX_REASON: usize = 255;

/// What is in the list in place of an address if only the name is banned. Source: the recordings of `ban`.
const NO_ADDRESS: &str = "*";

impl From<Vec<BanSeed>> for Bans {
    fn from(seeds: Vec<BanSeed>) -> Self {
        let mut bans = Self::default();
        for seed in seeds {
            bans.add(seed);
        }
        bans
    }
}

impl Bans {
    pub(super) fn add(&mut self, ban: BanSeed) {
        self.last += 1;
        let reason = ban.reason.chars().take(MAX_REASON).collect();
        self.list.push((self.last, BanSeed { name: ban.name.to_lowercase(), reason, ..ban }));
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.list.iter().any(|(_, ban)| ban.address.is_none() && ban.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn has_address(&self, address: &str) -> bool {
        self.list.iter().any(|(_, ban)| ban.address.as_deref() == Some(address))
    }

    fn json(&self, is_cloaked: bool) -> Value {
        let entry = |(id, ban): &(u64, BanSeed)| {
            let ip = match ban.address.as_deref() {
                None => NO_ADDRESS.to_owned(),
                Some(address) if is_cloaked => cloak_text(address),
                Some(address) => address.to_owned(),
            };
            json!({ "id": id, "ip": ip, "name": ban.name, "reason": ban.reason, "bannedby": ban.by })
        };
        self.list.iter().map(entry).collect()
    }
}

impl World {
    /// `requestBanlist`
    pub(super) fn list_bans(&mut self, conn: ConnId) {
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "ban")) else { return };
        let is_cloaked = self.rank_of(conn) < Rank::SITE;
        let Some(channel) = self.channels.get(&room) else { return };
        let bans = channel.bans.json(is_cloaked);
        self.emit(conn, "banlist", &bans);
    }

    /// `unban {"id","name"}`: what was asked is told to all who may ban, whether there was such a ban or not.
    pub(super) fn unban(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "ban")) else { return };
        let (id, name) = (fields.get("id"), fields.get("name").and_then(Value::as_str).unwrap_or_default());
        let by = self.name_of(conn).unwrap_or_default();
        let Some(channel) = self.channels.get_mut(&room) else { return };
        channel.bans.list.retain(|(known, _)| Some(*known) != id.and_then(Value::as_u64));
        let members = channel.members.clone();
        let told: Vec<ConnId> = members.into_iter().filter(|member| self.may(*member, "ban")).collect();
        self.emit_to(&told, "banlistRemove", &json!({ "id": id, "name": name }));
        self.whisper(&room, &format!("{by} unbanned {name}"), self.least(&room, "ban"));
    }

    /// Lifts all bans of a name from a channel, those of its addresses included.
    pub fn lift_bans(&mut self, room: &RoomName, user: &str) -> Vec<Output> {
        if let Some(channel) = self.channels.get_mut(room) {
            channel.bans.list.retain(|(_, ban)| !ban.name.eq_ignore_ascii_case(user));
        }
        self.take_outputs()
    }
}
