//! From an address to a session: resolve, connect, TLS, websocket, Engine.IO, namespace.

use std::cell::Cell;
use std::io;
use std::time::Duration;

use rustls::pki_types::ServerName;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::{self, client::IntoClientRequest, protocol::WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::endpoint::Target;
use super::frame::{self, Packet};
use super::session::{Heard, Session};
use super::wire::Wire;
use super::{Endpoint, Limits, OpenError, Stage, Trust, dial};

/// Read buffer of the websocket; it grows for a larger frame and shrinks again. Unit: bytes.
const READ_BUFFER: usize = 4096;

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
    let tcp = dial::connect(&target.host, &addresses, endpoint.local_address, deadline).await?;
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
        .max_write_buffer_size(limits.max_frame_bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

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
