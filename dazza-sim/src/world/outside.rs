//! What those who run the server can see and do, beside what its clients do: tests, and the demonstration.

use std::collections::BTreeMap;

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::options;
use crate::rank::Rank;
use crate::world::channel::Channel;
use crate::world::{ConnId, Deed, Output, World};

/// The server at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Channels that somebody registered or is in.
    pub channels: BTreeMap<RoomName, ChannelView>,
    /// Websockets open now.
    pub n_websockets: usize,
    /// Namespace connects that were let in, since the start.
    pub n_connects: u64,
    /// Namespace connects that were refused for coming too fast or being too many, since the start.
    pub n_refused: u64,
    /// Lines and private messages that were dropped for coming too fast, since the start.
    pub n_throttled: u64,
}

/// One channel at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelView {
    /// Connections in it, those without a name included.
    pub n_connections: usize,
    /// Those with a name, in the order of their coming.
    pub people: Vec<Person>,
    /// Public lines since the start.
    pub n_lines: usize,
}

/// Somebody in a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name, as it is shown.
    pub name: String,
    /// The rank there.
    pub rank: Rank,
    /// Whether away.
    pub is_afk: bool,
    /// Whether muted, in either way.
    pub is_muted: bool,
}

/// A public line, as everybody received it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatLine {
    /// Who said it.
    pub user: String,
    /// What was said, as HTML.
    pub html: String,
    /// Class of the line, e.g. `action`; empty for a plain one.
    pub class: String,
    /// When. Unit: milliseconds since 1970.
    pub time_ms: i64,
}

impl ChatLine {
    /// What is kept of a `chatMsg`: all that anybody asks for, without the trees of its frame.
    pub(super) fn of(line: &Value) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            user: text(line.get("username")),
            html: text(line.get("msg")),
            class: text(line.get("meta").and_then(|meta| meta.get("addClass"))),
            time_ms: line.get("time").and_then(Value::as_i64).unwrap_or_default(),
        }
    }
}

impl World {
    /// The server as it is now.
    pub fn view(&self) -> View {
        let channels = self.channels.iter().map(|(name, channel)| (name.clone(), self.channel_view(channel)));
        View {
            channels: channels.collect(),
            n_websockets: self.links.len(),
            n_connects: self.n_connects,
            n_refused: self.n_refused,
            n_throttled: self.n_throttled,
        }
    }

    fn channel_view(&self, channel: &Channel) -> ChannelView {
        let sessions = channel.members.iter().filter_map(|conn| self.session(*conn));
        let person = |session: &super::session::Session| {
            Some(Person {
                name: session.name.clone()?,
                rank: session.rank(),
                is_afk: session.is_afk,
                is_muted: session.mute.is_some(),
            })
        };
        ChannelView {
            n_connections: channel.members.len(),
            people: sessions.filter_map(person).collect(),
            n_lines: channel.n_lines,
        }
    }

    /// The public lines of a channel since the start, oldest first.
    pub fn lines(&self, room: &RoomName) -> Vec<ChatLine> {
        self.lines_from(room, 0)
    }

    /// The public lines of a channel but for the first `n`; of very many the oldest are not kept.
    pub fn lines_from(&self, room: &RoomName, n: usize) -> Vec<ChatLine> {
        let n_gone = |channel: &Channel| channel.n_lines.saturating_sub(channel.log.len());
        let kept = |channel| n.saturating_sub(n_gone(channel));
        let lines = self.channels.get(room).into_iter().flat_map(|channel| channel.log.iter().skip(kept(channel)));
        lines.cloned().collect()
    }

    /// Says a line in a channel, as the connection of that name or, if there is none, out of the blue.
    pub fn say(&mut self, room: &RoomName, user: &str, text: &str) -> Vec<Output> {
        match self.member_called(room, user) {
            Some(conn) => {
                let fields = [("msg".to_owned(), Value::from(text))];
                self.chat(conn, &fields.into_iter().collect());
            }
            None => self.say_as(room, user, text, &Map::new()),
        }
        self.take_outputs()
    }

    /// Sends a raw frame to somebody's connection; nothing if there is nobody of that name.
    pub fn send_raw(&mut self, room: &RoomName, user: &str, text: &str) -> Vec<Output> {
        if let Some(conn) = self.member_called(room, user) {
            self.send(conn, text.into());
        }
        self.take_outputs()
    }

    /// Writes bytes to somebody's connection that need not be a frame; nothing if there is nobody of that name.
    pub fn send_bytes(&mut self, room: &RoomName, user: &str, bytes: &[u8]) -> Vec<Output> {
        if let Some(to) = self.member_called(room, user) {
            self.outbox.push(Output { to, deed: Deed::Bytes(bytes.into()) });
        }
        self.take_outputs()
    }

    /// Changes somebody's profile, as the account page of the web site does.
    ///
    /// Source: the recordings of `room-state`.
    pub fn set_profile(&mut self, user: &str, image: &str, text: &str) -> Vec<Output> {
        if let Some(account) = self.accounts.get_mut(&user.to_lowercase()) {
            (account.image, account.text) = (image.to_owned(), text.to_owned());
        }
        let conns: Vec<ConnId> = self.links.keys().copied().collect();
        for conn in conns {
            let Some(session) = self.session_mut(conn).filter(|session| session.is_called(user)) else { continue };
            (session.image, session.text) = (image.to_owned(), text.to_owned());
            let told = json!({ "name": session.name, "profile": { "image": image, "text": text } });
            if let Some(room) = self.room_of(conn) {
                let members = self.members(&room);
                self.emit_to(&members, "setUserProfile", &told);
            }
        }
        self.take_outputs()
    }

    /// Kicks somebody, as a moderator would.
    pub fn kick_person(&mut self, room: &RoomName, user: &str, reason: Option<&str>) -> Vec<Output> {
        if let Some(conn) = self.member_called(room, user) {
            self.kick(conn, reason);
        }
        self.take_outputs()
    }

    /// Sets an option of a channel and tells everybody in it; gives back whether it has such an option and value.
    pub fn set_option(&mut self, room: &RoomName, key: &str, value: Value) -> (bool, Vec<Output>) {
        let is_known = options::check(key, &value).is_ok();
        let Some(channel) = self.channels.get_mut(room).filter(|_| is_known) else { return (false, Vec::new()) };
        channel.options.insert(key.to_owned(), value);
        let (options, members) = (Value::from(channel.options.clone()), channel.members.clone());
        self.emit_to(&members, "channelOpts", &options);
        for member in members.into_iter().filter(|_| key == "afk_timeout") {
            self.await_absence(member);
        }
        (true, self.take_outputs())
    }

    /// Sets the least rank for what `node` names and tells everybody in the channel.
    pub fn set_permission(&mut self, room: &RoomName, node: &str, rank: f64) -> Vec<Output> {
        let Some(channel) = self.channels.get_mut(room) else { return Vec::new() };
        channel.permissions.set(node, rank);
        let (permissions, members) = (channel.permissions.json(), channel.members.clone());
        self.emit_to(&members, "setPermissions", &permissions);
        self.take_outputs()
    }

    /// Drops the line to somebody without a word.
    pub fn cut(&mut self, room: &RoomName, user: &str) -> Vec<Output> {
        if let Some(conn) = self.member_called(room, user) {
            self.outbox.push(Output { to: conn, deed: Deed::Cut });
            self.forget(conn);
        }
        self.take_outputs()
    }

    /// The connection of somebody in a channel.
    pub(crate) fn conn_of(&self, room: &RoomName, user: &str) -> Option<ConnId> {
        self.member_called(room, user)
    }

    /// Whether the server takes a websocket as open.
    pub(crate) fn is_open(&self, conn: ConnId) -> bool {
        self.links.contains_key(&conn)
    }

    /// Whether somebody of that name is in the channel.
    pub fn is_in(&self, room: &RoomName, user: &str) -> bool {
        self.member_called(room, user).is_some()
    }
}
