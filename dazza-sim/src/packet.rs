//! Engine.IO and Socket.IO packets: one websocket text to one packet and back.

use std::sync::Arc;

use serde_json::Value;

/// A websocket text, cheap to send to many.
pub type Text = Arc<str>;

/// What a client's websocket text says.
#[derive(Clone, Debug, PartialEq)]
pub enum Packet {
    /// `2`: a client of protocol 3 asks whether we live; others must not.
    Ping,
    /// `3`: the client answers our ping.
    Pong,
    /// `0`, `1`, `5`, `6`, and acknowledgements: legal, and nothing comes of them.
    Nothing,
    /// `40`: the client asks for a namespace; the empty text is the default one.
    Connect(String),
    /// `41`: the client leaves the default namespace.
    Disconnect,
    /// `42`: an event, its first argument, and the number to acknowledge it by.
    Event(String, Option<Value>, Option<u64>),
}

/// A text that is no packet, or one that a client must not send.
///
/// Source: `cytube-protocol`, 1.2: a malformed packet closes the websocket without an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a packet a client may send")]
pub struct BadPacket;

/// Reads what a client sent.
///
/// # Errors
///
/// [`BadPacket`] for anything that makes the real server close the websocket.
pub fn parse(text: &str) -> Result<Packet, BadPacket> {
    let (kind, rest) = split_digit(text)?;
    match kind {
        '2' => Ok(Packet::Ping),
        '3' => Ok(Packet::Pong),
        '4' => message(rest),
        '0' | '1' | '5' | '6' => Ok(Packet::Nothing),
        _ => Err(BadPacket),
    }
}

fn message(text: &str) -> Result<Packet, BadPacket> {
    let (kind, rest) = split_digit(text)?;
    let (namespace, rest) = match rest.strip_prefix('/') {
        Some(named) => named.split_once(',').unwrap_or((named, "")),
        None => ("", rest),
    };
    let json = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    match kind {
        '0' if json.is_empty() || json.starts_with('{') && is_json(json) => Ok(Packet::Connect(namespace.to_owned())),
        '1' if namespace.is_empty() && json.is_empty() => Ok(Packet::Disconnect),
        '2' if namespace.is_empty() => event(json, rest.get(..rest.len() - json.len()).and_then(|id| id.parse().ok())),
        '3' if namespace.is_empty() && json.starts_with('[') && is_json(json) => Ok(Packet::Nothing),
        _ => Err(BadPacket),
    }
}

fn event(json: &str, ack: Option<u64>) -> Result<Packet, BadPacket> {
    let Ok(Value::Array(parts)) = serde_json::from_str(json) else { return Err(BadPacket) };
    let mut parts = parts.into_iter();
    match parts.next() {
        Some(Value::String(name)) => Ok(Packet::Event(name, parts.next(), ack)),
        _ => Err(BadPacket),
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn split_digit(text: &str) -> Result<(char, &str), BadPacket> {
    let mut chars = text.chars();
    let digit = chars.next().filter(char::is_ascii_digit).ok_or(BadPacket)?;
    Ok((digit, chars.as_str()))
}

/// The server's first frame.
pub fn open(sid: &str, ping_interval_ms: u128, ping_timeout_ms: u128) -> Text {
    format!(
        r#"0{{"sid":"{sid}","upgrades":[],"pingInterval":{ping_interval_ms},"pingTimeout":{ping_timeout_ms},"maxPayload":{MAX_PAYLOAD}}}"#
    )
    .into()
}

/// The server's answer to `40`.
pub fn connected(sid: &str) -> Text {
    format!(r#"40{{"sid":"{sid}"}}"#).into()
}

/// The server's refusal of a `40`, in the namespace that was asked for.
pub fn refused(namespace: &str, message: &str) -> Text {
    let within = if namespace.is_empty() { String::new() } else { format!("/{namespace},") };
    format!("44{within}{}", serde_json::json!({ "message": message })).into()
}

/// The server's refusal of a client of Engine.IO 3.
///
/// Source: not observed; the older protocol has a bare text where the newer has an object.
pub fn refused_old(message: &str) -> Text {
    format!("44{}", Value::from(message)).into()
}

/// An event with at most one argument.
pub fn event_text(name: &str, payload: Option<&Value>) -> Text {
    let name = Value::from(name);
    match payload {
        Some(payload) => format!("42[{name},{payload}]").into(),
        None => format!("42[{name}]").into(),
    }
}

/// The acknowledgement of an event, with one argument.
pub fn ack(id: u64, payload: &Value) -> Text {
    format!("43{id}[{payload}]").into()
}

/// `2`: the server's ping.
pub const PING: &str = "2";

/// `3`: the server's answer to a ping of protocol 3.
pub const PONG: &str = "3";

/// `40`: the server lets a client of protocol 3 into the namespace, which did not ask.
pub const CONNECTED_OLD: &str = "40";

/// `41`: the server ends the session; the websocket stays open.
pub const DISCONNECT: &str = "41";

/// Largest frame a client may send.
///
/// Source: `cytube-protocol`, 1.2. Unit: bytes.
pub const MAX_PAYLOAD: usize = 1_048_576;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn legal_texts_are_read() {
        for (text, packet) in [
            ("3", Packet::Pong),
            ("2", Packet::Ping),
            ("6", Packet::Nothing),
            ("40", Packet::Connect(String::new())),
            ("40{\"token\":1}", Packet::Connect(String::new())),
            ("40/admin,", Packet::Connect("admin".into())),
            ("40/admin", Packet::Connect("admin".into())),
            ("41", Packet::Disconnect),
            ("42[\"login\",{\"name\":\"x\"}]", Packet::Event("login".into(), Some(json!({"name": "x"})), None)),
            ("4217[\"vote\"]", Packet::Event("vote".into(), None, Some(17))),
            ("431[]", Packet::Nothing),
        ] {
            assert_eq!(parse(text), Ok(packet), "{text}");
        }
    }

    #[test]
    fn everything_else_is_a_bad_packet() {
        for text in ["", "x", "9", "4", "42", "42{not json", "42[]", "42[1]", "42{}", "44{}", "451-[]", "42/x,[\"a\"]"]
        {
            assert_eq!(parse(text), Err(BadPacket), "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_as_the_recordings_do() {
        assert_eq!(&*event_text("rank", Some(&json!(-1))), r#"42["rank",-1]"#);
        assert_eq!(&*event_text("channelNotRegistered", None), r#"42["channelNotRegistered"]"#);
        assert_eq!(&*refused("", "Rate limit exceeded"), r#"44{"message":"Rate limit exceeded"}"#);
        assert_eq!(
            &*open("x", 25_000, 120_000),
            r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":120000,"maxPayload":1048576}"#
        );
    }
}
