//! The audit over the web.

use axum::Json;
use axum::extract::State;
use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::store::StoreError;
use dazza_shared::store::reads::audit::{self, Change};
use dazza_shared::store::reads::{Cursor, Page, View};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{Limit, room_named};
use super::caller::Admin;
use super::error::Problem;
use super::openapi::Refusals;
use super::query::Query;
use super::state::Api;

/// Which part of the audit is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wish {
    /// The rooms it is about; none is all, and the fleet itself.
    room: Vec<String>,
    /// How many.
    #[param(inline)]
    limit: Limit<50, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// A part of the audit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Audit)]
pub(super) struct Part {
    /// The rooms that were asked about.
    rooms: Vec<RoomName>,
    /// What was changed.
    #[serde(flatten)]
    page: Page<Change>,
}

/// What was changed, the newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(Wish), responses((status = 200, body = Part, description = "what was done, the latest first"), Refusals), security(("token" = [])))]
pub(super) async fn list(
    State(api): State<Api>,
    admin: Admin,
    Query(wish): Query<Wish>,
) -> Result<Json<Part>, Problem> {
    // Of a room that is gone, too.
    let rooms = wish.room.iter().map(|name| room_named(name)).collect::<Result<Vec<_>, _>>()?;
    if rooms.is_empty() {
        admin.of_all()?;
    }
    rooms.iter().try_for_each(|room| admin.of_room(room))?;
    let view = View { rooms: &rooms, zone: "UTC", house: "", now: Clock::System.now() };
    let mut tx = api.reads.begin().await?;
    let page = audit::changes(&mut tx, &view, wish.limit.0, wish.cursor.as_ref()).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(Json(Part { rooms, page }))
}
