//! Mutes: those who may not speak, and those who may not know it.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::seed::Mute;
use crate::world::{ConnId, Output, World};

impl World {
    /// Says a line of somebody in a channel, as far as they may be heard.
    ///
    /// Source: `cytube-protocol`, 4.1 and 4.3, and the recordings of `mute`: a shadow-muted line reaches the
    /// shadow-muted and those without a name as any other, moderators with a mark, and nobody else.
    pub(super) fn utter(&mut self, conn: ConnId, room: &RoomName, text: &str, meta: &Map<String, Value>) {
        let Some(session) = self.session(conn) else { return };
        let (mute, Some(name)) = (session.mute, session.name.clone()) else { return };
        match mute {
            None => self.say_as(room, &name, text, meta),
            Some(Mute::Loud) => {
                let refusal = json!({ "action": "chat", "msg": "You have been muted on this channel." });
                self.emit(conn, "noflood", &refusal);
            }
            Some(Mute::Shadow) => self.utter_in_shadow(room, &name, text, meta),
        }
    }

    fn utter_in_shadow(&mut self, room: &RoomName, name: &str, text: &str, meta: &Map<String, Value>) {
        let Some(channel) = self.channels.get(room) else { return };
        let plain = channel.message(name, text, meta, self.now);
        let mut meta = meta.clone();
        meta.insert("shadow".into(), json!(true));
        let marked = channel.message(name, text, &meta, self.now);
        let is_fooled = |conn: &ConnId| {
            self.session(*conn).is_some_and(|session| session.name.is_none() || session.mute == Some(Mute::Shadow))
        };
        let fooled: Vec<ConnId> = channel.members.iter().copied().filter(is_fooled).collect();
        let is_moderator = |conn: &ConnId| self.rank_of(*conn) >= Rank::MODERATOR;
        let moderators: Vec<ConnId> = channel.members.iter().copied().filter(is_moderator).collect();
        self.emit_to(&fooled, "chatMsg", &plain);
        self.emit_to(&moderators, "chatMsg", &marked);
    }

    /// `/mute name`, `/smute name`
    pub(super) fn mute_by_command(&mut self, conn: ConnId, room: &RoomName, words: &[&str], mute: Mute) {
        if !self.may(conn, "mute") {
            return;
        }
        let (command, verb) = match mute {
            Mute::Loud => ("/mute", "muted"),
            Mute::Shadow => ("/smute", "shadowmuted"),
        };
        let Some(target) = words.first().map(|name| name.to_lowercase()) else {
            return self.complain(conn, &format!("{command} requires a target name"));
        };
        let victim = self.member_called(room, &target);
        let Some((victim, name)) = victim.and_then(|victim| Some((victim, self.name_of(victim)?))) else {
            return self.complain(conn, &format!("{command} target {target} not present in channel."));
        };
        if self.rank_of(victim) >= self.rank_of(conn) {
            return self.complain(conn, &format!("{command} failed - {name} has equal or higher rank than you."));
        }
        self.set_mute(room, &target, Some(mute));
        let by = self.name_of(conn).unwrap_or_default();
        self.whisper(room, &format!("{by} {verb} {name}"), self.least(room, "mute"));
    }

    /// `/unmute name`, `/unsmute name`; the word of it comes before the deed, as in the recordings.
    pub(super) fn unmute_by_command(&mut self, conn: ConnId, room: &RoomName, words: &[&str]) {
        if !self.may(conn, "mute") {
            return;
        }
        let Some(target) = words.first().map(|name| name.to_lowercase()) else {
            return self.complain(conn, "/unmute requires a target name");
        };
        if !self.channels.get(room).is_some_and(|channel| channel.muted.contains_key(&target)) {
            return self.complain(conn, &format!("{target} is not muted."));
        }
        if let Some(name) = self.member_called(room, &target).and_then(|victim| self.name_of(victim)) {
            let by = self.name_of(conn).unwrap_or_default();
            self.whisper(room, &format!("{by} unmuted {name}"), self.least(room, "mute"));
        }
        self.set_mute(room, &target, None);
    }

    /// Remembers a mute, or that there is none, and tells those who may know; a shadow mute is for those who mute.
    fn set_mute(&mut self, room: &RoomName, name: &str, mute: Option<Mute>) {
        let Some(channel) = self.channels.get_mut(room) else { return };
        match mute {
            Some(mute) => channel.muted.insert(name.to_lowercase(), mute),
            None => channel.muted.remove(&name.to_lowercase()),
        };
        let Some(victim) = self.member_called(room, name) else { return };
        if let Some(session) = self.session_mut(victim) {
            session.mute = mute;
        }
        match mute {
            Some(Mute::Shadow) => self.show_meta_to(victim, room, self.least(room, "mute")),
            Some(Mute::Loud) | None => self.show_meta(victim, room),
        }
    }

    /// Mutes somebody in a channel who had been muted there before; those who may mute are told.
    pub(super) fn recall_mute(&mut self, conn: ConnId, room: &RoomName) {
        let Some(name) = self.name_of(conn) else { return };
        let muted = self.channels.get(room).and_then(|channel| channel.muted.get(&name.to_lowercase()).copied());
        if let Some(mute) = muted
            && let Some(session) = self.session_mut(conn)
        {
            session.mute = Some(mute);
            self.show_meta_to(conn, room, self.least(room, "mute"));
        }
    }

    /// The least rank in a channel that may do what `node` names.
    pub(super) fn least(&self, room: &RoomName, node: &str) -> Rank {
        self.channels.get(room).map_or(Rank::SITE, |channel| channel.permissions.least(node))
    }

    /// Mutes somebody in a channel, whether there or not, or lets them speak again.
    pub fn mute(&mut self, room: &RoomName, user: &str, mute: Option<Mute>) -> Vec<Output> {
        self.set_mute(room, user, mute);
        self.take_outputs()
    }
}
