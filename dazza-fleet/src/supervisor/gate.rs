//! The connect gate: how often the rooms of one host may dial one chat server.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::config::ServerSettings;
use dazza_shared::names::RoomName;

use super::moment::Moment;

/// All gates of the fleet, one for each chat server and local address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gates {
    gates: BTreeMap<(String, Option<IpAddr>), Gate>,
}

/// One gate: lets a burst through, then one room per interval, in the order in which they asked.
#[derive(Clone, Debug)]
struct Gate {
    burst: u32,
    interval: Duration,
    /// Connects that may be made at once.
    tokens: u32,
    /// From when on the next token is counted.
    filled: Moment,
    queue: VecDeque<RoomName>,
}

impl Gates {
    /// `room` asks to connect to `server`; asking again keeps its place.
    pub(crate) fn ask(&mut self, room: &RoomName, server: &ServerSettings, now: Moment) {
        let key = key(server);
        for (_, other) in self.gates.iter_mut().filter(|(other, _)| **other != key) {
            other.queue.retain(|waiting| waiting != room);
        }
        let gate = self.gates.entry(key).or_insert_with(|| Gate::new(server, now));
        gate.set_figures(server);
        if !gate.queue.contains(room) {
            gate.queue.push_back(room.clone());
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

    /// The rooms that may connect now.
    pub(crate) fn open(&mut self, now: Moment) -> Vec<RoomName> {
        self.gates.values_mut().flat_map(|gate| gate.open(now)).collect()
    }

    /// When the next waiting room may connect, if one waits.
    pub(crate) fn due(&self) -> Option<Moment> {
        self.gates.values().filter(|gate| !gate.queue.is_empty()).map(|gate| gate.filled.after(gate.interval)).min()
    }
}

/// What tells one gate from another.
fn key(server: &ServerSettings) -> (String, Option<IpAddr>) {
    (server.url.clone(), server.local_address)
}

impl Gate {
    fn new(server: &ServerSettings, now: Moment) -> Self {
        let burst = server.connect_burst.max(1);
        Self { burst, interval: server.connect_interval, tokens: burst, filled: now, queue: VecDeque::new() }
    }

    fn set_figures(&mut self, server: &ServerSettings) {
        (self.burst, self.interval) = (server.connect_burst.max(1), server.connect_interval);
    }

    fn open(&mut self, now: Moment) -> Vec<RoomName> {
        self.fill(now);
        let n_open = self.queue.len().min(self.tokens as usize);
        self.tokens = self.tokens.saturating_sub(u32::try_from(n_open).unwrap_or(u32::MAX));
        self.queue.drain(..n_open).collect()
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
