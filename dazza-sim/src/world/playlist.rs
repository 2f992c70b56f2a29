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
            Some(Turn::Next(gone)) => self.tell_next(&members, room, gone),
            None => {}
        }
        self.await_media(room);
    }

    /// Source: `cytube-protocol`, section 5: what goes, what comes, and the counters that begin anew.
    fn tell_next(&mut self, members: &[ConnId], room: &RoomName, gone: Option<u64>) {
        let Some(channel) = self.channels.get_mut(room) else { return };
        channel.n_drinks = 0;
        let meta = channel.playlist.meta();
        if let Some(uid) = gone {
            self.emit_to(members, "delete", &json!({ "uid": uid }));
            self.emit_to(members, "setPlaylistMeta", &meta);
        }
        self.tell_media(members, room);
        self.emit_to(members, "drinkCount", &json!(0));
        let voters: Vec<ConnId> = members.iter().copied().filter(|conn| self.may(*conn, "viewvoteskip")).collect();
        self.emit_to(&voters, "voteskip", &json!({ "count": 0, "need": 0 }));
    }

    pub(super) fn await_media(&mut self, room: &RoomName) {
        let due = self.channels.get(room).and_then(|channel| channel.playlist.next_due());
        match due {
            Some(at) => self.alarms.set(Alarm::Media(room.clone()), at),
            None => self.alarms.clear(&Alarm::Media(room.clone())),
        }
    }
}
