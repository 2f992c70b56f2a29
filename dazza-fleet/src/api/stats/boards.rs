//! Leaderboards.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::store::reads::Period;
use dazza_shared::store::reads::board::{self, Board, Kind};
use serde::{Deserialize, Serialize};

use crate::api::asked::{Answer, Around, Limit, Place};
use crate::api::error::Problem;
use crate::api::query::Query;
use crate::api::state::Api;

/// How all boards are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct All {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How far back.
    period: Period,
    /// How many entries of each.
    limit: Limit<5, 10>,
}

/// How one board is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct One {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How far back.
    period: Period,
    /// How many entries.
    limit: Limit<10, 50>,
}

/// All boards.
#[derive(Debug, Serialize)]
pub(crate) struct Boards {
    /// How far back was asked for.
    period: Period,
    /// They, in the order in which they are shown.
    leaderboards: Vec<Board>,
}

/// All boards.
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
