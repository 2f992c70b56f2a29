//! The few words of HTTP the server speaks: where the socket is, and the way to a websocket.

use std::net::IpAddr;

use dazza_shared::names::RoomName;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::server::faults::{ConfigFault, Faults};

/// Where clients ask for the socket.
const SOCKET_CONFIG: &str = "/socketconfig/";

/// A request's head.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
}

/// What comes of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Written, and the connection closed.
    Plain(String),
    /// Written, and the connection is a websocket from there on.
    Upgrade(String),
}

/// Reads a request's head, without the empty line at its end.
pub(super) fn parse(head: &str) -> Option<Request> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if !version.starts_with("HTTP/1.") || words.next().is_some() {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = lines.filter(|line| !line.is_empty()).map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    });
    let headers = headers.collect::<Option<Vec<_>>>()?;
    Some(Request { method: method.to_owned(), path: path.to_owned(), query: query.to_owned(), headers })
}

impl Request {
    /// The channel whose server is asked for.
    pub(super) fn channel(&self) -> Option<RoomName> {
        let file = self.path.strip_prefix("/socketconfig/").filter(|_| self.method == "GET")?;
        decode(file.strip_suffix(".json")?).parse().ok()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The client's address: a proxy on this machine may name another.
    ///
    /// Source: `decisions.md`, 32.
    pub(super) fn address(&self, peer: IpAddr) -> IpAddr {
        let forwarded = self.header("x-forwarded-for").filter(|_| peer.is_loopback());
        let first = forwarded.and_then(|list| list.split(',').next()?.trim().parse().ok());
        first.unwrap_or(peer)
    }

    /// Answers a request as the faults allow, which may be never; `host` is what this server is called if the client
    /// does not say.
    pub(super) async fn answer(&self, host: &str, faults: &mut watch::Receiver<Faults>) -> Answer {
        let is_config = self.path.starts_with(SOCKET_CONFIG);
        let is_stuck =
            |faults: &Faults| faults.is_deaf || is_config && faults.socket_config == Some(ConfigFault::Never);
        // Without its sender the server has ended, and this task with it.
        let fault =
            faults.wait_for(|faults| !is_stuck(faults)).await.ok().and_then(|faults| faults.socket_config.clone());
        match fault.filter(|_| is_config) {
            Some(ConfigFault::Answer(status, body)) => Answer::Plain(written(status, "Fault", &body)),
            Some(ConfigFault::Never) | None => self.true_answer(host),
        }
    }

    fn true_answer(&self, host: &str) -> Answer {
        if self.method != "GET" {
            return refusal(405, "Method Not Allowed", &json!({ "error": "only GET is understood here" }));
        }
        let channel = self.path.strip_prefix(SOCKET_CONFIG).and_then(|file| file.strip_suffix(".json"));
        match (channel, self.path.as_str()) {
            (Some(channel), _) => self.socket_config(&decode(channel), host),
            (None, "/socket.io/" | "/socket.io") => self.upgrade(),
            (None, _) => refusal(404, "Not Found", &json!({ "error": "nothing is here" })),
        }
    }

    /// Source: `cytube-protocol`, 1.1: the same answer for all well-formed names, registered or not.
    fn socket_config(&self, channel: &str, host: &str) -> Answer {
        if channel.parse::<RoomName>().is_err() {
            return refusal(404, "Not Found", &json!({ "error": format!("Channel \"{channel}\" does not exist.") }));
        }
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".:[]-".contains(c);
        let host = self.header("host").filter(|host| !host.is_empty() && host.chars().all(is_host)).unwrap_or(host);
        let servers = json!({ "servers": [{ "url": format!("http://{host}"), "secure": false }] });
        Answer::Plain(response(200, "OK", &servers))
    }

    /// The refusals have the words of Engine.IO.
    fn upgrade(&self) -> Answer {
        let key = self.header("sec-websocket-key").filter(|_| self.wants_websocket());
        let (code, message) = match (self.parameter("transport"), self.parameter("EIO"), key) {
            (Some("websocket"), Some("3" | "4"), Some(key)) => return Answer::Upgrade(switch(key)),
            (Some("websocket"), Some("3" | "4"), None) => (3, "Bad request"),
            (Some("websocket"), _, _) => (5, "Unsupported protocol version"),
            _ => (0, "Transport unknown"),
        };
        refusal(400, "Bad Request", &json!({ "code": code, "message": message }))
    }

    /// Whether it is of a client that speaks Engine.IO 3.
    pub(super) fn is_old_protocol(&self) -> bool {
        self.parameter("EIO") == Some("3")
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    fn wants_websocket(&self) -> bool {
        let says = |name, word: &str| self.header(name).is_some_and(|value| value.to_ascii_lowercase().contains(word));
        says("upgrade", "websocket")
            && says("connection", "upgrade")
            && self.header("sec-websocket-version") == Some("13")
    }
}

/// What is told to those who ask for a channel that the server at `url` hosts.
///
/// Source: `cytube-protocol`, 1.1.
pub(super) fn hosted_at(url: &str) -> String {
    let servers = json!({ "servers": [{ "url": url, "secure": url.starts_with("https:") }] });
    response(200, "OK", &servers)
}

/// What is told to those whose request is none.
pub(super) fn bad_request() -> String {
    response(400, "Bad Request", &json!({ "error": "not a request" }))
}

fn refusal(status: u16, reason: &str, body: &Value) -> Answer {
    Answer::Plain(response(status, reason, body))
}

fn response(status: u16, reason: &str, body: &Value) -> String {
    written(status, reason, &body.to_string())
}

fn written(status: u16, reason: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} {reason}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn switch(key: &str) -> String {
    let accept = derive_accept_key(key.as_bytes());
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
         sec-websocket-accept: {accept}\r\n\r\n"
    )
}

/// Undoes percent-encoding; what is not well encoded stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, encoded)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        if let Some(byte) = encoded.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = encoded.get(2..).unwrap_or("");
        } else {
            bytes.push(b'%');
            rest = encoded;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPGRADE: &str = "Host: sim:1337\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\
                           Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    fn answer(target: &str, headers: &str) -> String {
        let request = parse(&format!("GET {target} HTTP/1.1\r\n{headers}\r\n")).unwrap();
        match request.true_answer("127.0.0.1:1") {
            Answer::Plain(text) | Answer::Upgrade(text) => text,
        }
    }

    #[test]
    fn the_socket_is_named_for_every_well_formed_channel() {
        let text = answer("/socketconfig/NeverRegistered.json", "Host: sim:1337");
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
        assert!(text.ends_with(r#"{"servers":[{"secure":false,"url":"http://sim:1337"}]}"#), "{text}");
        let text = answer("/socketconfig/bad%24name.json", "");
        assert!(text.starts_with("HTTP/1.1 404 "), "{text}");
        assert!(text.ends_with(r#"{"error":"Channel \"bad$name\" does not exist."}"#), "{text}");
    }

    #[test]
    fn only_websockets_of_protocols_three_and_four_are_let_in() {
        let text = answer("/socket.io/?EIO=4&transport=websocket", UPGRADE);
        assert!(text.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), "{text}");
        for (target, headers, code) in [
            ("/socket.io/?EIO=4&transport=polling", "", "0"),
            ("/socket.io/?EIO=2&transport=websocket", UPGRADE, "5"),
            ("/socket.io/?EIO=4&transport=websocket", "", "3"),
        ] {
            let text = answer(target, headers);
            assert!(text.starts_with("HTTP/1.1 400 ") && text.contains(&format!("\"code\":{code}")), "{text}");
        }
        assert!(answer("/", "").starts_with("HTTP/1.1 404 "));
    }

    #[test]
    fn only_this_machine_may_name_another_address() {
        let request = parse("GET / HTTP/1.1\r\nX-Forwarded-For: 10.0.0.7, 10.0.0.8").unwrap();
        let (near, far): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "192.0.2.1".parse().unwrap());
        assert_eq!(request.address(near).to_string(), "10.0.0.7");
        assert_eq!(request.address(far), far);
    }

    #[test]
    fn what_is_no_request_is_none() {
        for head in ["", "GET /", "GET / HTTP/2", "GET / HTTP/1.1 x", "GET / HTTP/1.1\r\nno colon"] {
            assert_eq!(parse(head), None, "{head:?}");
        }
    }
}
