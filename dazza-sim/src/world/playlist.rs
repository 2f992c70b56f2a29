//! Telling a channel what plays.

use dazza_shared::names::RoomName;
use serde_json::json;

use crate::world::media::Turn;
use crate::world::{Alarm, ConnId, World};

impl World {
    /// Sends the playlist to one session, as far as it may see it.
    pub(super) fn send_playlist(&mut self, conn: ConnId, room: &RoomName) {
        let Some(channel) = self.channels.get(room) else { return };
        let playlist = &channel.playlist;
        let (meta, items, current) = (playlist.meta(), playlist.items_json(), playlist.current_uid());
        self.emit(conn, "setPlaylistMeta", &meta);
        if !self.may(conn, "seeplaylist") {
            return;
        }
        self.emit(conn, "playlist", &items);
        if let Some(uid) = current {
            self.emit(conn, "setCurrent", &json!(uid));
        }
    }

    /// Tells one session what plays now.
    pub(super) fn send_media(&mut self, conn: ConnId, room: &RoomName) {
        self.tell_media(&[conn], room);
    }

    fn tell_media(&mut self, to: &[ConnId], room: &RoomName) {
        let Some(channel) = self.channels.get(room) else { return };
        let playlist = &channel.playlist;
        if let (Some(uid), Some(media)) = (playlist.current_uid(), playlist.change_media(self.now)) {
            self.emit_to(to, "setCurrent", &json!(uid));
            self.emit_to(to, "changeMedia", &media);
        }
    }

    /// Lets the playlist run, now that somebody is there.
    pub(super) fn start_media(&mut self, room: &RoomName) {
        if let Some(channel) = self.channels.get_mut(room) {
            channel.playlist.resume(self.now);
            self.await_media(room);
        }
    }

    /// Does what is due in the playlist.
    pub(super) fn play_on(&mut self, room: &RoomName) {
        let Some(channel) = self.channels.get_mut(room) else { return };
        let members = channel.members.clone();
        match channel.playlist.turn(self.now) {
            Some(Turn::Update(position)) => self.emit_to(&members, "mediaUpdate", &position),
            Some(Turn::Next(gone)) => self.tell_next(room, gone),
            None => {}
        }
        self.await_media(room);
    }

    /// Goes on to the next item, if anything plays.
    pub(super) fn skip(&mut self, room: &RoomName) {
        let now = self.now;
        let Some(channel) = self.channels.get_mut(room) else { return };
        if channel.playlist.current_uid().is_some() {
            let gone = channel.playlist.advance(now);
            self.tell_next(room, gone);
        }
    }

    /// Tells that another item plays, and that a temporary one is gone.
    pub(super) fn tell_next(&mut self, room: &RoomName, gone: Option<u64>) {
        if let Some(uid) = gone {
            self.tell_gone(room, uid);
        }
        self.tell_start(room);
    }

    /// Tells that an item is gone.
    pub(super) fn tell_gone(&mut self, room: &RoomName, uid: u64) {
        let Some(channel) = self.channels.get(room) else { return };
        let (meta, members) = (channel.playlist.meta(), channel.members.clone());
        self.emit_to_seers(room, "delete", &json!({ "uid": uid }));
        self.emit_to(&members, "setPlaylistMeta", &meta);
    }

    /// Tells what plays now, and begins to wait for its end.
    ///
    /// Source: `cytube-protocol`, section 5, and the recordings: the counters begin anew with it.
    pub(super) fn tell_start(&mut self, room: &RoomName) {
        let Some(channel) = self.channels.get_mut(room) else { return };
        if channel.playlist.current_uid().is_some() {
            channel.n_drinks = 0;
            let members = channel.members.clone();
            self.tell_media(&members, room);
            self.emit_to(&members, "drinkCount", &json!(0));
            self.forget_skips(room);
        }
        self.await_media(room);
    }

    /// Sends an event to all in a channel who may see its playlist.
    pub(super) fn emit_to_seers(&mut self, room: &RoomName, event: &str, payload: &serde_json::Value) {
        let members = self.members(room);
        let seers: Vec<ConnId> = members.into_iter().filter(|conn| self.may(*conn, "seeplaylist")).collect();
        self.emit_to(&seers, event, payload);
    }

    pub(super) fn await_media(&mut self, room: &RoomName) {
        let due = self.channels.get(room).and_then(|channel| channel.playlist.next_due());
        match due {
            Some(at) => self.alarms.set(Alarm::Media(room.clone()), at),
            None => self.alarms.clear(&Alarm::Media(room.clone())),
        }
    }
}
