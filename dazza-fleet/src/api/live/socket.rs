//! `GET /ws`: from a question over HTTP to a WebSocket. Source: RFC 6455, 4.2.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tracing::debug;

use super::client::{Client, MAX_FRAME_BYTES};
use super::guests::{Crowded, MAX_CLIENTS, MAX_PER_ADDRESS};
use crate::api::error::Problem;
use crate::api::frame::Client as Address;
use crate::api::openapi::Refusals;
use crate::api::state::Api;
use crate::supervisor::Way;

/// Bytes that are read, and that are gathered to be written, at once for one client.
const BUFFER: usize = 8 * 1024;

/// Most bytes that wait to be written, the longest entry among them.
const MAX_UNWRITTEN: usize = 256 * 1024;

/// Lets a client follow the live feed.
#[utoipa::path(
    get, path = "/api/v1/ws", tag = "live",
    responses((status = 101, description = "the feed, as frames of JSON over a WebSocket"), Refusals)
)]
pub(in crate::api) async fn socket(State(api): State<Api>, mut request: Request) -> Response {
    let accepted = match accept(request.method(), request.headers()) {
        Ok(accepted) => accepted,
        Err(refusal) => return refusal.into_response(),
    };
    let address = request.extensions().get::<Address>().map(|Address(address)| *address);
    let guest = match api.feed.admit(address, Way::Socket) {
        Ok(guest) => guest,
        Err(crowded) => return Problem::from(crowded).into_response(),
    };
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        match upgrade.await {
            Ok(stream) => {
                let config = WebSocketConfig::default()
                    .read_buffer_size(BUFFER)
                    .write_buffer_size(BUFFER)
                    .max_write_buffer_size(MAX_UNWRITTEN)
                    .max_message_size(Some(MAX_FRAME_BYTES))
                    .max_frame_size(Some(MAX_FRAME_BYTES));
                let stream = TokioIo::new(stream);
                let socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await;
                Client::new(socket, api.feed, guest).serve().await;
            }
            Err(error) => debug!(error = %error, "a client of the live feed is gone before it began"),
        }
    });
    let mut answer = (StatusCode::SWITCHING_PROTOCOLS, Body::empty()).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accepted);
    answer
}

/// Why there is no WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    /// None was asked for.
    Unasked,
    /// The key is none.
    Keyless,
}

impl IntoResponse for Unfit {
    fn into_response(self) -> Response {
        let (status, told) = match self {
            Self::Unasked => {
                (StatusCode::UPGRADE_REQUIRED, "this is for WebSockets of version 13; docs/live.md tells how to use it")
            }
            Self::Keyless => {
                (StatusCode::BAD_REQUEST, "a WebSocket begins with a `sec-websocket-key` of 16 bytes in Base64")
            }
        };
        let how = [(header::UPGRADE, "websocket"), (header::SEC_WEBSOCKET_VERSION, "13")];
        (how, Problem::new(status, told)).into_response()
    }
}

/// What accepts the client's key.
fn accept(method: &Method, headers: &HeaderMap) -> Result<HeaderValue, Unfit> {
    let is_wanted = method == Method::GET && names(headers, &header::UPGRADE, "websocket");
    let version = headers.get(header::SEC_WEBSOCKET_VERSION).map(HeaderValue::as_bytes);
    if !is_wanted || !names(headers, &header::CONNECTION, "upgrade") || version != Some(b"13") {
        return Err(Unfit::Unasked);
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|key| key.len() == 24);
    let accepted = key.and_then(|key| HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok());
    accepted.ok_or(Unfit::Keyless)
}

/// Whether a list in a header names this, in whatever case.
pub(in crate::api) fn names(headers: &HeaderMap, header: &HeaderName, what: &str) -> bool {
    let lines = headers.get_all(header).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| one.trim().eq_ignore_ascii_case(what))
}

impl From<Crowded> for Problem {
    fn from(crowded: Crowded) -> Self {
        match crowded {
            Crowded::Everywhere => {
                let told = format!("{MAX_CLIENTS} clients follow the live feed, which is all that may; try later");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, told)
            }
            Crowded::There => {
                let told = format!("{MAX_PER_ADDRESS} clients from your address follow the live feed: close one first");
                Self::new(StatusCode::TOO_MANY_REQUESTS, told)
            }
        }
    }
}
