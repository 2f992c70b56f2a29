//! What was said of late.

use axum::extract::State;
use dazza_shared::store::reads::chat::{self, Said};
use dazza_shared::store::reads::{Cursor, Page};
use serde::Deserialize;

use super::asked::{Answer, Around, Limit, Place};
use super::query::Query;
use super::state::Api;

/// Which lines are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// Whether commands are among them.
    commands: bool,
    /// How many.
    limit: Limit<50, 100>,
    /// `next` of the page before.
    cursor: Option<Cursor>,
}

/// Lines, the newest first.
pub(crate) async fn recent(State(api): State<Api>, Query(wish): Query<Wish>) -> Answer<Around<Page<Said>>> {
    let place = Place::of(&api.fleet, &wish.room).await?;
    let mut tx = api.reads.begin().await?;
    let page = chat::recent(&mut tx, &place.view(), wish.commands, wish.limit.0, wish.cursor.as_ref()).await?;
    Ok(place.around(page))
}
