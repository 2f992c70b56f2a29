//! Leaderboards.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::store::reads::Period;
use dazza_shared::store::reads::board::{self, Board, Kind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::asked::{Answer, Around, Limit, Place};
use crate::api::error::Problem;
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;

/// How all boards are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct All {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How far back.
    #[param(inline)]
    period: Period,
    /// How many entries of each.
    #[param(inline)]
    limit: Limit<5, 10>,
}

/// How one board is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct One {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How far back.
    #[param(inline)]
    period: Period,
    /// How many entries.
    #[param(inline)]
    limit: Limit<10, 50>,
}

/// All boards.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Boards {
    /// How far back was asked for.
    period: Period,
    /// They, in the order in which they are shown.
    leaderboards: Vec<Board>,
}

/// All boards.
#[utoipa::path(get, path = "/api/v1/stats/leaderboard/all", tag = "boards", params(All), responses((status = 200, body = Around<Boards>, description = "what was asked for"), Refusals))]
pub(crate) async fn all(State(api): State<Api>, Query(wish): Query<All>) -> Answer<Around<Boards>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let mut tx = api.reads.begin().await?;
    let mut leaderboards = Vec::with_capacity(Kind::ALL.len());
    for kind in Kind::ALL {
        leaderboards.push(board::board(&mut tx, &place.view(), kind, wish.period, wish.limit.0).await?);
    }
    Ok(place.around(Boards { period: wish.period, leaderboards }))
}

/// One board.
#[utoipa::path(get, path = "/api/v1/stats/leaderboard/{type}", tag = "boards", params(("type" = String, Path), One), responses((status = 200, body = Around<Board>, description = "what was asked for"), Refusals))]
pub(crate) async fn one(
    State(api): State<Api>,
    Path(kind): Path<String>,
    Query(wish): Query<One>,
) -> Answer<Around<Board>> {
    let names = || Kind::ALL.map(Kind::name).join(", ");
    let kind = Kind::named(&kind)
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no such board; there are {}", names())))?;
    let place = Place::of(&api.fleet, &wish.room).await?;
    let board = board::board(&mut api.reads.begin().await?, &place.view(), kind, wish.period, wish.limit.0).await?;
    Ok(place.around(board))
}
