//! What the fleet's processes take.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dazza_shared::names::RoomName;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Answer;
use super::caller::Known;
use super::error::Problem;
use super::openapi::Refusals;
use super::state::Api;
use crate::metrics::Vitals;

/// What the fleet's processes take.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Memory {
    /// The supervisor. Unit: bytes of proportional set size; `null` where the system does not tell.
    supervisor: Option<u64>,
    /// The rooms, by name.
    rooms: Vec<OfRoom>,
}

/// What the process of a room takes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfRoom {
    /// The room.
    #[schema(value_type = String)]
    room: RoomName,
    /// As it was last looked at. Unit: bytes of proportional set size; `null` without a process.
    pss: Option<u64>,
}

/// What the fleet's processes take; for whoever shows a token.
#[utoipa::path(get, path = "/api/v1/stats/memory", tag = "stats", responses((status = 200, body = Memory, description = "as it is now"), Refusals), security(("token" = [])))]
pub(crate) async fn memory(State(api): State<Api>, Known(is_known): Known) -> Answer<Memory> {
    if !is_known {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "this takes a token: `authorization: Bearer …`"));
    }
    let view = api.fleet.view().await?;
    let own = tokio::task::spawn_blocking(|| Vitals::of("self").pss).await.ok().flatten();
    let rooms = view.rooms.into_iter().map(|room| OfRoom { room: room.name, pss: room.memory_bytes });
    Ok(Json(Memory { supervisor: own, rooms: rooms.collect() }))
}
