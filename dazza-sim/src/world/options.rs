//! Changing a channel's options and permissions.

use serde_json::{Map, Value, json};

use crate::options;
use crate::rank::Rank;
use crate::world::{ConnId, World};

impl World {
    /// Source: `cytube-protocol`, 6.4: everybody is sent all options after a change; who may not is kicked.
    pub(super) fn set_options(&mut self, conn: ConnId, wanted: &Map<String, Value>) {
        let rank = self.rank_of(conn);
        if rank < Rank::MODERATOR {
            return self.kick(conn, Some("Attempted setOptions as a non-moderator"));
        }
        let Some(room) = self.room_of(conn) else { return };
        let Some(channel) = self.channels.get_mut(&room) else { return };
        let before = channel.options.clone();
        for (key, value) in wanted {
            if rank >= options::rank_for(key) && options::check(key, value).is_ok() {
                channel.options.insert(key.clone(), value.clone());
            }
        }
        if channel.options == before {
            return;
        }
        let (now, members) = (json!(channel.options), channel.members.clone());
        self.emit_to(&members, "channelOpts", &now);
        if before.get("afk_timeout") != now.get("afk_timeout") {
            for member in members {
                self.await_absence(member);
            }
        }
    }

    /// `setPermissions`: all are sent the new state; who may not is kicked.
    ///
    /// Source: `cytube-protocol`, 6.4; the words of the kick are like those of `setOptions`.
    pub(super) fn set_permissions(&mut self, conn: ConnId, wanted: &Map<String, Value>) {
        if self.rank_of(conn) < Rank::ADMIN {
            return self.kick(conn, Some("Attempted setPermissions as a non-admin"));
        }
        let Some(channel) = self.room_of(conn).and_then(|room| self.channels.get_mut(&room)) else { return };
        for (node, rank) in wanted {
            if let Some(rank) = rank.as_f64() {
                channel.permissions.set(node, rank);
            }
        }
        let (now, members) = (channel.permissions.json(), channel.members.clone());
        self.emit_to(&members, "setPermissions", &now);
    }
}
