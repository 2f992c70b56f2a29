//! Logs over the web: pages of them backwards, and what is written from now on without end.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use dazza_shared::names::RoomName;
use dazza_shared::paths::{FLEET_LOG_NAME, StatePaths};
use futures_util::{Stream, stream};
use jiff::Timestamp;
use regex_lite::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::time::sleep;
use utoipa::{IntoParams, ToSchema};

use super::caller::Admin;
use super::error::Problem;
use super::openapi::Refusals;
use super::query::Query;
use super::state::Api;
use crate::logs::{Level, Line, Reading, Sieve};

/// How many lines a page has, unless more or fewer are asked for, and at most.
const USUAL: usize = 200;
const MOST: usize = 1000;

/// Most lines of one moment that are paged through.
const MOST_AT_ONCE: usize = 100_000;

/// Longest pattern. Unit: bytes.
const MAX_PATTERN: usize = 500;

/// Wait between two looks at a log that is followed.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Which lines are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wish {
    /// Whose; none is all rooms and the fleet.
    room: Vec<String>,
    /// `fleet`: the supervisor's own.
    #[param(inline)]
    source: Option<Source>,
    /// None less grave.
    #[param(inline)]
    level: Option<Level>,
    /// What message and fields must match.
    #[param(max_length = 500)]
    regex: Option<String>,
    /// None older.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// How many.
    #[param(minimum = 1, maximum = 1000, default = 200)]
    limit: Option<usize>,
    /// `previous` of a page: the lines before that.
    cursor: Option<String>,
}

/// A log that is no room's.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Source {
    /// The supervisor's.
    Fleet,
}

/// Some lines of logs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogPage)]
pub(super) struct Page {
    /// They, the oldest first.
    items: Vec<Entry>,
    /// Where the lines before them are; nothing when there are none.
    previous: Option<String>,
    /// What could not be read.
    complaints: Vec<String>,
}

/// One line of a log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogEntry)]
pub(super) struct Entry {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How grave; nothing for a line that is no record.
    level: Option<Level>,
    /// Whose log; `fleet` is the supervisor's.
    room: RoomName,
    /// Which part of the program.
    target: Option<String>,
    /// What happened.
    message: String,
    /// All else that the record says.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

/// A page of the logs.
#[utoipa::path(get, path = "/api/v1/logs", tag = "logs", params(Wish), responses((status = 200, body = Page, description = "lines, the oldest first"), Refusals), security(("token" = [])))]
pub(super) async fn page(
    State(api): State<Api>,
    admin: Admin,
    Query(wish): Query<Wish>,
) -> Result<Json<Page>, Problem> {
    let most = wish.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&most) {
        return Err(bad(format!("limit is from 1 to {MOST}")));
    }
    let (until, n_shown) = match &wish.cursor {
        Some(cursor) => place(cursor).map(|(at, n)| (Some(at), n)).ok_or_else(|| bad("this is no cursor"))?,
        None => (None, 0),
    };
    let names = names(&api, &admin, &wish).await?;
    let sieve = Sieve { until, ..sieve(&wish)? };
    let paths = api.paths.clone();
    let read = tokio::task::spawn_blocking(move || read(&names, &paths, sieve, (most, n_shown))).await;
    Ok(Json(read.map_err(unread)?.map_err(unread)?))
}

/// What is written from now on.
#[utoipa::path(
    get, path = "/api/v1/logs/stream", tag = "logs",
    params(
        ("room" = Option<Vec<String>>, Query), ("source" = inline(Option<Source>), Query),
        ("level" = inline(Option<Level>), Query), ("regex" = Option<String>, Query, max_length = 500),
        ("since" = Option<String>, Query, format = DateTime),
    ),
    responses(
        (status = 200, body = Entry, content_type = "application/x-ndjson", description = "lines as they are written, without end"),
        Refusals
    ),
    security(("token" = []))
)]
pub(super) async fn follow(
    State(api): State<Api>,
    admin: Admin,
    Query(wish): Query<Wish>,
) -> Result<impl IntoResponse, Problem> {
    if wish.cursor.is_some() || wish.limit.is_some() {
        return Err(bad("what is to come has neither limit nor cursor"));
    }
    let names = names(&api, &admin, &wish).await?;
    let mut reading = Reading::new(sieve(&wish)?);
    names.iter().try_for_each(|name| reading.add(name, &api.paths)).map_err(unread)?;
    let begun = tokio::task::spawn_blocking(move || {
        reading.show_last(0, &mut |_, _, _| Ok(()))?;
        io::Result::Ok(reading)
    });
    let reading = begun.await.map_err(unread)?.map_err(unread)?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines(api, reading))))
}

fn lines(api: Api, reading: Reading) -> impl Stream<Item = io::Result<Vec<u8>>> {
    stream::unfold((api, reading), |(api, mut reading)| async move {
        loop {
            let looked = tokio::task::spawn_blocking(move || new_lines(reading));
            match looked.await.map_err(io::Error::other).flatten() {
                Ok((new, then)) if new.is_empty() => reading = then,
                Ok((new, then)) => return Some((Ok(new), (api, then))),
                Err(_unreadable) => return None,
            }
            tokio::select! {
                () = sleep(LOOK_AGAIN) => {}
                () = api.fleet.ended() => return None,
            }
        }
    })
}

/// What is new, as lines of JSON.
fn new_lines(mut reading: Reading) -> io::Result<(Vec<u8>, Reading)> {
    let mut new = Vec::new();
    reading.show_new(&mut |_, name, line| {
        serde_json::to_writer(&mut new, &Entry::of(name, line)).map_err(io::Error::from)?;
        new.push(b'\n');
        Ok(())
    })?;
    Ok((new, reading))
}

/// Whose logs are meant, as far as this caller may read them.
async fn names(api: &Api, admin: &Admin, wish: &Wish) -> Result<Vec<RoomName>, Problem> {
    let view = api.fleet.view().await?;
    let no_room = |name: &str| Problem::new(StatusCode::NOT_FOUND, format!("there is no room {name:?}"));
    let mut names = Vec::new();
    for name in &wish.room {
        let room: RoomName = name.parse().map_err(|_not_a_name| no_room(name))?;
        admin.of_room(&room)?;
        names.push(view.room(&room).ok_or_else(|| no_room(name))?.name.clone());
    }
    if wish.source.is_some() || names.is_empty() {
        admin.of_all()?;
        if wish.source.is_none() {
            names.extend(view.rooms.iter().map(|room| room.name.clone()));
        }
        names.extend(FLEET_LOG_NAME.parse::<RoomName>());
    }
    Ok(names)
}

fn sieve(wish: &Wish) -> Result<Sieve, Problem> {
    let written = wish.regex.as_deref().filter(|pattern| !pattern.is_empty());
    if written.is_some_and(|pattern| pattern.len() > MAX_PATTERN) {
        return Err(bad(format!("a pattern has at most {MAX_PATTERN} bytes")));
    }
    let grep = written.map(Regex::new).transpose().map_err(|error| bad(format!("regex: {error}")))?;
    Ok(Sieve { since: wish.since, until: None, level: wish.level, grep })
}

fn read(names: &[RoomName], paths: &StatePaths, sieve: Sieve, (most, n_shown): (usize, usize)) -> io::Result<Page> {
    let until = sieve.until;
    let mut reading = Reading::new(sieve);
    names.iter().try_for_each(|name| reading.add(name, paths))?;
    let mut items = Vec::new();
    // One more tells whether there are others before.
    reading.show_last(most + n_shown + 1, &mut |_, name, line| {
        items.push(Entry::of(name, line));
        Ok(())
    })?;
    // Those at the very moment of the cursor that were shown already are the last.
    items.truncate(items.len().saturating_sub(n_shown));
    let surplus = items.len().saturating_sub(most);
    items.drain(..surplus);
    let previous = items.first().filter(|_| surplus > 0).map(|first| {
        let n_before = if until == Some(first.at) { n_shown } else { 0 };
        let n = n_before + items.iter().take_while(|entry| entry.at == first.at).count();
        format!("{}_{n}", first.at)
    });
    Ok(Page { items, previous, complaints: reading.complaints() })
}

/// A moment, and how many lines of it were shown.
fn place(cursor: &str) -> Option<(Timestamp, usize)> {
    let (at, n) = cursor.rsplit_once('_')?;
    Some((at.parse().ok()?, n.parse().ok().filter(|n| *n <= MOST_AT_ONCE)?))
}

fn bad(told: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, told)
}

fn unread(error: impl std::fmt::Display) -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the logs cannot be read: {error}"))
}

impl Entry {
    fn of(name: &RoomName, line: &Line) -> Self {
        let mut fields = line.record();
        let mut taken = |key: &str| fields.remove(key).and_then(|value| value.as_str().map(str::to_owned));
        let (target, message) = (taken("target"), taken("message").unwrap_or_default());
        for told in ["timestamp", "level"] {
            fields.remove(told);
        }
        Self { at: line.time, level: line.level, room: name.clone(), target, message, fields }
    }
}
