//! The connect gate: how often, and how many of, the rooms of one host may connect to one chat server.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::config::ServerSettings;
use dazza_shared::link::AddressRefusal;
use dazza_shared::names::RoomName;

use super::moment::Moment;

/// All gates of the fleet, one for each chat server and local address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gates {
    gates: BTreeMap<(String, Option<IpAddr>), Gate>,
}

/// One gate: lets a burst through, then one room per interval, in the order in which they asked; and only so many that
/// are connected at a time.
#[derive(Clone, Debug)]
struct Gate {
    burst: u32,
    interval: Duration,
    max_sockets: usize,
    /// Connects that may be made at once.
    tokens: u32,
    /// From when on the next token is counted.
    filled: Moment,
    queue: VecDeque<RoomName>,
    /// The rooms that were let through and have not said that it is over.
    connected: BTreeSet<RoomName>,
    /// The server has something against the address: nobody passes before then.
    shut: Option<(Moment, AddressRefusal)>,
}

/// What a room waits for at the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// In words for the operator.
    pub(crate) reason: String,
    /// When it is let through, if time alone decides.
    pub(crate) until: Option<Moment>,
}

/// How long a gate stays shut. Source: `platform.md`, 1.8 (rate limit) and 1.9 (ban).
const fn penance(refusal: AddressRefusal) -> Duration {
    match refusal {
        AddressRefusal::RateLimited => Duration::from_secs(30),
        AddressRefusal::Banned => Duration::from_hours(1),
    }
}

impl Gates {
    /// `room`, which has no connection, asks to connect to `server`; asking again keeps its place.
    pub(crate) fn ask(&mut self, room: &RoomName, server: &ServerSettings, now: Moment) {
        let key = key(server);
        for (other, gate) in &mut self.gates {
            gate.connected.remove(room);
            gate.queue.retain(|waiting| waiting != room || *other == key);
        }
        let gate = self.gate(server, now);
        if !gate.queue.contains(room) {
            gate.queue.push_back(room.clone());
        }
    }

    /// `room` has a connection to `server`, whoever let it through.
    pub(crate) fn note_connected(&mut self, room: &RoomName, server: &ServerSettings, now: Moment) {
        self.gate(server, now).connected.insert(room.clone());
    }

    /// The connection of `room` is over, or never came to be.
    pub(crate) fn over(&mut self, room: &RoomName, refused: Option<AddressRefusal>, now: Moment) {
        for gate in self.gates.values_mut().filter(|gate| gate.connected.contains(room)) {
            gate.connected.remove(room);
            gate.shut = refused.map(|refusal| (now.after(penance(refusal)), refusal)).or(gate.shut);
        }
    }

    /// The figures of `server`, or the server of `room`, have changed: both hold at once, also for who waits already.
    pub(crate) fn resettle(&mut self, room: &RoomName, server: &ServerSettings, now: Moment) {
        if self.gates.values().any(|gate| gate.queue.contains(room)) {
            self.ask(room, server, now);
        } else if let Some(gate) = self.gates.get_mut(&key(server)) {
            gate.set_figures(server);
        }
    }

    /// `room` does not wait any more.
    pub(crate) fn leave(&mut self, room: &RoomName) {
        for gate in self.gates.values_mut() {
            gate.queue.retain(|waiting| waiting != room);
        }
    }

    /// The process of `room` is gone, and its connection with it.
    pub(crate) fn forget(&mut self, room: &RoomName) {
        self.leave(room);
        for gate in self.gates.values_mut() {
            gate.connected.remove(room);
        }
    }

    /// The rooms that may connect now.
    pub(crate) fn open(&mut self, now: Moment) -> Vec<RoomName> {
        self.gates.values_mut().flat_map(|gate| gate.open(now)).collect()
    }

    /// When the next waiting room may connect, if one waits for nothing but time.
    pub(crate) fn due(&self) -> Option<Moment> {
        self.gates.values().filter_map(|gate| gate.due(0)).min()
    }

    /// What `room` waits for, if it waits at a gate.
    pub(crate) fn waiting(&self, room: &RoomName) -> Option<Waiting> {
        self.gates.iter().find_map(|((_, address), gate)| gate.waiting(room, *address))
    }

    fn gate(&mut self, server: &ServerSettings, now: Moment) -> &mut Gate {
        let gate = self.gates.entry(key(server)).or_insert_with(|| Gate::new(server, now));
        gate.set_figures(server);
        gate
    }
}

/// What tells one gate from another.
fn key(server: &ServerSettings) -> (String, Option<IpAddr>) {
    (server.url.clone(), server.local_address)
}

impl Gate {
    fn new(server: &ServerSettings, now: Moment) -> Self {
        let burst = server.connect_burst.max(1);
        Self {
            burst,
            interval: server.connect_interval,
            max_sockets: server.max_sockets as usize,
            tokens: burst,
            filled: now,
            queue: VecDeque::new(),
            connected: BTreeSet::new(),
            shut: None,
        }
    }

    fn set_figures(&mut self, server: &ServerSettings) {
        (self.burst, self.interval) = (server.connect_burst.max(1), server.connect_interval);
        self.max_sockets = server.max_sockets as usize;
    }

    fn open(&mut self, now: Moment) -> Vec<RoomName> {
        self.shut = self.shut.filter(|(until, _)| now < *until);
        self.fill(now);
        if self.shut.is_some() {
            return Vec::new();
        }
        let n_open = self.queue.len().min(self.tokens as usize).min(self.n_free());
        self.tokens = self.tokens.saturating_sub(u32::try_from(n_open).unwrap_or(u32::MAX));
        let let_through: Vec<RoomName> = self.queue.drain(..n_open).collect();
        self.connected.extend(let_through.iter().cloned());
        let_through
    }

    /// Counts the tokens that have come since the last time; a full gate starts to count at the next connect.
    fn fill(&mut self, now: Moment) {
        while self.tokens < self.burst && now >= self.filled.after(self.interval) {
            self.tokens += 1;
            self.filled = self.filled.after(self.interval);
        }
        if self.tokens >= self.burst {
            self.tokens = self.burst;
            self.filled = now;
        }
    }

    fn n_free(&self) -> usize {
        self.max_sockets.saturating_sub(self.connected.len())
    }

    /// When the room at that place of the queue may connect, if there is one and it waits for nothing but time.
    fn due(&self, place: usize) -> Option<Moment> {
        if place >= self.queue.len() || place >= self.n_free() {
            return None;
        }
        let n_tokens = u32::try_from(place + 1).unwrap_or(u32::MAX).saturating_sub(self.tokens);
        let filled = if n_tokens == 0 { Moment::START } else { self.filled.after(self.interval * n_tokens) };
        Some(self.shut.map_or(filled, |(until, _)| filled.max(until)))
    }

    fn waiting(&self, room: &RoomName, address: Option<IpAddr>) -> Option<Waiting> {
        let place = self.queue.iter().position(|waiting| waiting == room)?;
        let from = address.map_or_else(|| "this address".to_owned(), |address| address.to_string());
        let reason = match self.shut {
            Some((_, AddressRefusal::Banned)) => {
                format!("the chat server has banned {from}; connecting is tried rarely")
            }
            Some((_, AddressRefusal::RateLimited)) => format!("connects from {from} came too fast for the chat server"),
            None if place >= self.n_free() => format!(
                "{} rooms may be connected from {from} at once (max_sockets_per_address), and as many come first; \
                 give this room another local_address",
                self.max_sockets
            ),
            None => format!("waits for its turn at the connect gate, {place} before it"),
        };
        Some(Waiting { reason, until: self.due(place) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::supervisor::sample;

    fn at(secs: u64) -> Moment {
        Moment::START.after(Duration::from_secs(secs))
    }

    fn open(gates: &mut Gates, secs: u64) -> Vec<String> {
        gates.open(at(secs)).into_iter().map(String::from).collect()
    }

    #[test]
    fn a_burst_passes_and_the_rest_follow_in_order() {
        let server = sample::server();
        let mut gates = Gates::default();
        for room in ["f", "e", "d", "c", "b", "a"] {
            gates.ask(&sample::room(room), &server, at(0));
        }
        gates.ask(&sample::room("b"), &server, at(0));
        assert_eq!(open(&mut gates, 0), ["f", "e", "d", "c"]);
        assert_eq!(gates.due(), Some(at(11)));
        assert!(open(&mut gates, 10).is_empty());
        assert_eq!(open(&mut gates, 11), ["b"]);
        gates.leave(&sample::room("a"));
        assert_eq!(gates.due(), None);
        assert!(open(&mut gates, 100).is_empty());
    }

    #[test]
    fn so_many_are_connected_and_the_next_waits_for_one_to_leave() {
        let server = ServerSettings { connect_burst: 9, max_sockets: 2, ..sample::server() };
        let mut gates = Gates::default();
        gates.note_connected(&sample::room("adopted"), &server, at(0));
        for room in ["a", "b", "c"] {
            gates.ask(&sample::room(room), &server, at(0));
        }
        assert_eq!(open(&mut gates, 0), ["a"]);
        let waiting = gates.waiting(&sample::room("b")).unwrap();
        assert!(waiting.reason.starts_with("2 rooms may be connected from this address at once"), "{}", waiting.reason);
        assert_eq!((waiting.until, gates.due()), (None, None));
        gates.over(&sample::room("a"), None, at(5));
        assert!(gates.due().is_some_and(|due| due <= at(5)));
        assert_eq!(open(&mut gates, 5), ["b"]);
        gates.leave(&sample::room("adopted"));
        assert!(open(&mut gates, 6).is_empty(), "a room without a link may well be connected");
        gates.forget(&sample::room("adopted"));
        assert_eq!(open(&mut gates, 6), ["c"]);
    }

    #[test]
    fn a_server_that_minds_the_address_shuts_the_gate_for_all() {
        let server = sample::server();
        let mut gates = Gates::default();
        gates.ask(&sample::room("a"), &server, at(0));
        gates.ask(&sample::room("b"), &server, at(0));
        assert_eq!(open(&mut gates, 0), ["a", "b"]);
        gates.over(&sample::room("a"), Some(AddressRefusal::RateLimited), at(1));
        gates.over(&sample::room("b"), None, at(2));
        gates.ask(&sample::room("b"), &server, at(2));
        assert!(open(&mut gates, 30).is_empty());
        let waiting = gates.waiting(&sample::room("b")).unwrap();
        assert_eq!((waiting.until, gates.due()), (Some(at(31)), Some(at(31))));
        assert_eq!(open(&mut gates, 31), ["b"]);
        gates.over(&sample::room("b"), Some(AddressRefusal::Banned), at(32));
        gates.ask(&sample::room("c"), &server, at(33));
        let waiting = gates.waiting(&sample::room("c")).unwrap();
        assert!(waiting.reason.starts_with("the chat server has banned this address"), "{}", waiting.reason);
        assert_eq!(waiting.until, Some(at(3_632)));
    }

    #[test]
    fn who_waits_is_told_when_its_turn_comes() {
        let server = sample::server();
        let mut gates = Gates::default();
        for room in ["a", "b", "c", "d", "e", "f"] {
            gates.ask(&sample::room(room), &server, at(0));
        }
        assert_eq!(open(&mut gates, 0).len(), 4);
        let waiting = gates.waiting(&sample::room("f")).unwrap();
        assert_eq!(waiting.reason, "waits for its turn at the connect gate, 1 before it");
        assert_eq!(waiting.until, Some(at(22)));
        assert_eq!(gates.waiting(&sample::room("a")), None);
    }

    #[test]
    fn new_figures_and_new_servers_hold_at_once_for_those_who_wait() {
        let server = sample::server();
        let quicker = ServerSettings { connect_interval: Duration::from_secs(2), ..server.clone() };
        let elsewhere = ServerSettings { url: "http://127.0.0.1:2".to_owned(), ..server.clone() };
        let mut gates = Gates::default();
        for room in ["a", "b", "c", "d", "e", "f", "g"] {
            gates.ask(&sample::room(room), &server, at(0));
        }
        assert_eq!(open(&mut gates, 0), ["a", "b", "c", "d"]);
        gates.resettle(&sample::room("a"), &quicker, at(0));
        assert_eq!(open(&mut gates, 2), ["e"]);
        gates.resettle(&sample::room("g"), &elsewhere, at(2));
        assert_eq!(open(&mut gates, 2), ["g"], "its new server has a gate of its own");
        assert_eq!(open(&mut gates, 4), ["f"]);
        gates.resettle(&sample::room("f"), &quicker, at(4));
        assert!(open(&mut gates, 100).is_empty(), "who does not wait is not put in a queue");
    }

    #[test]
    fn servers_and_local_addresses_have_gates_of_their_own() {
        let here = sample::server();
        let there = ServerSettings { local_address: Some([127, 0, 0, 2].into()), ..here.clone() };
        let mut gates = Gates::default();
        for n in 0..6 {
            gates.ask(&sample::room(&format!("here{n}")), &here, at(0));
            gates.ask(&sample::room(&format!("there{n}")), &there, at(0));
        }
        assert_eq!(open(&mut gates, 0).len(), 8);
    }

    proptest! {
        #[test]
        fn no_stretch_of_time_sees_more_than_the_burst_and_its_share(asks in prop::collection::vec((0_u64..9, 0_u8..6), 1..200)) {
            let server = sample::server();
            let (mut gates, mut now, mut passed) = (Gates::default(), 0, Vec::new());
            for (wait, room) in asks {
                now += wait;
                gates.ask(&sample::room(&format!("r{room}")), &server, at(now));
                passed.extend(gates.open(at(now)).iter().map(|_| now));
            }
            for (first, from) in passed.iter().enumerate() {
                for (last, to) in passed.iter().enumerate().skip(first) {
                    let share = u64::from(server.connect_burst) + (to - from) / server.connect_interval.as_secs();
                    prop_assert!((last - first + 1) as u64 <= share);
                }
            }
        }
    }
}
