//! What was said of late.

use axum::extract::State;
use dazza_shared::store::reads::chat::{self, Said};
use dazza_shared::store::reads::{Cursor, Page};
use serde::Deserialize;
use utoipa::IntoParams;

use super::asked::{Answer, Around, Limit, Place};
use super::openapi::Refusals;
use super::query::Query;
use super::state::Api;

/// Which lines are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// Whether commands are among them.
    commands: bool,
    /// Whether the bot's own lines are.
    bot: bool,
    /// How many.
    #[param(inline)]
    limit: Limit<50, 100>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Lines, the newest first.
#[utoipa::path(get, path = "/api/v1/chat/recent", tag = "chat", params(Wish), responses((status = 200, body = Around<Page<Said>>, description = "what was asked for"), Refusals))]
pub(crate) async fn recent(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Around<Page<Said>>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let also = chat::Also { commands: wish.commands, own: wish.bot };
    let mut tx = api.reads.begin().await?;
    let page = chat::recent(&mut tx, &place.view(), also, wish.limit.0, wish.cursor.as_ref()).await?;
    Ok(place.around(page))
}
