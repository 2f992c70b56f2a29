//! Lines between room and supervisor: what is read can be written, and is the same when it is read again.

use std::fmt::Debug;

use dazza_shared::counters::Counters;
use dazza_shared::link::{
    Beat, Gauges, Hello, LinkError, LiveEvent, MAX_LINE_BYTES, PROTOCOL, ToFleet, ToRoom, receive, send,
};
use dazza_shared::phase::{LinePhase, StorePhase};
use futures_util::FutureExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Target;
use crate::welcome::{start, welcome};

pub(crate) const TARGET: Target = Target {
    name: "link",
    check,
    seeds: || lines().into_iter().map(String::into_bytes).collect(),
    words: &[
        "{\"type\":\"drain\"}\n",
        "{\"type\":\"connect_go\"}\n",
        "\"secs\":18446744073709551615",
        "\"slot\":4294967295",
        "\"timezone\":\"",
        "\"password\":null",
        "\"database\":",
        "\"nanos\":1000000000",
    ],
    n_mutants: 8_000,
};

/// One line of each kind.
pub(crate) fn lines() -> Vec<String> {
    let player = "alice".to_owned();
    let beat = Beat {
        line: LinePhase::Joined,
        store: StorePhase::Up,
        reason: Some("why".to_owned()),
        warning: Some("muted".to_owned()),
        next_try: Some(start()),
        counters: Counters::default(),
        gauges: Gauges::default(),
        last_error: None,
    };
    let room = "fatpizza".parse().unwrap();
    let said = [
        ToFleet::Hello(Hello { room, pid: 1, version: "0.1.0".to_owned(), protocol: PROTOCOL }),
        ToFleet::Beat(Box::new(beat)),
        ToFleet::Event(LiveEvent::Chat {
            time: start(),
            player,
            text: "g'day".to_owned(),
            is_own: false,
            is_command: false,
        }),
        ToFleet::ConnectAsk,
        ToFleet::Bye { reason: "done".to_owned(), code: 0 },
    ];
    let told = [
        ToRoom::Welcome(Box::new(welcome())),
        ToRoom::ConnectGo,
        ToRoom::Reconfigure(Box::new(welcome())),
        ToRoom::Say { text: "g'day".to_owned() },
        ToRoom::Drain,
    ];
    said.iter().map(written).chain(told.iter().map(written)).collect()
}

fn check(bytes: &[u8]) {
    read_all::<ToFleet>(bytes);
    read_all::<ToRoom>(bytes);
}

/// Reads to the end: bad lines are passed over, and only one that is too long ends it early.
fn read_all<M: Serialize + DeserializeOwned + Debug>(bytes: &[u8]) {
    let (mut rest, mut buffer) = (bytes, Vec::new());
    for _ in 0..=bytes.len() {
        let heard = receive::<M, _>(&mut rest, &mut buffer).now_or_never().unwrap();
        assert!(buffer.len() <= MAX_LINE_BYTES);
        match heard {
            Ok(Some(message)) => check_message(&message),
            Ok(None) | Err(LinkError::TooLong) => return,
            Err(LinkError::NotAMessage(_)) => {}
            Err(LinkError::Io(error)) => panic!("{error}"),
        }
    }
    panic!("more lines are read than there are bytes");
}

fn check_message<M: Serialize + DeserializeOwned + Debug>(message: &M) {
    // What is written out in full may be longer than what was read; such a line is refused, and no more.
    let Some(line) = try_written(message) else { return };
    let again = receive::<M, _>(&mut line.as_bytes(), &mut Vec::new()).now_or_never().unwrap();
    assert_eq!(written(&again.unwrap().unwrap()), line);
}

fn written<M: Serialize>(message: &M) -> String {
    try_written(message).unwrap()
}

fn try_written<M: Serialize>(message: &M) -> Option<String> {
    let mut line = Vec::new();
    match send(&mut line, message).now_or_never().unwrap() {
        Ok(()) => Some(String::from_utf8(line).unwrap()),
        Err(LinkError::TooLong) => None,
        Err(error) => panic!("{error}"),
    }
}
