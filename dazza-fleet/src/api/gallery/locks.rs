//! Which galleries are locked.

use axum::Json;
use axum::extract::{Path, State};
use dazza_shared::store::reads::gallery::{self, Gallery, Lock};
use dazza_shared::store::reads::{Cursor, Page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::asked::{Answer, Limit, Place, key};
use crate::api::openapi::Refusals;
use crate::api::query::{Nothing, Query};
use crate::api::state::Api;

/// How many locks are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// How many.
    #[param(inline)]
    limit: Limit<50, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Galleries that are locked or once were.
#[utoipa::path(get, path = "/api/v1/gallery/locks", tag = "gallery", params(Wish), responses((status = 200, body = Page<Lock>, description = "what was asked for"), Refusals))]
pub(crate) async fn list(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Page<Lock>> {
    let place = Place::of(&api.fleet, &[]).await?;
    let mut tx = api.reads.begin().await?;
    Ok(Json(gallery::locks(&mut tx, &place.view(), wish.limit.0, wish.cursor.as_ref()).await?))
}

/// Whether the gallery of one person is locked.
#[utoipa::path(get, path = "/api/v1/gallery/locks/{username}", tag = "gallery", params(("username" = String, Path)), responses((status = 200, body = Lock, description = "what was asked for"), Refusals))]
pub(crate) async fn one(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(Nothing {}): Query<Nothing>,
) -> Answer<Lock> {
    let (place, username) = (Place::of(&api.fleet, &[]).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let Gallery { username, is_locked, locked_at, image_count, .. } = gallery::gallery(&mut tx, &username).await?;
    Ok(Json(Lock { username, is_locked, locked_at, image_count }))
}
