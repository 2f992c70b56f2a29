//! What happens in the rooms as JSON lines without end, for the owner of the control socket.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use futures_util::stream;
use tokio::sync::broadcast::Receiver;
use tracing::debug;

use crate::supervisor::{FleetHandle, LiveLine};

/// Streams the feed until the fleet ends; a reader that falls far behind is cut off.
pub(crate) async fn events(State(fleet): State<FleetHandle>) -> impl IntoResponse {
    let feed = fleet.live();
    let lines = stream::unfold((fleet, feed), |(fleet, mut feed)| async move {
        let line = tokio::select! {
            line = next_line(&mut feed) => line,
            () = fleet.ended() => None,
        };
        line.map(|line| (line, (fleet, feed)))
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines))
}

async fn next_line(feed: &mut Receiver<LiveLine>) -> Option<serde_json::Result<Vec<u8>>> {
    match feed.recv().await {
        Ok(line) => Some(serde_json::to_vec(&line).map(|mut json| {
            json.push(b'\n');
            json
        })),
        Err(error) => {
            debug!(error = %error, "a watcher of the live feed is cut off");
            None
        }
    }
}
