//! Throwing people out.

use dazza_shared::names::RoomName;
use serde_json::json;

use crate::packet;
use crate::world::{ConnId, World};

impl World {
    /// Kicks a session: `kick`, then `41`; the websocket stays open.
    ///
    /// Source: `cytube-protocol`, section 7.
    pub(super) fn kick(&mut self, conn: ConnId, reason: Option<&str>) {
        if self.session(conn).is_none() {
            return;
        }
        let payload = reason.map_or_else(|| json!({}), |reason| json!({ "reason": reason }));
        self.emit(conn, "kick", &payload);
        self.send(conn, packet::DISCONNECT.into());
        self.end_session(conn);
    }

    /// Kicks those in a channel who have the name of `newer`, which is told that they left even before it is in.
    ///
    /// Source: `cytube-protocol`, 3.2.
    pub(super) fn kick_namesakes(&mut self, newer: ConnId, room: &RoomName) {
        let Some(name) = self.name_of(newer) else { return };
        let members = self.members(room);
        let is_in = members.contains(&newer);
        for older in members.into_iter().filter(|member| *member != newer) {
            let Some(session) = self.session(older).filter(|session| session.is_called(&name)) else { continue };
            let left = json!({ "name": session.name });
            self.kick(older, Some("Duplicate login"));
            if !is_in {
                self.emit(newer, "userLeave", &left);
            }
        }
    }

    /// `/kick name reason…`
    pub(super) fn kick_by_command(&mut self, conn: ConnId, room: &RoomName, words: &[&str]) {
        if !self.may(conn, "kick") {
            return;
        }
        let Some((target, reason)) = words.split_first().filter(|(target, _)| !target.trim().is_empty()) else {
            let advice = "No kick target specified.  If you're trying to kick anonymous users, use /kickanons";
            return self.complain(conn, advice);
        };
        let Some(victim) = self.member_called(room, target) else { return };
        if victim == conn {
            return self.emit(conn, "costanza", &json!({ "msg": "You can't kick yourself" }));
        }
        let (Some(by), Some(name)) = (self.name_of(conn), self.name_of(victim)) else { return };
        if self.rank_of(victim) >= self.rank_of(conn) {
            return self.complain(conn, &format!("You do not have permission to kick {name}"));
        }
        self.kick(victim, Some(&reason.join(" ")));
        self.whisper(room, &format!("{by} kicked {name}"), self.least(room, "kick"));
    }

    /// `/kickanons`
    pub(super) fn kick_anonymous(&mut self, conn: ConnId, room: &RoomName) {
        let Some(by) = self.name_of(conn).filter(|_| self.may(conn, "kick")) else { return };
        for member in self.members(room) {
            if self.name_of(member).is_none() {
                self.kick(member, Some("anonymous user"));
            }
        }
        self.whisper(room, &format!("{by} kicked anonymous users"), self.least(room, "kick"));
    }
}
