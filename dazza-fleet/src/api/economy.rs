//! Money as a whole.

use axum::extract::State;
use dazza_shared::store::reads::Period;
use dazza_shared::store::reads::economy::{self, Flow, Return, Supply};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{Answer, Around, Place};
use super::catalogue::returned_percent;
use super::openapi::Refusals;
use super::query::Query;
use super::state::Api;

/// What is asked about money.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How far back.
    #[param(inline)]
    period: Period,
}

/// Money as a whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Economy {
    /// How far back.
    period: Period,
    /// All money there is, over all rooms.
    supply: Supply,
    /// Where it comes from and goes to; what moved most comes first.
    flows: Vec<Flow>,
    /// What the games against the house gave back.
    returns: Vec<Compared>,
}

/// What a game gave back, and what it should in the long run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Compared {
    #[serde(flatten)]
    seen: Return,
    /// What its rules return, each stake of `docs/commands.json` counted once. Unit: per cent.
    exact_percent: Option<f64>,
}

/// Money as a whole.
#[utoipa::path(get, path = "/api/v1/economy", tag = "economy", params(Wish), responses((status = 200, body = Around<Economy>, description = "what was asked for"), Refusals))]
pub(crate) async fn economy(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Around<Economy>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let (mut tx, period) = (api.reads.begin().await?, wish.period);
    let supply = economy::supply(&mut tx, &place.view()).await?;
    let flows = economy::flows(&mut tx, &place.view(), period).await?;
    let returns = economy::returns(&mut tx, &place.view(), period).await?.into_iter();
    let returns = returns.map(|seen| Compared { exact_percent: returned_percent(&seen.game), seen }).collect();
    Ok(place.around(Economy { period, supply, flows, returns }))
}
