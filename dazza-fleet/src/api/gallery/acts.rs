//! What came into galleries, and what went.

use axum::extract::State;
use dazza_shared::store::reads::gallery::{self, Act, Acts};
use dazza_shared::store::reads::{Cursor, Page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::asked::{Answer, Around, Limit, Place};
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;

/// Which acts are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms in which the pictures were posted; none is all.
    room: Vec<String>,
    /// What came, what went, or all that was done.
    #[serde(rename = "type")]
    #[param(inline)]
    which: Acts,
    /// How many.
    #[param(inline)]
    limit: Limit<50, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// What was done, the latest first.
#[utoipa::path(get, path = "/api/v1/gallery/activity", tag = "gallery", params(Wish), responses((status = 200, body = Around<Page<Act>>, description = "what was asked for"), Refusals))]
pub(crate) async fn list(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Around<Page<Act>>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let mut tx = api.reads.begin().await?;
    let page = gallery::activity(&mut tx, &place.view(), wish.which, wish.limit.0, wish.cursor.as_ref()).await?;
    Ok(place.around(page))
}
