//! Engine.IO and the namespace: opening, pings, silence, `40` and `41`.

use std::time::Duration;

use dazza_shared::clock::later;
use serde_json::{Value, json};

use crate::packet::{self, Packet, Text};
use crate::world::session::{Link, Session};
use crate::world::{Alarm, ConnId, Deed, Door, Output, World};

/// Time in which a client must ask for a namespace.
///
/// Source: `cytube-protocol`, 1.2.
const NAMELESS_FOR: Duration = Duration::from_secs(45);

impl World {
    pub(super) fn open(&mut self, conn: ConnId, door: Door) {
        let is_old = door.is_old_protocol;
        self.links.insert(conn, Link { door, session: None });
        let sid = self.next_sid();
        let hello = packet::open(&sid, self.heartbeat.interval.as_millis(), self.heartbeat.timeout.as_millis());
        self.send(conn, hello);
        if is_old {
            return self.open_old(conn);
        }
        self.alarms.set(Alarm::Ping(conn), later(self.now, self.heartbeat.interval));
        self.alarms.set(Alarm::Nameless(conn), later(self.now, NAMELESS_FOR));
    }

    /// A client of Engine.IO 3 is in the namespace without asking, and pings by itself.
    ///
    /// Source: the recordings of `transport`.
    fn open_old(&mut self, conn: ConnId) {
        let patience = self.heartbeat.interval.saturating_add(self.heartbeat.timeout);
        self.alarms.set(Alarm::Silent(conn), later(self.now, patience));
        self.connect(conn);
    }

    pub(super) fn hear(&mut self, conn: ConnId, text: &str) {
        let Some(link) = self.links.get(&conn) else { return };
        let is_old = link.door.is_old_protocol;
        if text.len() > packet::MAX_PAYLOAD {
            return self.close(conn);
        }
        let patience = self.heartbeat.interval.saturating_add(self.heartbeat.timeout);
        self.alarms.set(Alarm::Silent(conn), later(self.now, patience));
        match packet::parse(text) {
            Ok(Packet::Ping) if is_old => self.send(conn, packet::PONG.into()),
            Ok(Packet::Pong) if is_old => {}
            Ok(Packet::Pong) => self.alarms.set(Alarm::Ping(conn), later(self.now, self.heartbeat.interval)),
            Ok(Packet::Nothing) => {}
            Ok(Packet::Connect(namespace)) if namespace.is_empty() => self.connect(conn),
            Ok(Packet::Connect(namespace)) => self.send(conn, packet::refused(&namespace, "Invalid namespace")),
            Ok(Packet::Disconnect) if self.session(conn).is_some() => self.end_session(conn),
            Ok(Packet::Event(name, payload, ack)) if self.session(conn).is_some() => {
                self.event(conn, &name, payload, ack);
            }
            // An event without a session: after a `41`, or before any `40`.
            Ok(Packet::Ping | Packet::Disconnect | Packet::Event(..)) | Err(_) => self.close(conn),
        }
    }

    pub(super) fn ping(&mut self, conn: ConnId) {
        self.send(conn, packet::PING.into());
        self.alarms.set(Alarm::Silent(conn), later(self.now, self.heartbeat.timeout));
    }

    /// Answers a `40`, as the address allows.
    fn connect(&mut self, conn: ConnId) {
        self.end_session(conn);
        self.alarms.clear(&Alarm::Nameless(conn));
        let Some(Door { address, is_old_protocol: is_old, .. }) = self.links.get(&conn).map(|link| link.door.clone())
        else {
            return;
        };
        let refused = if is_old { packet::refused_old } else { |message: &str| packet::refused("", message) };
        if self.site.bans(address) {
            return self.send(conn, refused("You are banned from the server"));
        }
        let record = self.addresses.entry(address).or_default();
        if !record.admit(self.limits.connects, self.now) {
            self.n_refused += 1;
            return self.send(conn, refused("Rate limit exceeded"));
        }
        let is_crowded = self.limits.open_per_address.is_some_and(|limit| record.n_open >= limit);
        if !is_crowded {
            record.n_open += 1;
        }
        let sid = self.next_sid();
        self.send(conn, if is_old { packet::CONNECTED_OLD.into() } else { packet::connected(&sid) });
        if is_crowded {
            self.n_refused += 1;
            let reason = json!({ "reason": "Too many connections from your IP address" });
            self.send(conn, packet::event_text("kick", Some(&reason)));
            return self.close(conn);
        }
        if let Some(link) = self.links.get_mut(&conn) {
            link.session = Some(Session::anonymous(address, self.now));
        }
        self.n_connects += 1;
        self.greet(conn);
        self.send_announcement(conn);
    }

    /// Ends the session on a websocket, which stays open.
    pub(super) fn end_session(&mut self, conn: ConnId) {
        self.part(conn);
        let Some(session) = self.links.get_mut(&conn).and_then(|link| link.session.take()) else { return };
        if let Some(record) = self.addresses.get_mut(&session.address) {
            record.n_open = record.n_open.saturating_sub(1);
        }
    }

    /// Closes a websocket in order.
    pub(super) fn close(&mut self, conn: ConnId) {
        if self.links.contains_key(&conn) {
            self.outbox.push(Output { to: conn, deed: Deed::Close });
            self.forget(conn);
        }
    }

    /// Lets go of a websocket that has ended.
    pub(super) fn forget(&mut self, conn: ConnId) {
        self.end_session(conn);
        self.links.remove(&conn);
        for alarm in [Alarm::Nameless(conn), Alarm::Ping(conn), Alarm::Silent(conn)] {
            self.alarms.clear(&alarm);
        }
    }

    pub(super) fn send(&mut self, to: ConnId, text: Text) {
        self.outbox.push(Output { to, deed: Deed::Send(text) });
    }

    /// Sends an event to one session.
    pub(super) fn emit(&mut self, to: ConnId, event: &str, payload: &Value) {
        if self.session(to).is_some() {
            self.send(to, packet::event_text(event, Some(payload)));
        }
    }

    /// Sends an event to many.
    pub(super) fn emit_to(&mut self, to: &[ConnId], event: &str, payload: &Value) {
        let text = packet::event_text(event, Some(payload));
        for conn in to {
            self.send(*conn, text.clone());
        }
    }

    /// Tells one session that something went wrong.
    pub(super) fn complain(&mut self, to: ConnId, message: &str) {
        self.emit(to, "errorMsg", &json!({ "msg": message }));
    }

    fn next_sid(&mut self) -> String {
        self.n_sids += 1;
        format!("sim{:017}", self.n_sids)
    }
}
