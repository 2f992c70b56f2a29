//! What can be done to the rooms and the fleet, and all that the supervisor knows of them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::names::RoomName;
use serde::{Deserialize, Serialize};

use super::error::Problem;
use crate::supervisor::{Changes, FleetHandle, Order, Ordered, Refused};
use crate::view::FleetView;

/// The fleet is ending.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ending {
    /// The supervisor's process, which is gone when the fleet has ended.
    pub(crate) pid: u32,
}

/// All that the supervisor knows.
pub(crate) async fn view(State(fleet): State<FleetHandle>) -> Result<Json<FleetView>, Problem> {
    Ok(Json(fleet.view().await?))
}

/// An order that has begun to be carried out.
type Begun = Result<(StatusCode, Json<Ordered>), Problem>;

/// Begins to serve a room again.
pub(crate) async fn start(State(fleet): State<FleetHandle>, Path(name): Path<String>) -> Begun {
    order(&fleet, Order::Start, &name).await
}

/// Begins to end the service of a room.
pub(crate) async fn stop(State(fleet): State<FleetHandle>, Path(name): Path<String>) -> Begun {
    order(&fleet, Order::Stop, &name).await
}

/// Begins to replace the child of a room.
pub(crate) async fn restart(State(fleet): State<FleetHandle>, Path(name): Path<String>) -> Begun {
    order(&fleet, Order::Restart, &name).await
}

async fn order(fleet: &FleetHandle, order: Order, name: &str) -> Begun {
    let room: RoomName = name.parse().map_err(|_not_a_name| Problem::from(Refused::NoSuchRoom))?;
    Ok((StatusCode::ACCEPTED, Json(fleet.order(order, room).await??)))
}

/// What a reload would do.
pub(crate) async fn plan(State(fleet): State<FleetHandle>) -> Result<Json<Changes>, Problem> {
    Ok(Json(fleet.planned_reload().await??))
}

/// Reads the configuration anew.
pub(crate) async fn reload(State(fleet): State<FleetHandle>) -> Result<Json<Changes>, Problem> {
    Ok(Json(fleet.reload().await??))
}

/// Begins to end the fleet.
pub(crate) async fn down(State(fleet): State<FleetHandle>) -> Result<(StatusCode, Json<Ending>), Problem> {
    fleet.down().await?;
    Ok((StatusCode::ACCEPTED, Json(Ending { pid: std::process::id() })))
}
