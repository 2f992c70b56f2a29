//! Websocket text to packet and back: Engine.IO 4 around Socket.IO 5, as CyTube speaks them.
//!
//! Source: `cytube-protocol`, 1.2 and 1.3; the Engine.IO 4 and Socket.IO 5 protocol papers, "packet encoding".

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Deserialize, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;

/// Asks for the default namespace.
pub const CONNECT: &str = "40";
/// Leaves the namespace.
pub const DISCONNECT: &str = "41";
/// Answers a ping.
pub const PONG: &str = "3";

/// One frame, unwrapped; it borrows from the frame's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packet<'a> {
    /// `0{…}`: the transport is open; the JSON says how often the server pings.
    Opened(&'a str),
    /// `1`: the server gives the transport up.
    Closed,
    /// `2`: are you there?
    Ping,
    /// `40{…}`: we are in the namespace.
    Connected,
    /// `41`: we are out of the namespace; the websocket stays open.
    Disconnected,
    /// `42["name",…]`: an event.
    Event(Emit<'a>),
    /// `44{…}`: the namespace refused us; the JSON says why.
    Refused(&'a str),
    /// A pong, an upgrade, a no-op or an acknowledgement: lawful, and nothing to us.
    Idle,
}

/// One event: its name, and its arguments as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emit<'a> {
    name: Cow<'a, str>,
    array: &'a str,
}

/// Why a frame is no packet that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// No text at all.
    #[error("the frame is empty")]
    Empty,
    /// The first character names no Engine.IO packet.
    #[error("{0:?} begins no Engine.IO packet")]
    EngineType(char),
    /// The second character names no Socket.IO packet.
    #[error("no Socket.IO packet begins so")]
    SocketType,
    /// A packet with binary attachments; CyTube has none.
    #[error("a binary packet")]
    Binary,
    /// A packet of another namespace than the default one.
    #[error("a packet of another namespace")]
    Namespace,
    /// An event that is not an array which begins with a name.
    #[error("an event without a name")]
    Nameless,
}

/// Unwraps the text of one frame. Any text will do: what is no packet says why.
///
/// # Errors
/// [`BadFrame`], for a text that no lawful server sends.
pub fn decode(text: &str) -> Result<Packet<'_>, BadFrame> {
    let (kind, rest) = split_first(text).ok_or(BadFrame::Empty)?;
    match kind {
        '0' => Ok(Packet::Opened(rest)),
        '1' => Ok(Packet::Closed),
        '2' => Ok(Packet::Ping),
        '3' | '5' | '6' => Ok(Packet::Idle),
        '4' => decode_message(rest),
        'b' => Err(BadFrame::Binary),
        other => Err(BadFrame::EngineType(other)),
    }
}

/// The frame of an event with one argument.
pub fn encode(name: &str, argument: &Value) -> String {
    format!("42[{},{argument}]", Value::from(name))
}

/// The frame of an event without arguments.
pub fn encode_bare(name: &str) -> String {
    format!("42[{}]", Value::from(name))
}

impl<'a> Emit<'a> {
    /// The event's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first argument, read as `T`; `None` if there is none. Further arguments are skipped.
    ///
    /// # Errors
    /// The arguments are not JSON, or the first is no `T`.
    pub fn argument<T: Deserialize<'a>>(&self) -> Result<Option<T>, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(self.array);
        let found = json.deserialize_seq(SecondElement(PhantomData))?;
        json.end()?;
        Ok(found)
    }
}

fn decode_message(text: &str) -> Result<Packet<'_>, BadFrame> {
    let (kind, rest) = split_first(text).ok_or(BadFrame::SocketType)?;
    if rest.starts_with('/') && !rest.starts_with("/,") {
        return Err(BadFrame::Namespace);
    }
    let rest = rest.strip_prefix("/,").unwrap_or(rest);
    match kind {
        '0' => Ok(Packet::Connected),
        '1' => Ok(Packet::Disconnected),
        '2' => decode_event(rest.trim_start_matches(|c: char| c.is_ascii_digit())).map(Packet::Event),
        '3' => Ok(Packet::Idle),
        '4' => Ok(Packet::Refused(rest)),
        '5' | '6' => Err(BadFrame::Binary),
        _ => Err(BadFrame::SocketType),
    }
}

fn decode_event(array: &str) -> Result<Emit<'_>, BadFrame> {
    let quoted = array.strip_prefix('[').ok_or(BadFrame::Nameless)?.trim_start();
    let inner = quoted.strip_prefix('"').ok_or(BadFrame::Nameless)?;
    let end = closing_quote(inner).ok_or(BadFrame::Nameless)?;
    let raw = inner.get(..end).ok_or(BadFrame::Nameless)?;
    let name = if raw.contains('\\') {
        let name = quoted.get(..end + 2).and_then(|text| serde_json::from_str::<String>(text).ok());
        Cow::Owned(name.ok_or(BadFrame::Nameless)?)
    } else {
        Cow::Borrowed(raw)
    };
    let after = inner.get(end + 1..).unwrap_or_default().trim_start();
    if after.starts_with([',', ']']) { Ok(Emit { name, array }) } else { Err(BadFrame::Nameless) }
}

/// Where the string that begins with `text` ends, escapes respected. Unit: bytes.
fn closing_quote(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })
}

fn split_first(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    chars.next().map(|first| (first, chars.as_str()))
}

/// Reads the second element of an array, and drains the rest so that all of it is checked to be JSON.
struct SecondElement<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SecondElement<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        array.next_element::<IgnoredAny>()?;
        let found = array.next_element::<T>()?;
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(text: &str) -> Emit<'_> {
        match decode(text) {
            Ok(Packet::Event(emit)) => emit,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn packets_are_told_apart() {
        let cases = [
            ("0{\"sid\":\"x\"}", Ok(Packet::Opened("{\"sid\":\"x\"}"))),
            ("1", Ok(Packet::Closed)),
            ("2", Ok(Packet::Ping)),
            ("2probe", Ok(Packet::Ping)),
            ("3", Ok(Packet::Idle)),
            ("6", Ok(Packet::Idle)),
            ("40", Ok(Packet::Connected)),
            ("40{\"sid\":\"x\"}", Ok(Packet::Connected)),
            ("40/,{}", Ok(Packet::Connected)),
            ("41", Ok(Packet::Disconnected)),
            ("4312[]", Ok(Packet::Idle)),
            ("44{\"message\":\"no\"}", Ok(Packet::Refused("{\"message\":\"no\"}"))),
            ("", Err(BadFrame::Empty)),
            ("9", Err(BadFrame::EngineType('9'))),
            ("\u{1F355}", Err(BadFrame::EngineType('\u{1F355}'))),
            ("4", Err(BadFrame::SocketType)),
            ("47", Err(BadFrame::SocketType)),
            ("bAAAA", Err(BadFrame::Binary)),
            ("451-[\"x\",{\"_placeholder\":true}]", Err(BadFrame::Binary)),
            ("42/admin,[\"x\"]", Err(BadFrame::Namespace)),
            ("42", Err(BadFrame::Nameless)),
            ("42{}", Err(BadFrame::Nameless)),
            ("42[]", Err(BadFrame::Nameless)),
            ("42[1]", Err(BadFrame::Nameless)),
            ("42[\"cut", Err(BadFrame::Nameless)),
            ("42[\"cut\\\"", Err(BadFrame::Nameless)),
            ("42[\"cut\"", Err(BadFrame::Nameless)),
            ("42[\"a\" \"b\"]", Err(BadFrame::Nameless)),
            ("42[\"\\ud800\"]", Err(BadFrame::Nameless)),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn an_event_keeps_its_name_with_and_without_arguments() {
        assert_eq!(event("42[\"clearchat\"]").name(), "clearchat");
        assert_eq!(event("42[\"clearchat\"]").argument::<u8>().unwrap(), None);
        assert_eq!(event("42[\"rank\",1.5]").argument::<f64>().unwrap(), Some(1.5));
        assert_eq!(event("4217[ \"rank\" , 2 , {\"more\":[]} ]").argument::<f64>().unwrap(), Some(2.0));
        assert_eq!(event("42[\"say \\\"hi\\\"\\u0021\",null]").name(), "say \"hi\"!");
        assert_eq!(event("42[\"\"]").name(), "");
    }

    #[test]
    fn arguments_that_are_not_json_are_an_error_only_when_asked_for() {
        for text in ["42[\"x\",{\"a\":]", "42[\"x\",1", "42[\"x\",1]]", "42[\"x\",1e999]", "42[\"x\",\"\\ud800\"]"] {
            assert_eq!(event(text).name(), "x");
            assert!(event(text).argument::<Value>().is_err(), "{text}");
        }
    }

    #[test]
    fn nesting_without_end_is_refused_and_not_followed() {
        let text = format!("42[\"x\",{}", "[".repeat(200_000));
        assert!(event(&text).argument::<Value>().is_err());
        assert!(event(&text).argument::<IgnoredAny>().is_err());
    }

    #[test]
    fn what_we_encode_we_can_decode() {
        assert_eq!(encode_bare("playNext"), "42[\"playNext\"]");
        assert_eq!(event(&encode_bare("odd \"name\"")).name(), "odd \"name\"");
        let text = encode("channelPassword", &Value::from("a\"b\n"));
        assert_eq!(text, "42[\"channelPassword\",\"a\\\"b\\n\"]");
        assert_eq!(event(&text).argument::<String>().unwrap().unwrap(), "a\"b\n");
    }
}
