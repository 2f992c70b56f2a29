//! Pictures, by gallery, by address, and those that went.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::store::reads::gallery::{self, Gallery, Picture, Sums, Which};
use dazza_shared::store::reads::{Cursor, Page};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::asked::{Answer, Around, InRooms, Limit, Place, key};
use crate::api::error::Problem;
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;

/// Most pictures of one gallery. Source: `platform.md`, 5.4.
const MAX_PICTURES: u32 = 25;

/// Which galleries are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms in which pictures were posted; none is all.
    room: Vec<String>,
    /// How many galleries.
    #[param(inline)]
    limit: Limit<20, 100>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// A gallery with its pictures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Full {
    #[serde(flatten)]
    gallery: Gallery,
    /// The pictures in it that were posted in these rooms, the newest first.
    images: Vec<Picture>,
}

/// Galleries, and what all of them come to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Galleries {
    #[serde(flatten)]
    page: Page<Full>,
    /// What all galleries come to.
    stats: Sums,
}

/// Which pictures of one person are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Of {
    /// Rooms in which pictures were posted; none is all.
    room: Vec<String>,
    /// Whether those that went are among them.
    include_deleted: bool,
    /// How many.
    #[param(inline)]
    limit: Limit<100, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Which picture.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct At {
    /// Its address.
    url: String,
}

/// Which pictures that went.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Gone {
    /// Rooms in which pictures were posted; none is all.
    room: Vec<String>,
    /// How many.
    #[param(inline)]
    limit: Limit<50, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Galleries with their pictures.
#[utoipa::path(get, path = "/api/v1/gallery/images", tag = "gallery", params(Wish), responses((status = 200, body = Around<Galleries>, description = "what was asked for"), Refusals))]
pub(crate) async fn list(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Around<Galleries>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let mut tx = api.reads.begin().await?;
    let Page { items, next } = gallery::galleries(&mut tx, &place.view(), wish.limit.0, wish.cursor.as_ref()).await?;
    let mut full = Vec::with_capacity(items.len());
    for gallery in items {
        let whose = (Some(gallery.username.as_str()), Which::Active);
        let images = gallery::pictures(&mut tx, &place.view(), whose, MAX_PICTURES, None).await?.items;
        full.push(Full { gallery, images });
    }
    let stats = gallery::sums(&mut tx, &place.view()).await?;
    Ok(place.around(Galleries { page: Page { items: full, next }, stats }))
}

/// The pictures of one person.
#[utoipa::path(get, path = "/api/v1/gallery/images/{username}", tag = "gallery", params(("username" = String, Path), Of), responses((status = 200, body = Around<Page<Picture>>, description = "what was asked for"), Refusals))]
pub(crate) async fn of(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(wish): Query<Of>,
) -> Answer<Around<Page<Picture>>> {
    let (place, all) = (Place::of(&api.fleet, &wish.room).await?, Place::of(&api.fleet, &[]).await?);
    let (mut tx, username) = (api.reads.begin().await?, key(&name)?);
    // A gallery is one over all rooms: whoever has one may not have been seen in those where its pictures were posted.
    all.knows(&mut tx, &username).await?;
    let which = if wish.include_deleted { Which::All } else { Which::Active };
    let whose = (Some(username.as_str()), which);
    let page = gallery::pictures(&mut tx, &place.view(), whose, wish.limit.0, wish.cursor.as_ref()).await?;
    Ok(place.around(page))
}

/// The picture of an address, whether it is in a gallery or not.
#[utoipa::path(get, path = "/api/v1/gallery/images/by-url", tag = "gallery", params(At), responses((status = 200, body = Picture, description = "what was asked for"), Refusals))]
pub(crate) async fn by_url(State(api): State<Api>, Query(at): Query<At>) -> Answer<Picture> {
    let place = Place::of(&api.fleet, &[]).await?;
    let mut tx = api.reads.begin().await?;
    let url = at.url.replace('\0', "");
    let picture = gallery::picture(&mut tx, &place.view(), (Some(&url), None)).await?.ok_or_else(no_such_picture)?;
    place.knows(&mut tx, &picture.username).await.map_err(|_hidden| no_such_picture())?;
    Ok(Json(picture))
}

/// Pictures that were taken out because they could not be reached, or were too many.
#[utoipa::path(get, path = "/api/v1/gallery/pruned", tag = "gallery", params(Gone), responses((status = 200, body = Around<Page<Picture>>, description = "what was asked for"), Refusals))]
pub(crate) async fn pruned(State(api): State<Api>, Query(gone): Query<Gone>) -> Answer<Around<Page<Picture>>> {
    let place = Place::of(&api.fleet, &gone.room).await?;
    let mut tx = api.reads.begin().await?;
    let whose = (None, Which::Pruned);
    let page = gallery::pictures(&mut tx, &place.view(), whose, gone.limit.0, gone.cursor.as_ref()).await?;
    Ok(place.around(page))
}

/// What galleries come to.
#[utoipa::path(get, path = "/api/v1/gallery/stats", tag = "gallery", params(InRooms), responses((status = 200, body = Around<Sums>, description = "what was asked for"), Refusals))]
pub(crate) async fn stats(State(api): State<Api>, Query(asked): Query<InRooms>) -> Answer<Around<Sums>> {
    let place = Place::of(&api.fleet, &asked.room).await?;
    let sums = gallery::sums(&mut api.reads.begin().await?, &place.view()).await?;
    Ok(place.around(sums))
}

/// There is no picture of that address or number.
pub(super) fn no_such_picture() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no gallery has or had such a picture")
}
