//! Asking the room, voting, and closing a poll.

use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::packet;
use crate::world::poll::{Poll, Sight};
use crate::world::{Alarm, ConnId, World};

/// Longest time after which a poll closes by itself. Source: `cytube-protocol`, 6.4. Unit: seconds.
const MAX_TIMEOUT: f64 = 86_400.0;

impl World {
    /// `newPoll`: what is wrong goes into the acknowledgement, or into an `errorMsg` if none was asked for.
    ///
    /// Source: `cytube-protocol`, 6.4, and the recordings of `room-state`.
    pub(super) fn new_poll(&mut self, conn: ConnId, fields: &Map<String, Value>, ack: Option<u64>) {
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "pollctl")) else { return };
        let refusal = self.ask(conn, &room, fields).err();
        match (ack, refusal) {
            (Some(id), None) => self.send(conn, packet::ack(id, &json!({}))),
            (Some(id), Some(refusal)) => {
                self.send(conn, packet::ack(id, &json!({ "error": { "message": refusal } })));
            }
            (None, Some(refusal)) => self.complain(conn, &refusal),
            (None, None) => {}
        }
    }

    fn ask(&mut self, conn: ConnId, room: &RoomName, fields: &Map<String, Value>) -> Result<(), String> {
        let flag = |key| fields.get(key).and_then(Value::as_bool).unwrap_or(false);
        let options = fields.get("opts").and_then(Value::as_array).into_iter().flatten();
        let options: Option<Vec<String>> = options.map(|option| option.as_str().map(str::to_owned)).collect();
        let options = options.ok_or("Poll options must be strings.")?;
        let title = fields.get("title").and_then(Value::as_str).unwrap_or_default();
        let timeout = match fields.get("timeout").and_then(Value::as_f64) {
            Some(seconds) if !(1.0..=MAX_TIMEOUT).contains(&seconds) => {
                return Err("Poll timeout must be between 1 and 86400 seconds.".to_owned());
            }
            timeout => timeout.map(Duration::from_secs_f64),
        };
        let by = self.name_of(conn).unwrap_or_default();
        let mut poll = Poll::new(title, &options, by, flag("obscured"), self.now)?;
        poll.keeps_votes = flag("retainVotes");
        self.open_poll(room, poll, timeout);
        Ok(())
    }

    /// `/poll title,option,…` and `/hpoll`; the title keeps the space before it.
    pub(super) fn poll_by_command(&mut self, conn: ConnId, room: &RoomName, text: &str, is_hidden: bool) {
        if !self.may(conn, "pollctl") {
            return;
        }
        let mut parts = text.split(',');
        let title = parts.next().unwrap_or_default();
        let options: Vec<String> = parts.map(str::to_owned).collect();
        match Poll::new(title, &options, self.name_of(conn).unwrap_or_default(), is_hidden, self.now) {
            Ok(poll) => self.open_poll(room, poll, None),
            Err(refusal) => self.complain(conn, &refusal),
        }
    }

    fn open_poll(&mut self, room: &RoomName, poll: Poll, timeout: Option<Duration>) {
        self.end_poll(room);
        if let Some(channel) = self.channels.get_mut(room) {
            channel.poll = Some(poll);
        }
        if let Some(timeout) = timeout {
            self.alarms.set(Alarm::Poll(room.clone()), later(self.now, timeout));
        }
        self.tell_poll(room, "newPoll");
    }

    /// `vote`: one for each address.
    pub(super) fn vote(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "pollvote")) else { return };
        let option = fields.get("option").and_then(Value::as_u64).and_then(|option| usize::try_from(option).ok());
        let (Some(option), Some(address)) = (option, self.session(conn).map(|session| session.address)) else { return };
        let poll = self.channels.get_mut(&room).and_then(|channel| channel.poll.as_mut());
        if poll.is_some_and(|poll| poll.vote(address, option)) {
            self.tell_poll(&room, "updatePoll");
        }
    }

    /// Takes back the vote of an address that goes, unless votes are to stay.
    ///
    /// Source: not observed; `retainVotes` has no other meaning.
    pub(super) fn unvote(&mut self, room: &RoomName, address: IpAddr) {
        let poll = self.channels.get_mut(room).and_then(|channel| channel.poll.as_mut());
        if poll.is_some_and(|poll| !poll.keeps_votes && poll.unvote(address)) {
            self.tell_poll(room, "updatePoll");
        }
    }

    /// `closePoll`
    pub(super) fn close_poll(&mut self, conn: ConnId) {
        if let Some(room) = self.room_of(conn).filter(|_| self.may(conn, "pollctl")) {
            self.end_poll(&room);
        }
    }

    /// Closes the poll, if there is one; the counts of a hidden one are shown first.
    pub(super) fn end_poll(&mut self, room: &RoomName) {
        self.alarms.clear(&Alarm::Poll(room.clone()));
        let Some(poll) = self.channels.get_mut(room).and_then(|channel| channel.poll.take()) else { return };
        let members = self.members(room);
        if poll.is_hidden {
            self.emit_to(&members, "updatePoll", &poll.json(Sight::Open));
        }
        self.emit_to(&members, "closePoll", &Value::Null);
    }

    fn tell_poll(&mut self, room: &RoomName, event: &str) {
        for member in self.members(room) {
            self.send_poll(member, room, event);
        }
    }

    /// Sends the open poll to one session, as it may see it.
    pub(super) fn send_poll(&mut self, conn: ConnId, room: &RoomName, event: &str) {
        let Some(poll) = self.channels.get(room).and_then(|channel| channel.poll.as_ref()) else { return };
        let sight = match (poll.is_hidden, self.may(conn, "viewhiddenpoll")) {
            (false, _) => Sight::Open,
            (true, true) => Sight::Insider,
            (true, false) => Sight::Blind,
        };
        let told = poll.json(sight);
        self.emit(conn, event, &told);
    }
}
