//! `GET /api/v1/chat/stream`: what is said, as events that a page can read without a WebSocket.
//!
//! Source: the HTML standard, "Server-sent events".

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use dazza_shared::names::RoomName;
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, interval_at, sleep};

use super::feed::{Feed, PACE, Reader};
use super::guests::Guest;
use super::ring::Entry;
use super::topics::{Topic, Wish};
use crate::api::error::Problem;
use crate::api::frame::Client as Address;
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;
use crate::supervisor::{Dropped, Refused, Way};

/// How often a line is sent when nothing is said. Source: `platform.md`, 5.
const PING_EVERY: Duration = Duration::from_secs(30);

/// What a browser that comes back sends.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Whose chat is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct Asked {
    /// The rooms; none is all.
    room: Vec<String>,
}

/// What is sent next, and what it is made from.
struct Source {
    feed: Feed,
    reader: Reader,
    /// What is to be sent before anything else.
    first: VecDeque<Bytes>,
    ping: tokio::time::Interval,
    _guest: Guest,
}

/// Streams what is said until the fleet ends or the client goes.
#[utoipa::path(
    get, path = "/api/v1/chat/stream", tag = "live", params(("room" = Option<Vec<String>>, Query)),
    responses((status = 200, content_type = "text/event-stream", description = "what is said, without end"), Refusals)
)]
pub(in crate::api) async fn stream(
    State(api): State<Api>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, Problem> {
    let view = api.fleet.view().await?;
    let rooms = asked.room.iter().map(|name| name.parse::<RoomName>().ok().filter(|name| view.room(name).is_some()));
    let rooms: Vec<RoomName> = rooms.collect::<Option<_>>().ok_or_else(|| Problem::from(Refused::NoSuchRoom))?;
    let address = request.extensions().get::<Address>().map(|Address(address)| *address);
    let guest = api.feed.admit(address, Way::Stream)?;
    let source = Source::begin(api.feed, &rooms, last_event(request.headers()), guest);
    let body = Body::from_stream(stream::unfold(source, |mut source| async move {
        let chunk = source.next().await?;
        Some((Ok::<_, Infallible>(chunk), source))
    }));
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, body).into_response())
}

/// The epoch and number of the last event that the client knows.
fn last_event(headers: &HeaderMap) -> Option<(String, u64)> {
    let (epoch, seq) = headers.get(LAST_EVENT_ID)?.to_str().ok()?.rsplit_once('/')?;
    Some((epoch.to_owned(), seq.parse().ok()?))
}

impl Source {
    fn begin(feed: Feed, rooms: &[RoomName], last: Option<(String, u64)>, guest: Guest) -> Self {
        let mut reader = feed.reader();
        let wish = |room: Option<&RoomName>| Wish { topic: Topic::Chat, room: room.cloned() };
        let wishes: Vec<_> =
            if rooms.is_empty() { vec![wish(None)] } else { rooms.iter().map(|room| wish(Some(room))).collect() };
        let is_of_now = last.as_ref().is_none_or(|(epoch, _)| *epoch == feed.epoch().to_string());
        let since = last.map(|(_, seq)| seq);
        let missed = reader.follow(&wishes, since, is_of_now);
        let hello = json!({ "rooms": rooms, "epoch": feed.epoch(), "seq": feed.last() });
        let mut source = Self {
            first: [event("connected", None, &hello.to_string())].into(),
            ping: interval_at(Instant::now() + PING_EVERY, PING_EVERY),
            feed,
            reader,
            _guest: guest,
        };
        if let Some(oldest) = missed.gap {
            let told = json!({ "from": since, "oldest": oldest });
            source.first.push_back(event("gap", None, &told.to_string()));
        }
        let missed = source.written(&missed.entries);
        source.first.push_back(missed);
        source
    }

    /// What is sent next; nothing when it is over.
    async fn next(&mut self) -> Option<Bytes> {
        while let Some(first) = self.first.pop_front() {
            if !first.is_empty() {
                return Some(first);
            }
        }
        let fleet = self.feed.fleet().clone();
        loop {
            tokio::select! {
                () = self.reader.news() => {
                    // Many at once cost little more than one.
                    sleep(PACE).await;
                    let Ok(entries) = self.reader.take() else {
                        self.feed.note_dropped(Dropped::Slow);
                        return None;
                    };
                    let chunk = self.written(&entries);
                    if !chunk.is_empty() {
                        return Some(chunk);
                    }
                }
                _ = self.ping.tick() => return Some(event("ping", None, "{}")),
                () = fleet.ended() => return None,
            }
        }
    }

    /// Lines of these entries, as far as they are said.
    fn written(&self, entries: &[Arc<Entry>]) -> Bytes {
        let mut chunk = Vec::new();
        for entry in entries {
            let kind = match entry.kind {
                "chat.message" => "message",
                "gap" => "gap",
                _ => continue,
            };
            let id = format!("{}/{}", self.feed.epoch(), entry.seq);
            chunk.extend_from_slice(&event(kind, Some(&id), &entry.text));
            self.feed.fleet().watchers().note_sent(1);
        }
        chunk.into()
    }
}

/// One event. JSON has no line breaks in it.
fn event(kind: &str, id: Option<&str>, data: &str) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    format!("event: {kind}\n{id}data: {data}\n\n").into()
}
