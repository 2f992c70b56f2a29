//! One room in figures.

use axum::extract::{Path, State};
use dazza_shared::counters::{CommandResult, Counters};
use dazza_shared::store::reads::board::{self, Entry, Kind};
use dazza_shared::store::reads::chat::{self, Happening};
use dazza_shared::store::reads::games::{self, Games};
use dazza_shared::store::reads::now;
use dazza_shared::store::reads::rooms::{self, Bucket, DayCount, Totals, Visitor, Width};
use dazza_shared::store::reads::{Cursor, Page, Period};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{Answer, Limit, OfRoom, Place};
use super::catalogue::command;
use super::openapi::Refusals;
use super::query::{Nothing, Query};
use super::state::Api;
use super::stats::days::between;
use crate::supervisor::Refused;

/// How many of those who said most.
const N_TALKERS: u32 = 5;

/// Over how many days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Back {
    /// How many days, today among them.
    #[param(inline)]
    days: Limit<7, 365>,
}

/// A room in figures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stats {
    /// All of it.
    totals: Totals,
    /// The days, the newest first; those of nothing are there.
    daily: Vec<DayCount>,
    /// Who said most, ever.
    top_talkers: Vec<Entry>,
}

/// Which people are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    /// Those who are there, those who are not, or all.
    #[param(inline)]
    online: Online,
    /// How many.
    #[param(inline)]
    limit: Limit<100, 500>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Who is meant.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Online {
    /// Those who are there.
    True,
    /// Those who were.
    False,
    /// Both.
    #[default]
    All,
}

/// The people of a room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Visitors {
    /// How many are there now.
    online: i64,
    #[serde(flatten)]
    page: Page<Visitor>,
}

/// Which hours or days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Span {
    /// From when; a day before the end, or 30 where days are asked for.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Until before when; now.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Timestamp>,
    /// How long a bucket is.
    #[param(inline)]
    bucket: Width,
    /// How much of what happened of late.
    #[param(inline)]
    limit: Limit<50, 100>,
}

/// What happens in a room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Activity {
    /// Hours or days, the oldest first; those of nothing are left out.
    buckets: Vec<Bucket>,
    /// What happened of late, the latest first.
    recent: Vec<Happening>,
}

/// The commands of a room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Commands {
    /// They, the most used first.
    items: Vec<Used>,
}

/// How a command is used.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Used {
    /// Its name.
    command: &'static str,
    /// How often it was asked for in public in these days, by any of its names.
    uses: i64,
    /// How often it could not be carried out since the supervisor began.
    failed: u64,
}

/// Most buckets of one answer.
const MAX_BUCKETS: u32 = 10_000;

/// A room in figures.
#[utoipa::path(get, path = "/api/v1/rooms/{id}/stats", tag = "rooms", params(("id" = String, Path), Back), responses((status = 200, body = OfRoom<Stats>, description = "what was asked for"), Refusals))]
pub(crate) async fn stats(
    State(api): State<Api>,
    Path(id): Path<String>,
    Query(back): Query<Back>,
) -> Answer<OfRoom<Stats>> {
    let place = Place::of_room(&api.fleet, id).await?;
    let mut tx = api.reads.begin().await?;
    let totals = rooms::totals(&mut tx, &place.view()).await?;
    let daily = rooms::daily(&mut tx, &place.view(), back.days.0, true).await?;
    let talkers = board::board(&mut tx, &place.view(), Kind::Talkers, Period::All, N_TALKERS).await?;
    Ok(place.around_room(Stats { totals, daily, top_talkers: talkers.entries })?)
}

/// The people of a room.
#[utoipa::path(get, path = "/api/v1/rooms/{id}/users", tag = "rooms", params(("id" = String, Path), Wish), responses((status = 200, body = OfRoom<Visitors>, description = "what was asked for"), Refusals))]
pub(crate) async fn users(
    State(api): State<Api>,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Answer<OfRoom<Visitors>> {
    let place = Place::of_room(&api.fleet, id).await?;
    let is_online = match wish.online {
        Online::True => Some(true),
        Online::False => Some(false),
        Online::All => None,
    };
    let mut tx = api.reads.begin().await?;
    let online = now::present(&mut tx, &place.view()).await?.current_users;
    let page = rooms::visitors(&mut tx, &place.view(), is_online, wish.limit.0, wish.cursor.as_ref()).await?;
    Ok(place.around_room(Visitors { online, page })?)
}

/// What happens in a room.
#[utoipa::path(get, path = "/api/v1/rooms/{id}/activity", tag = "rooms", params(("id" = String, Path), Span), responses((status = 200, body = OfRoom<Activity>, description = "what was asked for"), Refusals))]
pub(crate) async fn activity(
    State(api): State<Api>,
    Path(id): Path<String>,
    Query(span): Query<Span>,
) -> Answer<OfRoom<Activity>> {
    let place = Place::of_room(&api.fleet, id).await?;
    let when = between((span.from, span.to), span.bucket, place.now)?;
    let mut tx = api.reads.begin().await?;
    let buckets = rooms::buckets(&mut tx, &place.view(), when, span.bucket, MAX_BUCKETS).await?;
    let recent = chat::happenings(&mut tx, &place.view(), span.limit.0).await?;
    Ok(place.around_room(Activity { buckets, recent })?)
}

/// Which commands are used in a room.
#[utoipa::path(get, path = "/api/v1/rooms/{id}/commands", tag = "rooms", params(("id" = String, Path), Back), responses((status = 200, body = OfRoom<Commands>, description = "what was asked for"), Refusals))]
pub(crate) async fn commands(
    State(api): State<Api>,
    Path(id): Path<String>,
    Query(back): Query<Back>,
) -> Answer<OfRoom<Commands>> {
    let place = Place::of_room(&api.fleet, id).await?;
    let words = now::commands(&mut api.reads.begin().await?, &place.view(), back.days.0).await?;
    let fleet = api.fleet.view().await?;
    let counters = place.rooms().first().and_then(|room| fleet.room(room)).map(|room| &room.counters);
    let items = used(words, counters);
    Ok(place.around_room(Commands { items })?)
}

/// What is being played in a room just now.
#[utoipa::path(get, path = "/api/v1/rooms/{id}/games", tag = "rooms", params(("id" = String, Path)), responses((status = 200, body = OfRoom<Games>, description = "what was asked for"), Refusals))]
pub(crate) async fn games(
    State(api): State<Api>,
    Path(id): Path<String>,
    Query(Nothing {}): Query<Nothing>,
) -> Answer<OfRoom<Games>> {
    let place = Place::of_room(&api.fleet, id).await?;
    let room = place.rooms().first().ok_or(Refused::NoSuchRoom)?;
    let games = games::games(&mut api.reads.begin().await?, room).await?;
    Ok(place.around_room(games)?)
}

/// Commands by the words that people began their lines with.
fn used(words: Vec<now::Word>, counters: Option<&Counters>) -> Vec<Used> {
    let failures = |name: &str| {
        let counts = counters.map(|counters| counters.commands.as_slice()).unwrap_or_default();
        let failed = counts.iter().find(|count| count.command == name && count.result == CommandResult::Failed);
        failed.map_or(0, |count| count.count)
    };
    let mut items: Vec<Used> = Vec::new();
    for now::Word { word, uses } in words {
        let Some(name) = command(word.trim_start_matches(|c: char| !c.is_alphanumeric())) else { continue };
        match items.iter_mut().find(|used| used.command == name) {
            Some(used) => used.uses += uses,
            None => items.push(Used { command: name, uses, failed: failures(name) }),
        }
    }
    items.sort_by_key(|used| (std::cmp::Reverse(used.uses), used.command));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_count_for_their_command() {
        let word = |word: &str, uses| now::Word { word: word.to_owned(), uses };
        let words = vec![word("!roll", 5), word("!q", 4), word("$quote", 2), word("!nosuch", 9), word("!", 1)];
        let mut counters = Counters::default();
        counters.count_command("roll", CommandResult::Failed);
        counters.count_command("roll", CommandResult::Ok);
        let expected = [Used { command: "quote", uses: 6, failed: 0 }, Used { command: "roll", uses: 5, failed: 1 }];
        assert_eq!(used(words, Some(&counters)), expected);
    }
}
