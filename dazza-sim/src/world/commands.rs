//! Lines that begin with a slash.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::seed::Mute;
use crate::world::{ConnId, World};

impl World {
    /// Carries out `line`, which stood behind a slash; gives back whether it was a command at all.
    pub(super) fn command(&mut self, conn: ConnId, room: &RoomName, line: &str, meta: &Map<String, Value>) -> bool {
        let (command, text) = line.split_once(' ').unwrap_or((line, ""));
        let words: Vec<&str> = if line.contains(' ') { text.split(' ').collect() } else { Vec::new() };
        match command {
            "me" => self.speak(conn, room, text, with(meta, json!({ "addClass": "action", "action": true }))),
            "sp" => self.speak(conn, room, text, with(meta, json!({ "addClass": "spoiler" }))),
            "say" | "shout" | "rcv" => self.shout(conn, room, text, meta),
            "a" => self.speak_as_admin(conn, room, text, meta),
            "afk" => {
                let is_afk = self.session(conn).is_some_and(|session| session.is_afk);
                self.set_afk(conn, !is_afk);
            }
            "clear" => self.clear(conn, room),
            "kick" => self.kick_by_command(conn, room, &words),
            "kickanons" => self.kick_anonymous(conn, room),
            "poll" | "hpoll" => {
                let text = line.get(command.len()..).unwrap_or_default();
                self.poll_by_command(conn, room, text, command == "hpoll");
            }
            "clean" | "cleantitle" => self.clean(conn, room, command, text.trim()),
            "rank" => self.rank_by_command(conn, &words),
            "ban" => self.ban_by_command(conn, room, &words, false),
            "ipban" | "banip" => self.ban_by_command(conn, room, &words, true),
            "mute" => self.mute_by_command(conn, room, &words, Mute::Loud),
            "smute" => self.mute_by_command(conn, room, &words, Mute::Shadow),
            "unmute" | "unsmute" => self.unmute_by_command(conn, room, &words),
            _ => return false,
        }
        true
    }

    fn shout(&mut self, conn: ConnId, room: &RoomName, text: &str, meta: &Map<String, Value>) {
        if self.rank_of(conn) >= Rank::LEADER {
            let loud = json!({ "addClass": "shout", "addClassToNameAndTimestamp": true, "forceShowName": true });
            self.speak(conn, room, text, with(meta, loud));
        }
    }

    /// `/a text`: a line with the site administrator's mark.
    fn speak_as_admin(&mut self, conn: ConnId, room: &RoomName, text: &str, meta: &Map<String, Value>) {
        if self.session(conn).is_some_and(|session| session.global_rank >= Rank::SITE) {
            let flair = json!({ "labelclass": "label-danger", "icon": "glyphicon-globe" });
            let marked = with(meta, json!({ "superadminflair": flair, "forceShowName": true }));
            self.speak(conn, room, text, marked);
        }
    }

    fn clear(&mut self, conn: ConnId, room: &RoomName) {
        let Some(by) = self.name_of(conn).filter(|_| self.may(conn, "chatclear")) else { return };
        let Some(channel) = self.channels.get_mut(room) else { return };
        channel.backlog.clear();
        let members = channel.members.clone();
        self.emit_to(&members, "clearchat", &json!({ "clearedBy": by }));
        self.whisper(room, &format!("{by} cleared chat."), Rank::ANONYMOUS);
    }
}

/// `meta` with more in it.
fn with(meta: &Map<String, Value>, more: Value) -> Map<String, Value> {
    let mut meta = meta.clone();
    if let Value::Object(more) = more {
        meta.extend(more);
    }
    meta
}
