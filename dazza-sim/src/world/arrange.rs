//! Changing the playlist by its other verbs: remove, jump, move, keep, clear, shuffle, lock, and the full list.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::names::RoomName;
use regex_lite::RegexBuilder;
use serde_json::{Map, Value, json};

use crate::seed::MediaSeed;
use crate::world::media::{Place, Playlist, Turn};
use crate::world::{ConnId, World};

/// Time between two full lists for one session.
///
/// Source: `cytube-protocol`, section 5.
const REQUEST_EVERY: Duration = Duration::from_mins(1);

impl World {
    /// Lets a verb of the playlist happen; those without its permission get silence.
    ///
    /// Source: `cytube-protocol`, section 5, and the recordings of `media-change`.
    pub(super) fn arrange(&mut self, conn: ConnId, verb: &str, uid: Option<u64>, fields: &Map<String, Value>) {
        let node = match verb {
            "delete" => "playlistdelete",
            "jumpTo" | "playNext" => "playlistjump",
            "moveMedia" => "playlistmove",
            "setTemp" => "settemp",
            "clearPlaylist" => "playlistclear",
            "shufflePlaylist" => "playlistshuffle",
            _ => "playlistlock",
        };
        if !self.may(conn, node) {
            return;
        }
        match verb {
            "delete" => self.delete_media(conn, uid),
            "jumpTo" => self.jump_to(conn, uid),
            "playNext" => self.play_next(conn),
            "moveMedia" => self.move_media(conn, fields),
            "setTemp" => self.set_temporary(conn, fields),
            "clearPlaylist" => self.clear_playlist(conn),
            "shufflePlaylist" => self.shuffle(conn),
            _ => self.toggle_lock(conn),
        }
    }

    fn playlist_of(&mut self, conn: ConnId) -> Option<&mut Playlist> {
        let room = self.room_of(conn)?;
        self.channels.get_mut(&room).map(|channel| &mut channel.playlist)
    }

    fn delete_media(&mut self, conn: ConnId, uid: Option<u64>) {
        let now = self.now;
        let Some(room) = self.room_of(conn) else { return };
        let removed = uid.and_then(|uid| Some((uid, self.playlist_of(conn)?.remove(uid, now)?)));
        let Some((uid, is_next)) = removed else { return };
        self.tell_gone(&room, uid);
        if is_next {
            self.tell_start(&room);
        }
        self.await_media(&room);
    }

    fn jump_to(&mut self, conn: ConnId, uid: Option<u64>) {
        let now = self.now;
        let Some(room) = self.room_of(conn) else { return };
        if let Some(Turn::Next(gone)) = uid.and_then(|uid| self.playlist_of(conn)?.jump(uid, now)) {
            self.tell_next(&room, gone);
        }
    }

    fn play_next(&mut self, conn: ConnId) {
        if let Some(room) = self.room_of(conn) {
            self.skip(&room);
        }
    }

    fn move_media(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn) else { return };
        let (Some(from), Some(after)) = (fields.get("from").and_then(Value::as_u64), fields.get("after")) else {
            return;
        };
        let place = match after.as_str() {
            Some("prepend") => Some(Place::First),
            Some("append") => Some(Place::Last),
            _ => after.as_u64().map(Place::After),
        };
        if place.is_some_and(|place| self.playlist_of(conn).is_some_and(|playlist| playlist.shift(from, place))) {
            self.emit_to_seers(&room, "moveVideo", &json!({ "from": from, "after": after }));
        }
    }

    fn set_temporary(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn) else { return };
        let (Some(uid), Some(is_temporary)) =
            (fields.get("uid").and_then(Value::as_u64), fields.get("temp").and_then(Value::as_bool))
        else {
            return;
        };
        if self.playlist_of(conn).is_some_and(|playlist| playlist.set_temporary(uid, is_temporary)) {
            self.emit_to_seers(&room, "setTemp", &json!({ "uid": uid, "temp": is_temporary }));
        }
    }

    fn clear_playlist(&mut self, conn: ConnId) {
        let Some(room) = self.room_of(conn) else { return };
        let Some(playlist) = self.playlist_of(conn) else { return };
        playlist.clear();
        let (items, meta) = (playlist.items_json(), playlist.meta());
        self.emit_to_seers(&room, "playlist", &items);
        let members = self.members(&room);
        self.emit_to(&members, "setPlaylistMeta", &meta);
        self.await_media(&room);
    }

    fn shuffle(&mut self, conn: ConnId) {
        let now = self.now;
        let Some(room) = self.room_of(conn) else { return };
        let mut dice = self.dice.child();
        let Some(playlist) = self.playlist_of(conn) else { return };
        playlist.shuffle(&mut dice, now);
        let items = playlist.items_json();
        self.emit_to_seers(&room, "playlist", &items);
        self.tell_start(&room);
    }

    fn toggle_lock(&mut self, conn: ConnId) {
        let Some(room) = self.room_of(conn) else { return };
        let Some(channel) = self.channels.get_mut(&room) else { return };
        channel.is_locked = !channel.is_locked;
        let (is_locked, members) = (channel.is_locked, channel.members.clone());
        self.emit_to(&members, "setPlaylistLocked", &json!(is_locked));
    }

    /// `/clean name` and `/cleantitle expression`: what somebody added, or what is called so, leaves the playlist.
    ///
    /// Source: `cytube-protocol`, 4.6.
    pub(super) fn clean(&mut self, conn: ConnId, room: &RoomName, command: &str, text: &str) {
        if text.is_empty() || !self.may(conn, "playlistdelete") {
            return;
        }
        let Ok(title) = RegexBuilder::new(text).case_insensitive(true).build() else {
            return self.complain(conn, &format!("Invalid target: {text}"));
        };
        let Some(channel) = self.channels.get(room) else { return };
        let fits = |media: &MediaSeed| match command {
            "clean" => media.added_by.eq_ignore_ascii_case(text),
            _ => title.is_match(&media.title),
        };
        let items = channel.playlist.items().iter().filter(|item| fits(&item.media));
        let uids: Vec<u64> = items.map(|item| item.uid).collect();
        for uid in uids {
            self.delete_media(conn, Some(uid));
        }
    }

    /// `requestPlaylist`: the whole list, once a minute.
    pub(super) fn request_playlist(&mut self, conn: ConnId) {
        let now = self.now;
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "seeplaylist")) else { return };
        let Some(session) = self.session_mut(conn) else { return };
        if session.last_request.is_some_and(|last| since(last, now) < REQUEST_EVERY) {
            let told = json!({
                "msg": "Get Playlist URLs is limited to 1 usage every 60 seconds.  Please try again later.",
                "code": "REQ_PLAYLIST_LIMIT_REACHED",
            });
            return self.emit(conn, "errorMsg", &told);
        }
        session.last_request = Some(now);
        self.send_playlist(conn, &room);
    }

    /// `listPlaylists`: nobody has saved one.
    ///
    /// Source: the recordings, for accounts; the refusal of guests is not observed.
    pub(super) fn list_playlists(&mut self, conn: ConnId) {
        if self.session(conn).is_some_and(|session| session.is_registered) {
            self.emit(conn, "listPlaylists", &json!([]));
        } else {
            self.complain(conn, "Only registered users can use the user playlist function.");
        }
    }
}
