//! Probes: is the supervisor's loop alive, is every room in its place, and what does the fleet count.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use dazza_shared::clock::Clock;
use serde::Serialize;

use super::error::{Problem, Unready};
use crate::metrics::{self, Form, Scrape};
use crate::supervisor::FleetHandle;

/// The supervisor is alive.
#[derive(Debug, Serialize)]
pub(crate) struct Health {
    status: &'static str,
    version: String,
}

/// Every wanted room is joined.
#[derive(Debug, Serialize)]
pub(crate) struct Readiness {
    status: &'static str,
    n_rooms: usize,
}

/// Answers when the supervisor's loop turns, whatever the rooms do.
pub(crate) async fn healthz(State(fleet): State<FleetHandle>) -> Result<Json<Health>, Problem> {
    let view = fleet.view().await?;
    Ok(Json(Health { status: "ok", version: view.version }))
}

/// Answers well when every wanted room is joined; otherwise tells which are not, and why.
pub(crate) async fn readyz(State(fleet): State<FleetHandle>) -> Result<Json<Readiness>, Problem> {
    let view = fleet.view().await?;
    if view.is_leaving {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the fleet is ending"));
    }
    let n_rooms = view.rooms.iter().filter(|room| room.is_wanted).count();
    let missing: Vec<Unready> = view.unjoined().map(Unready::from).collect();
    if missing.is_empty() {
        return Ok(Json(Readiness { status: "ready", n_rooms }));
    }
    let told = format!("{} of {n_rooms} wanted rooms not joined", missing.len());
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, told).about(missing))
}

/// All series.
pub(crate) async fn metrics(
    State(fleet): State<FleetHandle>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let form = Form::wanted(accept.unwrap_or_default());
    let (view, now) = (fleet.view().await?, Clock::System.now());
    let failed = |error: String| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error);
    // Looking at many processes and writing thousands of lines takes a while, and the loop shares this thread.
    let page = tokio::task::spawn_blocking(move || metrics::page(Scrape::gather(view, now)).map(|page| form.of(page)));
    let page = page.await.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, form.content_type())], page))
}
