//! Whether all is well, in short, for people and for whoever watches the fleet from outside.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dazza_shared::clock::{Clock, since};
use dazza_shared::phase::Phase;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::database::Reads;
use super::error::Problem;
use super::openapi::{Endpoint, Refusals, endpoints as endpoints_of_document};
use super::router::N_PUBLIC;
use crate::supervisor::FleetHandle;
use crate::view::FleetView;

/// The fleet is well.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
    /// The supervisor's version.
    version: String,
    /// Age of the supervisor. Unit: seconds.
    uptime: u64,
    /// How many things everyone may ask.
    endpoints: u64,
    /// What stands.
    connections: Connections,
    /// The rooms, counted.
    rooms: Counted,
    /// Now.
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
}

/// What the fleet is connected to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Connections {
    /// Whether the bot is in a room.
    bot: bool,
    /// Whether the database answers.
    database: bool,
    /// How many follow the live feed.
    websocket: u64,
}

/// The rooms, counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Counted {
    /// How many are to be served.
    total: usize,
    /// How many of them are joined.
    ready: usize,
}

/// Tells that the fleet answers and its database too; whether every room is joined is told by `/readyz`.
#[utoipa::path(get, path = "/api/v1/health", tag = "fleet", responses((status = 200, body = Health, description = "the fleet and its database answer"), Refusals))]
pub(crate) async fn health(
    State(fleet): State<FleetHandle>,
    State(reads): State<Reads>,
) -> Result<Json<Health>, Problem> {
    let view = fleet.view().await?;
    if !reads.is_up().await {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer the fleet"));
    }
    Ok(Json(Health::of(&view, Clock::System.now())))
}

/// All that may be asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Endpoints {
    /// How many.
    count: usize,
    /// They, by method and path.
    endpoints: Vec<Endpoint>,
}

/// Tells all that may be asked.
#[utoipa::path(
    get, path = "/api/v1/health/endpoints", tag = "fleet",
    responses((status = 200, body = Endpoints, description = "all that may be asked"), Refusals)
)]
pub(crate) async fn endpoints() -> Json<Endpoints> {
    let endpoints = endpoints_of_document();
    Json(Endpoints { count: endpoints.len(), endpoints })
}

/// Ports are opened by hand here, if at all.
#[utoipa::path(get, path = "/api/v1/health/upnp", tag = "fleet", responses((status = 410, body = Problem, description = "the fleet opens no ports"), Refusals))]
pub(crate) async fn upnp() -> Problem {
    let told = "this fleet opens no ports at your router; `listen` in fleet.toml says where it is reached";
    Problem::new(StatusCode::GONE, told)
}

impl Health {
    fn of(view: &FleetView, now: Timestamp) -> Self {
        let wanted = || view.rooms.iter().filter(|room| room.is_wanted);
        let ready = wanted().filter(|room| room.phase == Phase::Joined).count();
        Self {
            status: "ok",
            version: view.version.clone(),
            uptime: since(view.started, now).as_secs(),
            endpoints: N_PUBLIC,
            connections: Connections { bot: ready > 0, database: true, websocket: view.watchers.sockets },
            rooms: Counted { total: wanted().count(), ready },
            timestamp: now,
        }
    }
}
