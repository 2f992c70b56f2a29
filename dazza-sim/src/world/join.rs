//! Into a channel and out of it.

use dazza_shared::names::RoomName;
use serde_json::{Value, json};

use crate::packet;
use crate::world::channel::Channel;
use crate::world::{Alarm, ConnId, World};

impl World {
    pub(super) fn join(&mut self, conn: ConnId, payload: Option<&Value>) {
        let Some(session) = self.session_mut(conn) else { return };
        if std::mem::replace(&mut session.is_join_spent, true) {
            return;
        }
        let Some(name) = payload.and_then(|payload| payload.get("name")?.as_str()) else { return };
        let Ok(room) = name.parse::<RoomName>() else {
            let rule = "Invalid channel name.  Channel names may consist of 1-30 characters in the set a-z, A-Z, 0-9, \
                        -, and _";
            self.complain(conn, rule);
            return self.kick(conn, Some("Invalid channel name"));
        };
        if self.is_out_of_reach(conn, &room) {
            return;
        }
        let channel = self.channels.entry(room.clone()).or_insert_with(|| Channel::unregistered(&room));
        let has_slow_ranks = self.links.get(&conn).is_some_and(|link| link.door.has_slow_ranks);
        let is_rank_first = channel.is_registered && !has_slow_ranks;
        let is_account = self.session(conn).is_some_and(|session| session.is_registered);
        if is_account && is_rank_first {
            self.learn_channel_rank(conn, &room);
        }
        self.knock(conn, room, payload.and_then(|payload| payload.get("pw")), is_account && is_rank_first);
    }

    /// Lets a session in.
    ///
    /// The rank stored for it is known already, or is looked up after the burst. Who passes a password as a
    /// moderator is told that it needs none, and the channel about the rank only then.
    pub(super) fn enter(&mut self, conn: ConnId, room: &RoomName, knows_rank: bool, passes_as_moderator: bool) {
        let is_registered = self.session(conn).is_some_and(|session| session.is_registered);
        let was_waiting = self.session_mut(conn).is_some_and(|session| session.waiting.take().is_some());
        if self.name_of(conn).is_some() {
            self.kick_namesakes(conn, room);
            self.announce(conn, room);
        }
        let Some(channel) = self.channels.get_mut(room) else { return };
        channel.members.push(conn);
        self.recall_mute(conn, room);
        let Some(channel) = self.channels.get_mut(room) else { return };
        let is_alone = channel.members.len() == 1;
        if let Some(session) = self.session_mut(conn) {
            session.room = Some(room.clone());
        }
        self.await_absence(conn);
        if is_alone {
            self.start_media(room);
            self.await_save(room);
        }
        self.send_state(conn, room);
        if knows_rank {
            self.send_playlist(conn, room);
        }
        self.send_poll(conn, room, "newPoll");
        self.send_userlist(conn, room);
        self.send_leader(conn, room);
        self.count_changed(room);
        if !self.channels.get(room).is_some_and(|channel| channel.is_registered) {
            self.send(conn, packet::event_text("channelNotRegistered", None));
        }
        if passes_as_moderator {
            self.send(conn, packet::event_text("cancelNeedPassword", None));
        }
        if is_registered && !knows_rank {
            self.learn_channel_rank(conn, room);
        } else if passes_as_moderator && was_waiting {
            self.show_rank(conn, room);
        }
        if is_registered {
            self.emit(conn, "listPlaylists", &json!([]));
        }
        self.kick_if_name_banned(conn, room);
    }

    /// The burst after a join, down to what is playing.
    ///
    /// Source: `cytube-protocol`, 2.2, and the recordings.
    fn send_state(&mut self, conn: ConnId, room: &RoomName) {
        let Some(channel) = self.channels.get(room) else { return };
        let mut burst = vec![
            ("setPermissions", channel.permissions.json()),
            ("setPlaylistLocked", json!(channel.is_locked)),
            ("emoteList", json!(channel.emotes)),
        ];
        burst.extend(channel.backlog.iter().map(|line| ("chatMsg", line.clone())));
        burst.extend([
            ("drinkCount", json!(channel.n_drinks)),
            ("channelCSSJS", channel.css_js()),
            ("setMotd", json!(channel.motd)),
            ("channelOpts", json!(channel.options)),
        ]);
        for (event, payload) in burst {
            self.emit(conn, event, &payload);
        }
        self.send_playlist(conn, room);
        self.send_media(conn, room);
    }

    /// Takes a session out of its channel and tells the others.
    pub(super) fn part(&mut self, conn: ConnId) {
        let Some(room) = self.session_mut(conn).and_then(|session| session.room.take()) else { return };
        self.alarms.clear(&Alarm::Away(conn));
        let name = self.name_of(conn);
        let Some(channel) = self.channels.get_mut(&room) else { return };
        channel.members.retain(|member| *member != conn);
        let members = channel.members.clone();
        if let Some(name) = name {
            self.emit_to(&members, "userLeave", &json!({ "name": name }));
        }
        self.count_changed(&room);
        if let Some(address) = self.session(conn).map(|session| session.address) {
            self.unvote_to_skip(&room, address);
            self.unvote(&room, address);
        }
        self.lose_leader(conn, &room);
        if members.is_empty() {
            self.fall_silent(&room);
        }
    }

    /// Stops a channel that the last one left: a registered one waits, another is gone.
    fn fall_silent(&mut self, room: &RoomName) {
        self.alarms.clear(&Alarm::Media(room.clone()));
        self.alarms.clear(&Alarm::Save(room.clone()));
        let is_registered = self.channels.get_mut(room).is_some_and(|channel| {
            channel.playlist.pause(self.now);
            channel.is_registered
        });
        self.save(room);
        if !is_registered {
            self.alarms.clear(&Alarm::Count(room.clone()));
            self.alarms.clear(&Alarm::Poll(room.clone()));
            self.channels.remove(room);
        }
    }
}
