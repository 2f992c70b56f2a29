//! Who is in a channel, as each may see it.

use dazza_shared::names::RoomName;
use serde_json::{Value, json};

use crate::packet;
use crate::rank::Rank;
use crate::seed::Mute;
use crate::world::session::{Session, Sight};
use crate::world::{ConnId, World};

impl World {
    /// Sends the list of all who have a name.
    pub(super) fn send_userlist(&mut self, conn: ConnId, room: &RoomName) {
        let Some(sight) = self.session(conn).map(Session::sight) else { return };
        let members = self.members(room);
        let users: Vec<Value> = members.iter().filter_map(|member| user(self.session(*member)?, sight)).collect();
        self.emit(conn, "userlist", &Value::Array(users));
    }

    /// Tells everybody in a channel that somebody has a name there now.
    pub(super) fn announce(&mut self, conn: ConnId, room: &RoomName) {
        self.show(room, Rank::ANONYMOUS, "addUser", |world, sight| user(world.session(conn)?, sight));
        if let Some(session) = self.session(conn)
            && let Some(name) = &session.name
        {
            let line = format!("{name} joined (aliases: {})", session.aliases.join(","));
            self.whisper(room, &line, Rank::MODERATOR);
        }
    }

    /// Tells everybody of a change in what is known of somebody.
    pub(super) fn show_meta(&mut self, conn: ConnId, room: &RoomName) {
        self.show_meta_to(conn, room, Rank::ANONYMOUS);
    }

    /// Tells those of at least `least` rank of a change in what is known of somebody.
    pub(super) fn show_meta_to(&mut self, conn: ConnId, room: &RoomName, least: Rank) {
        self.show(room, least, "setUserMeta", |world, sight| {
            let session = world.session(conn)?;
            Some(json!({ "name": session.name.as_ref()?, "meta": meta(session, sight) }))
        });
    }

    /// Sends those of at least `least` rank an event that each sees in an own way.
    fn show(&mut self, room: &RoomName, least: Rank, event: &str, payload: impl Fn(&Self, Sight) -> Option<Value>) {
        let text = |sight| payload(self, sight).map(|payload| packet::event_text(event, Some(&payload)));
        let [plain, moderator, site] = [Sight::Plain, Sight::Moderator, Sight::Site].map(text);
        for member in self.members(room) {
            if self.rank_of(member) < least {
                continue;
            }
            let text = match self.session(member).map(Session::sight) {
                Some(Sight::Site) => &site,
                Some(Sight::Moderator) => &moderator,
                _ => &plain,
            };
            if let Some(text) = text.clone() {
                self.send(member, text);
            }
        }
    }

    /// Sends a line of the server to those of at least `least` rank.
    pub(super) fn whisper(&mut self, room: &RoomName, line: &str, least: Rank) {
        let payload = json!({
            "username": "[server]",
            "msg": line,
            "meta": { "addClass": "server-whisper", "addClassToNameAndTimestamp": true },
            "time": self.now.as_millisecond(),
        });
        let members = self.members(room);
        let told: Vec<ConnId> = members.into_iter().filter(|member| self.rank_of(*member) >= least).collect();
        self.emit_to(&told, "chatMsg", &payload);
    }
}

/// Somebody as `userlist` and `addUser` show them; `None` for those without a name.
///
/// Source: `cytube-protocol`, 3.1.
fn user(session: &Session, sight: Sight) -> Option<Value> {
    Some(json!({
        "name": session.name.as_ref()?,
        "rank": session.rank(),
        "profile": { "image": session.image, "text": session.text },
        "meta": meta(session, sight),
    }))
}

fn meta(session: &Session, sight: Sight) -> Value {
    let ip = match sight {
        Sight::Plain => return json!({ "afk": session.is_afk, "muted": session.mute == Some(Mute::Loud) }),
        Sight::Moderator => session.cloaked.clone(),
        Sight::Site => session.address.to_string(),
    };
    json!({
        "afk": session.is_afk,
        "muted": session.mute.is_some(),
        "smuted": session.mute == Some(Mute::Shadow),
        "aliases": session.aliases,
        "ip": ip,
    })
}
