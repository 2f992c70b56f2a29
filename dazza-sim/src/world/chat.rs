//! Saying something aloud.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::chat::{Flood, cut, is_blank, without_controls};
use crate::number;
use crate::rank::Rank;
use crate::world::{ConnId, World};

/// Drinks that one call may count, either way. Source: not observed; a guard for the counter.
const MAX_DRINKS: u64 = 10_000;

impl World {
    pub(super) fn chat(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "chat")) else { return };
        let text = cut(fields.get("msg").and_then(Value::as_str).unwrap_or_default());
        if self.is_too_new(conn, &room, &text) {
            return;
        }
        let keeps_controls = self.channels.get(&room).is_some_and(|channel| channel.flag("allow_ascii_control"));
        let text = if keeps_controls { text } else { without_controls(&text) };
        if is_blank(&text) || self.name_of(conn).is_none() {
            return;
        }
        let mut meta = self.flair(conn, fields);
        match text.strip_prefix("/d").filter(|_| self.may(conn, "drink")) {
            Some(call) => {
                if let Some(text) = self.drink(&room, call) {
                    meta.extend([("addClass".into(), json!("drink")), ("forceShowName".into(), json!(true))]);
                    self.speak(conn, &room, &text, meta);
                }
            }
            None => self.speak(conn, &room, &text, meta),
        }
    }

    /// Says a line, or carries out the command it is; a command says its text through here again.
    pub(super) fn speak(&mut self, conn: ConnId, room: &RoomName, text: &str, mut meta: Map<String, Value>) {
        if self.kick_for_domain(conn, room, text, "chat message") {
            return;
        }
        if !text.contains("/afk") {
            self.set_afk(conn, false);
        }
        let rank = self.rank_of(conn);
        let flood = self.channels.get(room).map_or(Flood::FIXED, |channel| channel.flood(rank));
        if !self.admit(conn, flood) {
            return;
        }
        if text.starts_with('>') {
            meta.insert("addClass".into(), json!("greentext"));
        }
        if let Some(command) = text.strip_prefix('/')
            && self.command(conn, room, command, &meta)
        {
            return;
        }
        self.utter(conn, room, text, &meta);
    }

    /// Puts a line of `name` into a channel, with no question asked.
    pub(super) fn say_as(&mut self, room: &RoomName, name: &str, text: &str, meta: &Map<String, Value>) {
        let now = self.now;
        let Some(channel) = self.channels.get_mut(room) else { return };
        let line = channel.message(name, text, meta, now);
        channel.push_line(line.clone());
        let members = channel.members.clone();
        self.emit_to(&members, "chatMsg", &line);
    }

    /// Counts a line or a private message; tells the sender if there were too many.
    pub(super) fn admit(&mut self, conn: ConnId, flood: Flood) -> bool {
        if !self.limits.has_chat_throttle {
            return true;
        }
        let now = self.now;
        let passes = self.session_mut(conn).is_some_and(|session| session.throttle.admit(flood, now));
        if !passes {
            self.n_throttled += 1;
            self.emit(conn, "cooldown", &number::json(flood.gap_ms()));
        }
        passes
    }

    /// The one thing of a client's `meta` that survives: a moderator's own rank.
    fn flair(&self, conn: ConnId, fields: &Map<String, Value>) -> Map<String, Value> {
        let rank = self.rank_of(conn);
        let asked = fields.get("meta").and_then(|meta| meta.get("modflair")?.as_f64());
        let flair = asked.filter(|asked| Rank::new(*asked) == rank && rank >= Rank::MODERATOR);
        flair.map(|flair| ("modflair".to_owned(), number::json(flair))).into_iter().collect()
    }

    /// Counts a drink call; gives back what is said, which is nothing if drinks are taken away.
    ///
    /// Source: `cytube-protocol`, 4.6, and the recordings of `html-escaping`.
    fn drink(&mut self, room: &RoomName, call: &str) -> Option<String> {
        let sign = usize::from(call.starts_with('-'));
        let digits = call.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
        let (number, words) = call.split_at_checked(if digits > 0 { sign + digits } else { 0 })?;
        let n_drinks: i64 = if number.is_empty() { 1 } else { number.parse().ok()? };
        if n_drinks.unsigned_abs() > MAX_DRINKS {
            return None;
        }
        let channel = self.channels.get_mut(room)?;
        channel.n_drinks += n_drinks;
        let (total, members) = (channel.n_drinks, channel.members.clone());
        self.emit_to(&members, "drinkCount", &json!(total));
        let times = if n_drinks == 1 { String::new() } else { format!(" (x{n_drinks})") };
        (n_drinks >= 0).then(|| format!("{} drink!{times}", words.trim()))
    }
}
