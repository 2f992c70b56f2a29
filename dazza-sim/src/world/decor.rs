//! How a channel looks: its message of the day, style sheet and script.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest as _, Md5};
use serde_json::{Map, Value, json};

use crate::chat::sanitize;
use crate::rank::Rank;
use crate::world::channel::Channel;
use crate::world::{ChatLine, ConnId, World};

/// Longest text of these. Source: `cytube-protocol`, 6.4. Unit: characters.
const MAX_CHARS: usize = 20_000;

impl World {
    /// `setMotd`, `setChannelCSS`, `setChannelJS`: all are told the new state; who may not is kicked.
    ///
    /// Source: `cytube-protocol`, 6.4; the words of the kicks are like the recorded one of `setOptions`.
    pub(super) fn decorate(&mut self, conn: ConnId, event: &str, fields: &Map<String, Value>) {
        let is_motd = event == "setMotd";
        let is_allowed = if is_motd { self.may(conn, "motdedit") } else { self.rank_of(conn) >= Rank::ADMIN };
        if !is_allowed {
            let lack = if is_motd { "with insufficient permission" } else { "as non-admin" };
            return self.kick(conn, Some(&format!("Attempted {event} {lack}")));
        }
        let key = match event {
            "setMotd" => "motd",
            "setChannelCSS" => "css",
            _ => "js",
        };
        let text: String =
            fields.get(key).and_then(Value::as_str).unwrap_or_default().chars().take(MAX_CHARS).collect();
        let Some(channel) = self.room_of(conn).and_then(|room| self.channels.get_mut(&room)) else { return };
        let told = match key {
            "motd" => {
                channel.motd = sanitize(&text);
                ("setMotd", json!(channel.motd))
            }
            "css" => {
                channel.css = text;
                ("channelCSSJS", channel.css_js())
            }
            _ => {
                channel.js = text;
                ("channelCSSJS", channel.css_js())
            }
        };
        let members = channel.members.clone();
        self.emit_to(&members, told.0, &told.1);
    }

    /// `readChanLog`: the lines that were said; who may not read them is kicked.
    ///
    /// Source: `cytube-protocol`, 6.1 and 6.4; the form of a line is not observed.
    pub(super) fn read_log(&mut self, conn: ConnId) {
        if self.rank_of(conn) < Rank::ADMIN {
            return self.kick(conn, Some("Attempted readChanLog with insufficient permission"));
        }
        let Some(room) = self.room_of(conn) else { return };
        let lines = self.lines(&room);
        let line = |line: &ChatLine| format!("[{}] <{}> {}", line.time_ms, line.user, line.html);
        let data = lines.iter().map(line).collect::<Vec<_>>().join("\n");
        self.emit(conn, "readChanLog", &json!({ "success": true, "data": data }));
    }
}

impl Channel {
    /// As `channelCSSJS` sends them, each with its hash.
    pub(super) fn css_js(&self) -> Value {
        let hash = |text: &str| BASE64_STANDARD.encode(Md5::digest(text.as_bytes()));
        json!({ "css": self.css, "cssHash": hash(&self.css), "js": self.js, "jsHash": hash(&self.js) })
    }
}
