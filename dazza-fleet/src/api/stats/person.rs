//! One person over time: money, achievements, and when they talk.

use axum::Json;
use axum::extract::{Path, State};
use dazza_shared::store::reads::person::{self, Achievement, BalanceDay, Heat, Line};
use dazza_shared::store::reads::{Cursor, Page};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::people::Of;
use crate::api::asked::{Answer, Around, InRooms, Limit, Place, key};
use crate::api::openapi::Refusals;
use crate::api::query::{Nothing, Query};
use crate::api::state::Api;

/// Over how many days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Back {
    /// How many days, today among them.
    #[param(inline)]
    days: Limit<30, 365>,
}

/// Which lines of a ledger.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// Of which kind, such as `pokies`.
    kind: Option<String>,
    /// How many.
    #[param(inline)]
    limit: Limit<50, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// A wallet by the day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Balances {
    /// The days, the oldest first.
    days: Vec<BalanceDay>,
}

/// What can be achieved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Achievements {
    /// All of it, and how far the person is.
    achievements: Vec<Achievement>,
}

/// When somebody talks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hours {
    /// Hours of the week; those without a line are left out.
    hours: Vec<Heat>,
}

/// The wallet of one person, day by day.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/balances", tag = "people", params(("name" = String, Path), Back), responses((status = 200, body = Of<Balances>, description = "what was asked for"), Refusals))]
pub(crate) async fn balances(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(back): Query<Back>,
) -> Answer<Of<Balances>> {
    let (place, username) = (Place::of(&api.fleet, &[]).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let days = person::balances(&mut tx, &place.view(), &username, back.days.0).await?;
    Ok(Json(Of { username, body: Balances { days } }))
}

/// What moved the wallet of one person, line by line.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/ledger", tag = "people", params(("name" = String, Path), Wish), responses((status = 200, body = Around<Of<Page<Line>>>, description = "what was asked for"), Refusals))]
pub(crate) async fn ledger(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(wish): Query<Wish>,
) -> Answer<Around<Of<Page<Line>>>> {
    let (place, username) = (Place::of(&api.fleet, &wish.room).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    // No kind has a sign that the database does not know.
    let kind = wish.kind.map(|kind| kind.replace('\0', ""));
    let whose = (username.as_str(), kind.as_deref());
    let body = person::ledger(&mut tx, &place.view(), whose, wish.limit.0, wish.cursor.as_ref()).await?;
    Ok(place.around(Of { username, body }))
}

/// What one person has achieved.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/achievements", tag = "people", params(("name" = String, Path)), responses((status = 200, body = Of<Achievements>, description = "what was asked for"), Refusals))]
pub(crate) async fn achievements(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(Nothing {}): Query<Nothing>,
) -> Answer<Of<Achievements>> {
    let (place, username) = (Place::of(&api.fleet, &[]).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let achievements = person::achievements(&mut tx, &username).await?;
    Ok(Json(Of { username, body: Achievements { achievements } }))
}

/// When one person talks.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/heat", tag = "people", params(("name" = String, Path), InRooms), responses((status = 200, body = Around<Of<Hours>>, description = "what was asked for"), Refusals))]
pub(crate) async fn heat(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(asked): Query<InRooms>,
) -> Answer<Around<Of<Hours>>> {
    let (place, username) = (Place::of(&api.fleet, &asked.room).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let hours = person::heat(&mut tx, &place.view(), &username).await?;
    Ok(place.around(Of { username, body: Hours { hours } }))
}
