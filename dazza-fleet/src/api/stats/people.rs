//! People: the list of them, and what is known of one.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use dazza_shared::store::reads::board::{self, Kind, Rank};
use dazza_shared::store::reads::category::{self, Category};
use dazza_shared::store::reads::people::{self, Person, Profile, Search, Sort};
use dazza_shared::store::reads::{Cursor, Page};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use axum::http::StatusCode;

use crate::api::asked::{Answer, Around, InRooms, Limit, Nobody, Place, key};
use crate::api::error::Problem;
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;

/// How old places on boards over all rooms may get.
const RANKS_AGE: Duration = Duration::from_mins(1);

/// Where everybody stands, by key.
pub(in crate::api) type Standings = Arc<HashMap<String, Vec<Rank>>>;

/// Which people are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How the name begins.
    q: String,
    /// In which order.
    #[param(inline)]
    sort: Sort,
    /// How many.
    #[param(inline)]
    limit: Limit<50, 200>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Something about one person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Of<T> {
    /// The key of the person.
    pub(super) username: String,
    #[serde(flatten)]
    pub(super) body: T,
}

/// Places on boards.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ranks {
    /// Each board on which the person is.
    ranks: Vec<Rank>,
}

/// People, in some order.
#[utoipa::path(get, path = "/api/v1/stats/users", tag = "people", params(Wish), responses((status = 200, body = Around<Page<Person>>, description = "what was asked for"), Refusals))]
pub(crate) async fn list(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Around<Page<Person>>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let search = Search { prefix: &wish.q, sort: wish.sort, limit: wish.limit.0, after: wish.cursor.as_ref() };
    let page = people::list(&mut api.reads.begin().await?, &place.view(), &search).await?;
    Ok(place.around(page))
}

/// What is known of one person.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}", tag = "people", params(("name" = String, Path), InRooms), responses((status = 200, body = Profile, description = "what was asked for"), Refusals))]
pub(crate) async fn one(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(asked): Query<InRooms>,
) -> Answer<Profile> {
    let place = Place::of(&api.fleet, &asked.room).await?;
    let profile = people::profile(&mut api.reads.begin().await?, &place.view(), &key(&name)?).await?;
    Ok(Json(profile.ok_or(Nobody)?))
}

/// Where one person stands on the boards.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/ranks", tag = "people", params(("name" = String, Path), InRooms), responses((status = 200, body = Around<Of<Ranks>>, description = "what was asked for"), Refusals))]
pub(crate) async fn ranks(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(asked): Query<InRooms>,
) -> Answer<Around<Of<Ranks>>> {
    let (place, username) = (Place::of(&api.fleet, &asked.room).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let ranks = if place.rooms().is_empty() {
        drop(tx);
        all_ranks(&api, &place).await?.get(&username).cloned().unwrap_or_default()
    } else {
        board::ranks(&mut tx, &place.view(), &username).await?
    };
    Ok(place.around(Of { username, body: Ranks { ranks } }))
}

/// Where everybody stands over all rooms, as it was a moment ago: all there is has to be counted for one as for all.
async fn all_ranks(api: &Api, place: &Place) -> Result<Standings, Problem> {
    let (reads, place) = (api.reads.clone(), place.clone());
    let ask = async move { Ok(Arc::new(board::all_ranks(&mut reads.begin().await?, &place.view()).await?)) };
    api.ranks.get(RANKS_AGE, ask).await
}

/// What one person has done of one kind of thing.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/category/{category}", tag = "people", params(("name" = String, Path), ("category" = String, Path), InRooms), responses((status = 200, body = Around<Of<Category>>, description = "what was asked for"), Refusals))]
pub(crate) async fn category(
    State(api): State<Api>,
    Path((name, kind)): Path<(String, String)>,
    Query(asked): Query<InRooms>,
) -> Answer<Around<Of<Category>>> {
    let kind = Kind::named(&kind).ok_or_else(no_such_category)?;
    let (place, username) = (Place::of(&api.fleet, &asked.room).await?, key(&name)?);
    let mut tx = api.reads.begin().await?;
    place.knows(&mut tx, &username).await?;
    let category = category::category(&mut tx, &place.view(), kind, &username).await?;
    let body = category.ok_or_else(no_such_category)?;
    Ok(place.around(Of { username, body }))
}

fn no_such_category() -> Problem {
    let told = "there is no such category; talkers, bongs, drinks, gamblers, fishing, bottles, cashie, sign_spinning, \
                beggars and pissers have one";
    Problem::new(StatusCode::BAD_REQUEST, told)
}
