//! The audit over the web.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::store::StoreError;
use dazza_shared::store::reads::audit::{self, Change};
use dazza_shared::store::reads::{self, Cursor, Page, View};
use serde::{Deserialize, Serialize};

use super::caller::Admin;
use super::error::Problem;
use super::openapi::Refusals;
use super::query::Query;
use super::state::Api;
use crate::supervisor::Refused;

/// How many rows a page has unless told otherwise, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 200;

/// Which part of the audit is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wish {
    /// The rooms it is about; none is all, and the fleet itself.
    room: Vec<String>,
    /// How many.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A part of the audit.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    /// The rooms that were asked about.
    rooms: Vec<RoomName>,
    /// What was changed.
    #[serde(flatten)]
    page: Page<Change>,
}

/// What was changed, the newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", responses((status = 200, description = "what was done, the latest first"), Refusals), security(("token" = [])))]
pub(super) async fn list(
    State(api): State<Api>,
    admin: Admin,
    Query(wish): Query<Wish>,
) -> Result<Json<Part>, Problem> {
    let limit = wish.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, format!("limit is from 1 to {MOST}")));
    }
    let told = |error: reads::BadCursor| Problem::new(StatusCode::BAD_REQUEST, error.to_string());
    let cursor = wish.cursor.as_deref().map(str::parse::<Cursor>).transpose().map_err(told)?;
    let rooms: Vec<RoomName> =
        wish.room.iter().map(|name| name.parse()).collect::<Result<_, _>>().map_err(|_not_a_name| no_room())?;
    if rooms.is_empty() {
        admin.of_all()?;
    }
    rooms.iter().try_for_each(|room| admin.of_room(room))?;
    let view = View { rooms: &rooms, zone: "UTC", house: "", now: Clock::System.now() };
    let mut tx = api.reads.begin().await?;
    let page = audit::changes(&mut tx, &view, limit, cursor.as_ref()).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(Json(Part { rooms, page }))
}

fn no_room() -> Problem {
    Refused::NoSuchRoom.into()
}
