//! Something that a person once said, drawn by chance.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use dazza_shared::store::reads::people;
use dazza_shared::store::{Stamp, Tx, quote};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::{Answer, InRooms, Nobody, Place, key};
use crate::api::body::Body;
use crate::api::error::Problem;
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;

/// Most people of one batch.
const MAX_PEOPLE: usize = 10;

/// Something that was said.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quote {
    /// The key of who said it.
    username: String,
    /// What; plain, it may hold anything.
    message: String,
    /// In which room.
    room: RoomName,
    /// When.
    at: Stamp,
}

/// Whose quotes are asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    /// Names, at most 10.
    usernames: Vec<String>,
}

/// A quote of each.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quotes {
    /// By key; who never said a thing that may be quoted is left out.
    quotes: BTreeMap<String, Quote>,
}

/// A quote of one person.
#[utoipa::path(get, path = "/api/v1/stats/users/{name}/quote", tag = "people", params(("name" = String, Path), InRooms), responses((status = 200, body = Quote, description = "what was asked for"), Refusals))]
pub(crate) async fn one(
    State(api): State<Api>,
    Path(name): Path<String>,
    Query(asked): Query<InRooms>,
) -> Answer<Quote> {
    let place = Place::of(&api.fleet, &asked.room).await?;
    let quote = draw(&mut api.reads.begin().await?, &place, key(&name)?).await?;
    Ok(Json(quote.ok_or(Nobody)?))
}

/// Quotes of several people.
#[utoipa::path(post, path = "/api/v1/stats/quotes/batch", tag = "people", params(InRooms), request_body = Batch, responses((status = 200, body = Quotes, description = "what was asked for"), Refusals))]
pub(crate) async fn batch(
    State(api): State<Api>,
    Query(asked): Query<InRooms>,
    Body(batch): Body<Batch>,
) -> Answer<Quotes> {
    if batch.usernames.len() > MAX_PEOPLE {
        let told = format!("quotes of at most {MAX_PEOPLE} people may be asked for at once");
        return Err(Problem::new(StatusCode::BAD_REQUEST, told));
    }
    let place = Place::of(&api.fleet, &asked.room).await?;
    let mut tx = api.reads.begin().await?;
    let mut quotes = BTreeMap::new();
    for name in &batch.usernames {
        let Ok(key) = key(name) else { continue };
        if let Some(quote) = draw(&mut tx, &place, key).await? {
            quotes.insert(quote.username.clone(), quote);
        }
    }
    Ok(Json(Quotes { quotes }))
}

/// A line of that person, from one of the rooms that are looked at: the more was said in one, the likelier.
async fn draw(tx: &mut Tx<'_>, place: &Place, username: String) -> Result<Option<Quote>, Problem> {
    let Some(profile) = people::profile(tx, &place.view(), &username).await? else { return Ok(None) };
    let weight = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX / 1000).min(u32::MAX / 1000);
    let rooms = profile.rooms.iter().filter_map(|seen| Some((seen.room.parse().ok()?, weight(seen.message_count))));
    let (mut rooms, mut dice): (Vec<(RoomName, u32)>, _) = (rooms.collect(), Dice::unforeseen());
    rooms.retain(|(_, weight)| *weight > 0);
    while let Some(room) = dice.weighted(&rooms).cloned() {
        rooms.retain(|(other, _)| *other != room);
        let Some((first, last)) = quote::span(tx, &room, Some(&username)).await? else { continue };
        let drawn = dice.between(first.unsigned_abs(), last.unsigned_abs());
        let drawn = i64::try_from(drawn).unwrap_or(first);
        if let Some(said) = quote::next_from(tx, &room, Some(&username), drawn).await? {
            return Ok(Some(Quote { username, message: said.text, room, at: Stamp(said.at) }));
        }
    }
    Ok(None)
}
