//! Somebody leading the playlist in place of the server.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::world::{Alarm, ConnId, World};

impl World {
    /// `assignLeader`: an empty name gives the lead back; who may not ask is kicked.
    ///
    /// Source: `cytube-protocol`, section 5 and 6.4, and the recordings of `rank-change` and `media-change`.
    pub(super) fn assign_leader(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        if !self.may(conn, "leaderctl") {
            return self.kick(conn, Some("Attempted assignLeader without sufficient permission"));
        }
        let Some(room) = self.room_of(conn) else { return };
        let name = fields.get("name").and_then(Value::as_str).unwrap_or_default();
        if let Some(leader) = self.channels.get_mut(&room).and_then(|channel| channel.leader.take()) {
            self.end_lead(leader, &room);
        }
        if name.is_empty() {
            return self.lead_as_server(&room);
        }
        // The name is case-sensitive here, unlike everywhere else.
        let target = self.member_called(&room, name).filter(|target| self.name_of(*target).as_deref() == Some(name));
        if let Some(target) = target {
            self.lead(target, &room, name);
        }
    }

    fn lead(&mut self, conn: ConnId, room: &RoomName, name: &str) {
        let before = self.rank_of(conn);
        if let Some(session) = self.session_mut(conn) {
            session.lifted_to = Some(Rank::LEADER);
        }
        if let Some(channel) = self.channels.get_mut(room) {
            channel.leader = Some(conn);
            channel.playlist.follow(self.now);
        }
        self.alarms.clear(&Alarm::Media(room.clone()));
        let rank = self.rank_of(conn);
        if rank != before {
            self.tell_rank(conn);
        }
        let members = self.members(room);
        self.emit_to(&members, "setLeader", &json!(name));
        if rank != before {
            self.emit_to(&members, "setUserRank", &json!({ "name": name, "rank": rank }));
        }
    }

    fn end_lead(&mut self, conn: ConnId, room: &RoomName) {
        let before = self.rank_of(conn);
        let Some(session) = self.session_mut(conn) else { return };
        session.lifted_to = None;
        let (rank, name) = (session.rank(), session.name.clone());
        if rank != before {
            self.tell_rank(conn);
        }
        let members = self.members(room);
        self.emit_to(&members, "setUserRank", &json!({ "name": name, "rank": rank }));
    }

    fn lead_as_server(&mut self, room: &RoomName) {
        let members = self.members(room);
        self.emit_to(&members, "setLeader", &json!(""));
        let now = self.now;
        let position = self.channels.get_mut(room).and_then(|channel| channel.playlist.release(now));
        if let Some(position) = position {
            self.emit_to(&members, "mediaUpdate", &position);
        }
        self.await_media(room);
    }

    /// The leader's own `mediaUpdate`, which all others follow.
    pub(super) fn follow_leader(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn) else { return };
        let Some(position) = fields.get("currentTime").and_then(Value::as_f64) else { return };
        let is_paused = fields.get("paused").and_then(Value::as_bool).unwrap_or(false);
        let now = self.now;
        let Some(channel) = self.channels.get_mut(&room).filter(|channel| channel.leader == Some(conn)) else { return };
        let told = channel.playlist.led_to(position, is_paused, now);
        let members = channel.members.clone();
        self.emit_to(&members, "mediaUpdate", &told);
    }

    /// Tells a newcomer who leads, if somebody does.
    pub(super) fn send_leader(&mut self, conn: ConnId, room: &RoomName) {
        let leader = self.channels.get(room).and_then(|channel| channel.leader);
        if let Some(name) = leader.and_then(|leader| self.name_of(leader)) {
            self.emit(conn, "setLeader", &json!(name));
        }
    }

    /// The server leads again when the leader goes.
    pub(super) fn lose_leader(&mut self, conn: ConnId, room: &RoomName) {
        let Some(channel) = self.channels.get_mut(room).filter(|channel| channel.leader == Some(conn)) else { return };
        channel.leader = None;
        if let Some(session) = self.session_mut(conn) {
            session.lifted_to = None;
        }
        self.lead_as_server(room);
    }
}
