//! Probes: is the supervisor's loop alive, and what does it count.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use super::error::Problem;
use crate::metrics;
use crate::supervisor::FleetHandle;

/// The supervisor is alive.
#[derive(Debug, Serialize)]
pub(crate) struct Health {
    status: &'static str,
    version: String,
}

/// Answers when the supervisor's loop turns.
pub(crate) async fn healthz(State(fleet): State<FleetHandle>) -> Result<Json<Health>, Problem> {
    let view = fleet.view().await?;
    Ok(Json(Health { status: "ok", version: view.version }))
}

/// All series.
///
/// Source of the content type: `OpenMetrics` 1.0, section 4.1.
pub(crate) async fn metrics(State(fleet): State<FleetHandle>) -> Result<impl IntoResponse, Problem> {
    let view = fleet.view().await?;
    let pids: Vec<_> = view.rooms.iter().filter_map(|room| Some((room.name.clone(), room.pid?))).collect();
    let failed = |error: String| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error);
    // Reading the memory of many processes takes a while, and the loop shares this thread.
    let memory =
        tokio::task::spawn_blocking(move || metrics::memory(&pids)).await.map_err(|e| failed(e.to_string()))?;
    let page = metrics::page(view, memory).map_err(|error| failed(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], page))
}
