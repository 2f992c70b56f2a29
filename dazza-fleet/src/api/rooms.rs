//! The rooms: how they are, and what can be done to them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::names::RoomName;
use serde::{Deserialize, Serialize};

use super::error::Problem;
use crate::supervisor::{FleetHandle, Restarted, Unrestartable};
use crate::view::FleetView;

/// The fleet is ending.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ending {
    /// The supervisor's process, which is gone when the fleet has ended.
    pub(crate) pid: u32,
}

/// The whole view.
pub(crate) async fn list(State(fleet): State<FleetHandle>) -> Result<Json<FleetView>, Problem> {
    Ok(Json(fleet.view().await?))
}

/// Begins to replace the child of a room.
pub(crate) async fn restart(
    State(fleet): State<FleetHandle>,
    Path(name): Path<String>,
) -> Result<(StatusCode, Json<Restarted>), Problem> {
    let room: RoomName = name.parse().map_err(|_not_a_name| Problem::from(Unrestartable::NoSuchRoom))?;
    Ok((StatusCode::ACCEPTED, Json(fleet.restart(room).await??)))
}

/// Begins to end the fleet.
pub(crate) async fn down(State(fleet): State<FleetHandle>) -> Result<(StatusCode, Json<Ending>), Problem> {
    fleet.down().await?;
    Ok((StatusCode::ACCEPTED, Json(Ending { pid: std::process::id() })))
}
