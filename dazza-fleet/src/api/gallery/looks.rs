//! Has pictures looked at: at addresses that a gallery knows, and nowhere else.

use std::sync::LazyLock;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_fetch::{Pace, look};
use dazza_shared::clock::Clock;
use dazza_shared::picture::{Course, Seen, Sight, Verdict};
use dazza_shared::store::image_health;
use dazza_shared::store::reads::gallery::{self, Picture, Which};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use utoipa::ToSchema;

use super::curator::Visitor;
use super::images::no_such_picture;
use crate::api::asked::{Answer, Place, key};
use crate::api::body::Body;
use crate::api::error::Problem;
use crate::api::openapi::Refusals;
use crate::api::state::Api;

/// How long all looks of a question may take; its answer is due within 30 s.
const WITHIN: Duration = Duration::from_secs(20);

/// How many pictures are looked at together.
const AT_ONCE: usize = 5;

/// How many questions may look at once.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Which picture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct At {
    /// Where it is on the web.
    url: String,
}

/// Whose pictures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Whose {
    /// Whose.
    username: String,
}

/// What is at an address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Metadata {
    /// The address.
    url: String,
    /// Whether a picture is there; `None` when nobody can tell just now.
    accessible: Option<bool>,
    /// What its server answered.
    status: Option<u16>,
    /// The kind of content.
    content_type: Option<String>,
    /// What is wrong, if something is.
    reason: Option<String>,
}

/// What was seen of a gallery.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// Whose.
    username: String,
    /// Each picture, as far as there was time.
    items: Vec<Metadata>,
    /// How many were taken out of the gallery by it.
    pruned: usize,
}

/// What was seen of a picture that is out of its gallery.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rechecked {
    /// Whether it is there again; `None` when nobody can tell just now.
    accessible: Option<bool>,
    /// Whether it is back in its gallery.
    restored: bool,
    /// Why not.
    reason: Option<String>,
}

/// Tells what is at an address that a gallery knows.
#[utoipa::path(
    post, path = "/api/v1/gallery/images/metadata", tag = "gallery", request_body = At, security(("token" = [])),
    responses((status = 200, body = Metadata, description = "what is there"), Refusals)
)]
pub(crate) async fn metadata(State(api): State<Api>, visitor: Visitor, Body(at): Body<At>) -> Answer<Metadata> {
    visitor.must_be_known()?;
    let place = Place::of(&api.fleet, &[]).await?;
    let url = at.url.replace('\0', "");
    let found = gallery::picture(&mut api.reads.begin().await?, &place.view(), (Some(&url), None)).await?;
    let picture = found.ok_or_else(no_such_picture)?;
    let seen = see(&place, std::slice::from_ref(&picture)).await?;
    Ok(Json(Metadata::of(picture.url, seen.first().map(|(_, seen)| seen))))
}

/// Looks whether the pictures of a gallery are still there; three strikes take one out.
#[utoipa::path(
    post, path = "/api/v1/gallery/health-check", tag = "gallery", request_body = Whose, security(("token" = [])),
    responses((status = 200, body = Checked, description = "what was seen"), Refusals)
)]
pub(crate) async fn check(State(api): State<Api>, visitor: Visitor, Body(whose): Body<Whose>) -> Answer<Checked> {
    visitor.must_be_known()?;
    let (place, username) = (Place::of(&api.fleet, &[]).await?, key(&whose.username)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let wanted = (Some(username.as_str()), Which::Active);
    let pictures = gallery::pictures(&mut tx, &place.view(), wanted, 25, None).await?.items;
    drop(tx);
    let seen = see(&place, &pictures).await?;
    let mut pruned = 0;
    for (id, seen) in &seen {
        pruned += usize::from(note(&api, *id, seen).await? == Some(Course::Pruned));
    }
    let of = |picture: Picture| {
        let seen = seen.iter().find(|(id, _)| *id == picture.id).map(|(_, seen)| seen);
        Metadata::of(picture.url, seen)
    };
    Ok(Json(Checked { username, items: pictures.into_iter().map(of).collect(), pruned }))
}

/// Looks whether a picture that went is there again, and puts it back if it is.
#[utoipa::path(
    post, path = "/api/v1/gallery/pruned/{id}/recheck", tag = "gallery", params(("id" = i64, Path)),
    security(("token" = [])),
    responses((status = 200, body = Rechecked, description = "what was seen"), Refusals)
)]
pub(crate) async fn recheck(State(api): State<Api>, visitor: Visitor, Path(id): Path<i64>) -> Answer<Rechecked> {
    visitor.must_be_known()?;
    let place = Place::of(&api.fleet, &[]).await?;
    let found = gallery::picture(&mut api.reads.begin().await?, &place.view(), (None, Some(id))).await?;
    let picture = found.filter(|picture| !picture.is_active).ok_or_else(no_such_picture)?;
    let seen = see(&place, &[picture]).await?;
    let Some((_, seen)) = seen.first() else {
        return Ok(Json(Rechecked { accessible: None, restored: false, reason: Some("there was no time".to_owned()) }));
    };
    let course = note(&api, id, seen).await?;
    if course == Some(Course::NoPlace) {
        return Err(Problem::new(StatusCode::CONFLICT, "it is there again, and its gallery has no place left"));
    }
    let accessible = is_there(seen);
    let reason = (accessible != Some(true)).then(|| seen.reason());
    Ok(Json(Rechecked { accessible, restored: course == Some(Course::Restored), reason }))
}

/// Looks at pictures, when it is this question's turn.
async fn see(place: &Place, pictures: &[Picture]) -> Result<Vec<(i64, Seen)>, Problem> {
    let busy =
        |_| Problem::new(StatusCode::TOO_MANY_REQUESTS, "others have pictures looked at just now; ask again later");
    let _turn = TURNS.try_acquire().map_err(busy)?;
    let due: Vec<_> = pictures.iter().map(|picture| (picture.id, picture.url.clone())).collect();
    Ok(Box::pin(look(&due, place.fetch(), Pace::of(AT_ONCE, Instant::now() + WITHIN))).await)
}

/// Puts down what was seen of a picture; what became of it.
async fn note(api: &Api, id: i64, seen: &Seen) -> Result<Option<Course>, Problem> {
    let mut tx = api.scribe.begin().await?;
    let course = image_health::note_look(&mut tx, id, seen, Clock::System.now()).await?;
    tx.commit().await.map_err(dazza_shared::store::StoreError::from)?;
    Ok(course)
}

fn is_there(seen: &Seen) -> Option<bool> {
    match seen.verdict() {
        Verdict::Alive => Some(true),
        Verdict::Dead => Some(false),
        Verdict::Doubtful | Verdict::Unclear => None,
    }
}

impl Metadata {
    fn of(url: String, seen: Option<&Seen>) -> Self {
        let accessible = seen.and_then(is_there);
        let (status, content_type) = match seen.map(|seen| &seen.sight) {
            Some(Sight::Answer { status, kind }) => (Some(*status), Some(kind.clone())),
            _ => (None, None),
        };
        let reason = seen.filter(|_| accessible != Some(true)).map(Seen::reason);
        Self { url, accessible, status, content_type, reason }
    }
}
