//! From an address to a session: resolve, connect, TLS, websocket, Engine.IO, namespace.

use std::cell::Cell;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Uri, header};
use tokio_tungstenite::tungstenite::{self, client::IntoClientRequest, protocol::WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::frame::{self, Packet};
use super::session::{Heard, Session};
use super::wire::Wire;
use super::{Ended, Trust, TrustError, dial};

/// Where a Socket.IO server is and how it is reached.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its address: `http`, `https`, `ws` or `wss`, host and port. A path is of no account.
    pub url: String,
    /// The local address to connect from, for a host with several.
    pub local_address: Option<IpAddr>,
    /// Whose certificates are good.
    pub trust: Arc<Trust>,
    /// What we bear with once connected.
    pub limits: Limits,
}

/// What we bear with from a server we are connected to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a ping may be late before the line counts as dead.
    pub patience: Duration,
    /// How long a frame of ours may take to be taken in.
    pub write: Duration,
    /// How long a close in order may take.
    pub close: Duration,
    /// Largest frame taken. Unit: bytes.
    pub max_frame_bytes: usize,
}

impl Default for Limits {
    /// The server pings every 25 s, so that a dead line is noticed after 40 s; frames are up to 1 MiB.
    ///
    /// Source: `cytube-protocol`, 1.2.
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(15),
            write: Duration::from_secs(10),
            close: Duration::from_secs(1),
            max_frame_bytes: (1 << 20) + (1 << 16),
        }
    }
}

/// How far the opening of a connection has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Looking the host's addresses up.
    Resolving,
    /// Connecting the socket.
    Connecting,
    /// Agreeing on TLS.
    Securing,
    /// Asking for the websocket.
    Upgrading,
    /// Waiting for the Engine.IO open packet.
    Opening,
    /// Waiting to be let into the namespace.
    Joining,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolving => "looking the host up",
            Self::Connecting => "connecting",
            Self::Securing => "agreeing on TLS",
            Self::Upgrading => "asking for the websocket",
            Self::Opening => "waiting for the first packet",
            Self::Joining => "waiting to be let in",
        })
    }
}

/// Why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not an address we understand.
    #[error("{url:?} is no address of a chat server; it needs http or https, a host and perhaps a port")]
    Address {
        /// What was given.
        url: String,
    },
    /// The host's name could not be looked up.
    #[error("cannot look up {host}; check the name and this machine's DNS")]
    Resolve {
        /// The host.
        host: String,
        /// What the system says.
        source: io::Error,
    },
    /// The host has no address that the local address can reach.
    #[error("{host} has no address of the kind local_address has; drop local_address or give one of the other kind")]
    NoAddress {
        /// The host.
        host: String,
    },
    /// None of the host's addresses could be connected to; this is what the last one said.
    #[error("cannot connect to {address}; check that the chat server is up and reachable from here")]
    Connect {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// Our own certificates are of no use.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// No TLS could be agreed on.
    #[error("no TLS with {host}; if its certificate is of your own making, name it in ca_file")]
    Tls {
        /// The host.
        host: String,
        /// What the TLS library says.
        source: io::Error,
    },
    /// The server answered the request for a websocket with something else.
    #[error("{host} answered HTTP status {status} and no websocket; check that it is a chat server")]
    Upgrade {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The request for a websocket failed.
    #[error("{host} does not speak websocket; check that it is a chat server")]
    WebSocket {
        /// The host.
        host: String,
        /// What is wrong.
        source: tungstenite::Error,
    },
    /// The first frame was not the Engine.IO open packet.
    #[error("{host} does not speak Engine.IO; check that it is a chat server")]
    NotEngineIo {
        /// The host.
        host: String,
    },
    /// The namespace refused us, in the server's own words.
    #[error("the chat server refused the connection: {message}")]
    Refused {
        /// The server's words.
        message: String,
    },
    /// The connection ended before we were let in.
    #[error("the connection ended before we were let in")]
    Ended(#[from] Ended),
    /// It took too long.
    #[error("gave up after {} ms while {stage}; the chat server may be down or far away", .after.as_millis())]
    TimedOut {
        /// How long it was allowed to take.
        after: Duration,
        /// How far it had got.
        stage: Stage,
    },
}

/// Read buffer of the websocket; it grows for a larger frame and shrinks again. Unit: bytes.
const READ_BUFFER: usize = 4096;

/// Most that waits to be written; the longest thing we say is far below. Unit: bytes.
const WRITE_BUFFER: usize = 128 * 1024;

/// How often a server pings that does not say it. Source: `cytube-protocol`, 1.2.
const PING_INTERVAL: Duration = Duration::from_secs(25);

/// The longest ping interval believed, so that a mad one does not switch the watchdog off.
const MAX_PING_INTERVAL: Duration = Duration::from_mins(5);

/// Longest refusal kept, in characters.
const MAX_REFUSAL_CHARS: usize = 300;

pub(super) async fn open(endpoint: &Endpoint, timeout: Duration) -> Result<Session, OpenError> {
    let stage = Cell::new(Stage::Resolving);
    let deadline = Instant::now() + timeout;
    let opening = timeout_at(deadline, open_in_stages(endpoint, deadline, &stage));
    opening.await.unwrap_or_else(|_| Err(OpenError::TimedOut { after: timeout, stage: stage.get() }))
}

async fn open_in_stages(endpoint: &Endpoint, deadline: Instant, stage: &Cell<Stage>) -> Result<Session, OpenError> {
    let target = Target::parse(&endpoint.url)?;
    let addresses = dial::resolve(&target.host, target.port, endpoint.local_address).await?;
    stage.set(Stage::Connecting);
    let tcp = dial::connect(&addresses, endpoint.local_address, deadline).await?;
    stage.set(Stage::Securing);
    let wire = if target.is_secure { secure(tcp, &target.host, &endpoint.trust).await? } else { Wire::Plain(tcp) };
    stage.set(Stage::Upgrading);
    let websocket = upgrade(wire, &target, endpoint.limits).await?;
    stage.set(Stage::Opening);
    let mut session = Session::over(websocket, endpoint.limits, PING_INTERVAL);
    let interval = ping_interval(&session.next().await?);
    session.set_ping_interval(interval.ok_or(OpenError::NotEngineIo { host: target.host })?);
    stage.set(Stage::Joining);
    session.send(frame::CONNECT.to_owned()).await?;
    join(session).await
}

/// Waits for the namespace's answer; anything else that comes before it is not meant for us.
async fn join(mut session: Session) -> Result<Session, OpenError> {
    loop {
        let heard = session.next().await?;
        match heard.packet() {
            Some(Ok(Packet::Connected)) => return Ok(session),
            Some(Ok(Packet::Refused(json))) => return Err(OpenError::Refused { message: refusal(json) }),
            _ => {}
        }
    }
}

async fn secure(tcp: tokio::net::TcpStream, host: &str, trust: &Trust) -> Result<Wire, OpenError> {
    let failed = |source| OpenError::Tls { host: host.to_owned(), source };
    let name = ServerName::try_from(host.to_owned()).map_err(|e| failed(io::Error::other(e)))?;
    let connector = TlsConnector::from(trust.client_config()?);
    let tls = connector.connect(name, tcp).await.map_err(failed)?;
    Ok(Wire::Tls(Box::new(tls)))
}

async fn upgrade(wire: Wire, target: &Target, limits: Limits) -> Result<WebSocketStream<Wire>, OpenError> {
    let failed = |source| match source {
        tungstenite::Error::Http(answer) => {
            OpenError::Upgrade { host: target.host.clone(), status: answer.status().as_u16() }
        }
        source => OpenError::WebSocket { host: target.host.clone(), source },
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER)
        .max_message_size(Some(limits.max_frame_bytes))
        .max_frame_size(Some(limits.max_frame_bytes));
    let mut request = target.websocket.as_str().into_client_request().map_err(failed)?;
    let agent = HeaderValue::from_static(concat!("dazza-room/", env!("CARGO_PKG_VERSION")));
    request.headers_mut().insert(header::USER_AGENT, agent);
    let (websocket, _) = client_async_with_config(request, wire, Some(config)).await.map_err(failed)?;
    Ok(websocket)
}

/// The ping interval of an Engine.IO open packet; `None` for anything else.
fn ping_interval(heard: &Heard) -> Option<Duration> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Opened {
        ping_interval: Option<f64>,
    }
    let Some(Ok(Packet::Opened(json))) = heard.packet() else { return None };
    let opened: Opened = serde_json::from_str(json).ok()?;
    let named = opened.ping_interval.and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok());
    Some(named.unwrap_or(PING_INTERVAL).min(MAX_PING_INTERVAL))
}

/// The server's words in a refusal, or the refusal as it came.
fn refusal(json: &str) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        message: String,
    }
    let words = serde_json::from_str(json).map_or_else(|_| json.to_owned(), |Refusal { message }| message);
    words.chars().take(MAX_REFUSAL_CHARS).collect()
}

/// An address, taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    host: String,
    port: u16,
    is_secure: bool,
    websocket: String,
}

impl Target {
    fn parse(url: &str) -> Result<Self, OpenError> {
        Self::parts(url).ok_or_else(|| OpenError::Address { url: url.chars().take(MAX_REFUSAL_CHARS).collect() })
    }

    fn parts(url: &str) -> Option<Self> {
        let uri: Uri = url.trim().parse().ok()?;
        let is_secure = match uri.scheme_str()? {
            "http" | "ws" => false,
            "https" | "wss" => true,
            _ => return None,
        };
        let authority = uri.authority()?;
        let host = authority.host();
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        let port = match authority.as_str().rsplit('@').next()?.strip_prefix(host)? {
            "" => {
                if is_secure {
                    443
                } else {
                    80
                }
            }
            named => named.strip_prefix(':')?.parse().ok()?,
        };
        let scheme = if is_secure { "wss" } else { "ws" };
        let websocket = format!("{scheme}://{host}:{port}/socket.io/?EIO=4&transport=websocket");
        (!bare.is_empty()).then(|| Self { host: bare.to_owned(), port, is_secure, websocket })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let cases = [
            ("http://127.0.0.1:1337", "127.0.0.1", 1337, "ws://127.0.0.1:1337"),
            ("https://cytu.be", "cytu.be", 443, "wss://cytu.be:443"),
            ("wss://zippy.example:8443/r/x", "zippy.example", 8443, "wss://zippy.example:8443"),
            ("ws://[::1]:80", "::1", 80, "ws://[::1]:80"),
        ];
        for (url, host, port, base) in cases {
            let target = Target::parse(url).unwrap();
            assert_eq!((target.host.as_str(), target.port), (host, port), "{url}");
            assert_eq!(target.websocket, format!("{base}/socket.io/?EIO=4&transport=websocket"));
        }
        for url in ["", "cytu.be", "ftp://x", "http://", "http://:80", "https://a b", "http://x:99999", "\u{0}"] {
            assert!(matches!(Target::parse(url), Err(OpenError::Address { .. })), "{url:?}");
        }
    }

    #[test]
    fn a_refusal_is_quoted_however_it_is_shaped() {
        assert_eq!(refusal("{\"message\":\"Rate limit exceeded\"}"), "Rate limit exceeded");
        assert_eq!(refusal("\"old style\""), "\"old style\"");
        assert_eq!(refusal(&"x".repeat(9000)).len(), MAX_REFUSAL_CHARS);
    }

    #[test]
    fn a_mad_ping_interval_is_not_believed() {
        let interval = |json: &str| ping_interval(&Heard::Text(format!("0{json}").into()));
        assert_eq!(interval("{\"sid\":\"x\",\"pingInterval\":25000}"), Some(PING_INTERVAL));
        assert_eq!(interval("{}"), Some(PING_INTERVAL));
        assert_eq!(interval("{\"pingInterval\":-1}"), Some(PING_INTERVAL));
        assert_eq!(interval("{\"pingInterval\":1e308}"), Some(PING_INTERVAL));
        assert_eq!(interval("{\"pingInterval\":1e15}"), Some(MAX_PING_INTERVAL));
        assert_eq!(interval("junk"), None);
        assert_eq!(ping_interval(&Heard::Text("2".into())), None);
        assert_eq!(ping_interval(&Heard::Binary { n_bytes: 3 }), None);
    }
}
