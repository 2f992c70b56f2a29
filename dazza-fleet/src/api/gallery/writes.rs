//! What owners, curators and visitors change in galleries.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::clock::Clock;
use dazza_shared::store::curation::{self, Outcome};
use dazza_shared::store::reads::gallery::{self, Lock};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::curator::Visitor;
use super::images::no_such_picture;
use crate::api::asked::{Answer, Place, key};
use crate::api::body::Body;
use crate::api::error::Problem;
use crate::api::live::News;
use crate::api::openapi::Refusals;
use crate::api::state::Api;

/// Longest reason. Unit: characters.
const MAX_REASON: usize = 200;

/// Which picture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    /// Where it is on the web.
    url: String,
    /// Whose gallery it is in.
    username: String,
    /// Why.
    reason: Option<String>,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// The number of the picture.
    id: i64,
    /// Whose gallery.
    username: String,
    /// Whether it is in it now.
    is_active: bool,
}

/// Whether a gallery is to be locked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Locked {
    /// Whether.
    locked: bool,
}

/// Deletes a picture. From a gallery that is not locked anybody may; for seven days it can be brought back.
#[utoipa::path(
    delete, path = "/api/v1/gallery/images", tag = "gallery", request_body = Chosen,
    responses((status = 200, body = Changed, description = "it is out of its gallery"), Refusals)
)]
pub(crate) async fn delete(State(api): State<Api>, visitor: Visitor, Body(chosen): Body<Chosen>) -> Answer<Changed> {
    change(&api, &visitor, chosen, false).await
}

/// Brings back a picture that was deleted at most seven days ago.
#[utoipa::path(
    post, path = "/api/v1/gallery/images/restore", tag = "gallery", request_body = Chosen, security(("token" = [])),
    responses((status = 200, body = Changed, description = "it is back in its gallery"), Refusals)
)]
pub(crate) async fn restore(State(api): State<Api>, visitor: Visitor, Body(chosen): Body<Chosen>) -> Answer<Changed> {
    visitor.must_curate(&key(&chosen.username)?)?;
    change(&api, &visitor, chosen, true).await
}

async fn change(api: &Api, visitor: &Visitor, chosen: Chosen, is_active: bool) -> Answer<Changed> {
    let username = key(&chosen.username)?;
    let url = chosen.url.replace('\0', "");
    let reason = chosen.reason.map(|reason| reason.replace('\0', "").chars().take(MAX_REASON).collect::<String>());
    let by = visitor.by(&username, reason.as_deref());
    let (mut tx, now) = (api.scribe.begin().await?, Clock::System.now());
    let outcome = if is_active {
        curation::restore(&mut tx, (&username, &url), by, now).await?
    } else {
        curation::delete(&mut tx, (&username, &url), by, now).await?
    };
    let id = match outcome {
        Outcome::Done(id) => id,
        Outcome::NoSuchPicture => return Err(no_such_picture()),
        Outcome::Locked => {
            let told = "this gallery is locked; its owner can ask the bot for a token";
            return Err(Problem::new(StatusCode::FORBIDDEN, told));
        }
        Outcome::Full => return Err(Problem::new(StatusCode::CONFLICT, "this gallery has no place left")),
    };
    tx.commit().await.map_err(dazza_shared::store::StoreError::from)?;
    let mut act = visitor.act(if is_active { "gallery.restore" } else { "gallery.delete" }, &username);
    act.before = Some(json!({ "url": url, "is_active": !is_active }));
    act.after = Some(json!({ "url": url, "is_active": is_active, "reason": reason }));
    api.scribe.write(act);
    let kind = if is_active { "gallery.restored" } else { "gallery.deleted" };
    api.feed.tell(News::of_galleries(kind, json!({ "username": username, "url": url, "at": now })));
    Ok(Json(Changed { id, username, is_active }))
}

/// Locks a gallery, so that strangers delete nothing from it, or unlocks it.
#[utoipa::path(
    put, path = "/api/v1/gallery/locks/{username}", tag = "gallery", request_body = Locked,
    params(("username" = String, Path)), security(("token" = [])),
    responses((status = 200, body = Lock, description = "how it is now"), Refusals)
)]
pub(crate) async fn lock(
    State(api): State<Api>,
    visitor: Visitor,
    Path(name): Path<String>,
    Body(Locked { locked }): Body<Locked>,
) -> Answer<Lock> {
    let username = key(&name)?;
    visitor.must_curate(&username)?;
    let place = Place::of(&api.fleet, &[]).await?;
    place.knows(&mut api.reads.begin().await?, &username).await?;
    let mut tx = api.scribe.begin().await?;
    let before = curation::lock(&mut tx, (&username, locked), visitor.by(&username, None), place.now).await?;
    let now = gallery::gallery(&mut tx, &username).await?;
    tx.commit().await.map_err(dazza_shared::store::StoreError::from)?;
    let mut act = visitor.act(if locked { "gallery.lock" } else { "gallery.unlock" }, &username);
    (act.before, act.after) = (Some(json!({ "is_locked": before })), Some(json!({ "is_locked": locked })));
    api.scribe.write(act);
    let gallery::Gallery { username, is_locked, locked_at, image_count, .. } = now;
    let told = json!({ "username": username, "is_locked": is_locked, "at": place.now });
    api.feed.tell(News::of_galleries("gallery.locked", told));
    Ok(Json(Lock { username, is_locked, locked_at, image_count }))
}
