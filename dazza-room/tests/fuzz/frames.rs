//! Frames: our client and the stand-in server take them apart alike, and what either puts together the other can read.

use dazza_room::socketio::frame::{Emit, Packet, decode, encode, encode_bare};
use dazza_sim::packet;
use serde_json::Value;

use crate::{Target, seeds};

pub(crate) const TARGET: Target = Target {
    name: "frames",
    check,
    seeds: frames,
    words: &["42[\"", "40", "41", "44{\"message\":\"", "451-", "42/admin,", "42/,[", "{\"sid\":\"x\"}"],
    n_mutants: 1_500,
};

fn frames() -> Vec<Vec<u8>> {
    let mut said: Vec<_> = seeds::recordings().into_iter().flat_map(|recording| recording.said).collect();
    said.sort();
    said.dedup();
    said.into_iter().chain(seeds::heard()).map(String::into_bytes).collect()
}

fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(Packet::Event(emit)) = decode(&text) {
        check_event(&text, &emit);
    }
    if let Ok(packet::Packet::Event(name, payload, _)) = packet::parse(&text) {
        let (read, argument) = parts(&packet::event_text(&name, payload.as_ref()));
        assert_eq!(read, name, "the room reads what the server writes");
        assert!(argument == payload || has_fraction(payload.as_ref()), "{argument:?} is read of {payload:?}");
    }
    check_server_texts(&text);
    assert_eq!(parts(&encode(&text, &Value::from(&*text))), (text.to_string(), Some(Value::from(&*text))));
    assert_eq!(parts(&encode_bare(&text)), (text.to_string(), None));
}

/// Reads an event, and what is written of it is the same, but for the last bit of a fraction.
fn check_event(text: &str, emit: &Emit<'_>) {
    assert!(emit.name().len() <= text.len());
    let Ok(argument) = emit.argument::<Value>() else { return };
    let again = match &argument {
        Some(argument) => encode(emit.name(), argument),
        None => encode_bare(emit.name()),
    };
    let (name, second) = parts(&again);
    assert_eq!((name.as_str(), second.is_some()), (emit.name(), argument.is_some()));
    assert!(second == argument || has_fraction(argument.as_ref()), "{second:?} is read of {argument:?}");
}

/// What the server says to any name is what our client takes it for.
fn check_server_texts(text: &str) {
    assert!(matches!(decode(&packet::open("x", 1, 1)), Ok(Packet::Opened(_))));
    assert_eq!(decode(&packet::connected("x")), Ok(Packet::Connected));
    match decode(&packet::refused("", text)) {
        Ok(Packet::Refused(json)) => {
            let json: Value = serde_json::from_str(json).unwrap();
            assert_eq!(json["message"], text);
        }
        other => panic!("a refusal is read as {other:?}"),
    }
}

/// Name and first argument of a frame that we wrote ourselves.
fn parts(text: &str) -> (String, Option<Value>) {
    match decode(text) {
        Ok(Packet::Event(emit)) => (emit.name().to_owned(), emit.argument().unwrap()),
        other => panic!("{text:?} is read as {other:?}"),
    }
}

fn has_fraction(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Number(number)) => number.is_f64(),
        Some(Value::Array(items)) => items.iter().any(|item| has_fraction(Some(item))),
        Some(Value::Object(fields)) => fields.values().any(|field| has_fraction(Some(field))),
        _ => false,
    }
}
