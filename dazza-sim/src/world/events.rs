//! Which event of a client does what.

use serde_json::{Map, Value};

use crate::world::{ConnId, World, shapes};

impl World {
    /// Lets an event of a session happen; unknown ones and those out of place are ignored.
    ///
    /// Source: `cytube-protocol`, 6.5.
    pub(super) fn event(&mut self, conn: ConnId, name: &str, payload: Option<Value>, ack: Option<u64>) {
        if !self.admit_event(conn) {
            return self.kick(conn, Some("Rate limit exceeded"));
        }
        match name {
            "login" => self.login(conn, payload.as_ref()),
            "joinChannel" => self.join(conn, payload.as_ref()),
            "channelPassword" => self.try_password(conn, payload.as_ref()),
            "initACP" | "acp-announce" | "acp-announce-clear" => self.administrate(conn, name, payload.as_ref()),
            _ if self.room_of(conn).is_some() => self.room_event(conn, name, payload, ack),
            _ => {}
        }
    }

    fn room_event(&mut self, conn: ConnId, name: &str, payload: Option<Value>, ack: Option<u64>) {
        if let Err(mismatch) = shapes::check(name, payload.as_ref()) {
            return self.complain(conn, &format!("Unexpected error for message {name}: {mismatch}"));
        }
        let number = payload.as_ref().and_then(Value::as_f64);
        let uid = payload.as_ref().and_then(Value::as_u64);
        let (fields, list) = match payload {
            Some(Value::Object(fields)) => (fields, Vec::new()),
            Some(Value::Array(list)) => (Map::new(), list),
            _ => (Map::new(), Vec::new()),
        };
        match name {
            "chatMsg" => self.chat(conn, &fields),
            "pm" => self.pm(conn, &fields),
            "requestBanlist" => self.list_bans(conn),
            "unban" => self.unban(conn, &fields),
            "setOptions" => self.set_options(conn, &fields),
            "setChannelRank" => self.set_channel_rank(conn, &fields),
            "assignLeader" => self.assign_leader(conn, &fields),
            "mediaUpdate" => self.follow_leader(conn, &fields),
            "requestChannelRanks" => self.list_ranks(conn),
            "queue" => self.queue(conn, &fields),
            "delete" | "jumpTo" | "playNext" | "moveMedia" | "setTemp" | "clearPlaylist" | "shufflePlaylist"
            | "togglePlaylistLock" => self.arrange(conn, name, uid, &fields),
            "requestPlaylist" => self.request_playlist(conn),
            "listPlaylists" => self.list_playlists(conn),
            "newPoll" => self.new_poll(conn, &fields, ack),
            "vote" => self.vote(conn, &fields),
            "closePoll" => self.close_poll(conn),
            "setPermissions" => self.set_permissions(conn, &fields),
            "setMotd" | "setChannelCSS" | "setChannelJS" => self.decorate(conn, name, &fields),
            "updateEmote" | "renameEmote" | "removeEmote" | "moveEmote" | "importEmotes" => {
                self.edit_emotes(conn, name, &fields, &list);
            }
            "addFilter" | "updateFilter" | "removeFilter" | "moveFilter" | "importFilters" | "requestChatFilters" => {
                self.edit_filters(conn, name, &fields, &list);
            }
            "readChanLog" => self.read_log(conn),
            "voteskip" => self.vote_to_skip(conn),
            "borrow-rank" => self.borrow_rank(conn, number),
            "playerReady" => {
                if let Some(room) = self.room_of(conn) {
                    self.send_media(conn, &room);
                }
            }
            _ => {}
        }
    }
}
