//! The way into a channel: its bans, its password, and whether it takes people without a name.

use dazza_shared::names::RoomName;
use serde_json::{Value, json};

use crate::packet;
use crate::rank::Rank;
use crate::world::{ConnId, World};

/// Somebody outside a channel who may yet come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) room: RoomName,
    /// What is missing.
    pub(super) key: Key,
    /// Whether the rank stored for the account is known already.
    knows_rank: bool,
}

/// What opens a channel to somebody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The password, or a moderator's name.
    Password,
    /// Any name.
    Name,
}

impl World {
    /// Asks to be let into a channel; `given` is the password that came with the wish.
    ///
    /// Source: `cytube-protocol`, 2.5, for the order of what is looked at.
    pub(super) fn knock(&mut self, conn: ConnId, room: RoomName, given: Option<&Value>, knows_rank: bool) {
        if self.is_banned(conn, &room) {
            return self.kick(conn, Some("You are banned from this channel."));
        }
        if self.opens(&room, given) {
            return self.knock_without_name(conn, room, knows_rank);
        }
        if self.is_moderator_of(conn, &room) {
            return self.enter(conn, &room, knows_rank, true);
        }
        self.wait(conn, Waiting { room, key: Key::Password, knows_rank });
        self.emit(conn, "needPassword", &json!(given.is_some()));
    }

    fn knock_without_name(&mut self, conn: ConnId, room: RoomName, knows_rank: bool) {
        let is_closed = self.channels.get(&room).is_some_and(|channel| channel.flag("block_anonymous_users"));
        if !is_closed || self.name_of(conn).is_some() {
            return self.enter(conn, &room, knows_rank, false);
        }
        self.wait(conn, Waiting { room, key: Key::Name, knows_rank: false });
        self.complain(conn, "This channel has blocked anonymous users. Please provide a user name to join.");
    }

    /// `channelPassword`: as many tries as it takes.
    pub(super) fn try_password(&mut self, conn: ConnId, given: Option<&Value>) {
        let waiting = self.session(conn).and_then(|session| session.waiting.clone());
        let Some(Waiting { room, knows_rank, .. }) = waiting.filter(|waiting| waiting.key == Key::Password) else {
            return;
        };
        let password = self.channels.get(&room).and_then(|channel| channel.options.get("password"));
        if given.is_none() || given != password {
            return self.emit(conn, "needPassword", &json!(true));
        }
        self.send(conn, packet::event_text("cancelNeedPassword", None));
        self.knock_without_name(conn, room, knows_rank);
    }

    /// What a login means for somebody who waits outside.
    ///
    /// Source: the recordings of `need-password` and `spam-filter`: who waits for the password has the rank looked up
    /// at once, who waits for a name only once they are in.
    pub(super) fn knock_again(&mut self, conn: ConnId) {
        let Some(Waiting { room, key, .. }) = self.session(conn).and_then(|session| session.waiting.clone()) else {
            return;
        };
        if key == Key::Name {
            return self.enter(conn, &room, false, false);
        }
        if !self.session(conn).is_some_and(|session| session.is_registered) {
            return;
        }
        self.learn_own_rank(conn, &room);
        if self.is_moderator_of(conn, &room) {
            self.enter(conn, &room, true, true);
            return;
        }
        self.wait(conn, Waiting { room: room.clone(), key, knows_rank: true });
        self.show_rank(conn, &room);
    }

    fn wait(&mut self, conn: ConnId, waiting: Waiting) {
        if let Some(session) = self.session_mut(conn) {
            session.waiting = Some(waiting);
        }
    }

    /// Whether the password that was given, or none, opens a channel.
    fn opens(&self, room: &RoomName, given: Option<&Value>) -> bool {
        let password = self.channels.get(room).and_then(|channel| channel.options.get("password"));
        password.is_none_or(|password| password == &Value::Bool(false) || given == Some(password))
    }

    /// Whether somebody's account is a moderator of a channel, whether its rank was looked up yet or not.
    fn is_moderator_of(&self, conn: ConnId, room: &RoomName) -> bool {
        let Some(session) = self.session(conn).filter(|session| session.is_registered) else { return false };
        let name = session.name.as_deref().unwrap_or_default();
        session.rank().or(self.rank_for_name(room, name)) >= Rank::MODERATOR
    }
}
