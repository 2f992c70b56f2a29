//! Saying something to one person.

use serde_json::{Map, Value, json};

use crate::chat::{Flood, cut};
use crate::user_name;
use crate::world::{ConnId, World};

impl World {
    /// Source: `cytube-protocol`, 4.3 and 4.4: no commands, no cutting of controls, only the fixed throttle.
    pub(super) fn pm(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let field = |key| fields.get(key).and_then(Value::as_str).unwrap_or_default();
        let (to, text) = (field("to").to_lowercase(), cut(field("msg")));
        let Some(room) = self.room_of(conn) else { return };
        let Some(from) = self.name_of(conn) else {
            return self.complain(conn, "You must be signed in to send PMs");
        };
        let is_barred =
            self.is_too_new(conn, &room, &text) || self.kick_for_domain(conn, &room, &text, "private message");
        if is_barred {
            return;
        }
        if from.to_lowercase() == to {
            return self.complain(conn, "You can't PM yourself!");
        }
        if !user_name::is_valid(&to) {
            return self.complain(conn, &format!("PM failed: {to} isn't a valid username."));
        }
        if !self.admit(conn, Flood::FIXED) {
            return;
        }
        let target = self.member_called(&room, &to);
        let Some((target, name)) = target.and_then(|target| Some((target, self.name_of(target)?))) else {
            return self.complain(conn, &format!("PM failed: {to} isn't connected to this channel."));
        };
        let mut meta = Map::new();
        if text.starts_with('>') {
            meta.insert("addClass".into(), json!("greentext"));
        }
        let Some(channel) = self.channels.get(&room) else { return };
        let mut message = channel.message(&from, &text, &meta, self.now);
        if let Value::Object(fields) = &mut message {
            fields.insert("to".into(), json!(name));
        }
        self.emit_to(&[target, conn], "pm", &message);
    }
}
