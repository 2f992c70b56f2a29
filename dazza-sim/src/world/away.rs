//! Being away: by command, or by saying nothing for long.

use dazza_shared::clock::later;
use serde_json::json;

use crate::packet;
use crate::world::{Alarm, ConnId, World};

impl World {
    /// Sets whether somebody is away, and tells everybody if that is new.
    ///
    /// Source: `cytube-protocol`, 3.4: a `clearVoteskipVote` to oneself, then the event twice in two forms.
    pub(super) fn set_afk(&mut self, conn: ConnId, is_afk: bool) {
        let Some(room) = self.room_of(conn) else { return };
        let Some(session) = self.session_mut(conn) else { return };
        let address = session.address;
        let is_news = std::mem::replace(&mut session.is_afk, is_afk) != is_afk;
        if !is_afk {
            self.await_absence(conn);
        }
        if !is_news {
            return;
        }
        if is_afk {
            self.send(conn, packet::event_text("clearVoteskipVote", None));
            self.unvote_to_skip(&room, address);
        }
        let Some(name) = self.name_of(conn) else { return };
        self.show_meta(conn, &room);
        let members = self.members(&room);
        self.emit_to(&members, "setAFK", &json!({ "name": name, "afk": is_afk }));
    }

    /// Begins to wait for the silence after which somebody counts as away.
    pub(super) fn await_absence(&mut self, conn: ConnId) {
        let channel = self.room_of(conn).and_then(|room| self.channels.get(&room));
        match channel.and_then(super::channel::Channel::afk_timeout) {
            Some(timeout) => self.alarms.set(Alarm::Away(conn), later(self.now, timeout)),
            None => self.alarms.clear(&Alarm::Away(conn)),
        }
    }
}
