//! Rooms in figures, together: totals, days, hours, and what happened of late.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use dazza_shared::store::Day;
use dazza_shared::store::reads::chat::{self, Happening};
use dazza_shared::store::reads::now::{self, Playing, Present};
use dazza_shared::store::reads::rooms::{self, Bucket, DayCount, Width};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::asked::{Answer, Around, InRooms, Limit, Place};
use crate::api::error::Problem;
use crate::api::openapi::Refusals;
use crate::api::query::Query;
use crate::api::state::Api;

/// What the rooms come to now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Channel {
    /// Lines that people said.
    total_messages: i64,
    /// People who said them.
    unique_users: i64,
    /// People who talked in the last 24 hours.
    active_today: i64,
    #[serde(flatten)]
    present: Present,
    /// Connections, anonymous ones included.
    viewers: u64,
    /// What plays, by room.
    current_media: Vec<Playing>,
    /// Bongs.
    total_bongs: i64,
    /// Drinks.
    total_drinks: i64,
    /// In which of them the bot is.
    connected: Vec<RoomName>,
}

/// What is counted by the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DailyKind {
    /// Lines that people said.
    Messages,
    /// People who said them.
    Users,
    /// Bongs.
    Bongs,
    /// Drinks.
    Drinks,
}

/// Over how many days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Back {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How many days, today among them.
    #[param(inline)]
    days: Limit<7, 365>,
}

/// Days, counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Daily {
    /// What is counted.
    #[serde(rename = "type")]
    kind: DailyKind,
    /// The days, the newest first; those of nothing are there.
    daily: Vec<CountOfDay>,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountOfDay {
    /// The local day.
    date: Day,
    /// How many.
    count: i64,
}

/// Which hours or days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Span {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// From when; a day before the end, or 30 where days are asked for.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Until before when; now.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Timestamp>,
    /// How long a bucket is.
    #[param(inline)]
    bucket: Width,
    /// How many buckets.
    #[param(inline)]
    limit: Limit<1000, 10000>,
}

/// Hours or days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Buckets {
    /// A bucket a room, the oldest first; those of nothing are left out.
    buckets: Vec<Bucket>,
}

/// How much of what happened.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Late {
    /// Rooms to look at; none is all.
    room: Vec<String>,
    /// How much.
    #[param(inline)]
    limit: Limit<20, 100>,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Happenings {
    /// The latest first.
    items: Vec<Happening>,
}

/// What the rooms come to, and what goes on in them.
#[utoipa::path(get, path = "/api/v1/stats/channel", tag = "figures", params(InRooms), responses((status = 200, body = Around<Channel>, description = "what was asked for"), Refusals))]
pub(crate) async fn channel(State(api): State<Api>, Query(asked): Query<InRooms>) -> Answer<Around<Channel>> {
    let place = Place::of(&api.fleet, &asked.room).await?;
    let fleet = api.fleet.view().await?;
    let is_asked = |name: &RoomName| place.rooms().is_empty() || place.rooms().contains(name);
    let here = || fleet.rooms.iter().filter(|room| is_asked(&room.name) && room.phase == Phase::Joined);
    let (viewers, connected) = (here().map(|room| room.viewers).sum(), here().map(|room| room.name.clone()).collect());
    let mut tx = api.reads.begin().await?;
    let totals = rooms::totals(&mut tx, &place.view()).await?;
    let channel = Channel {
        total_messages: totals.messages,
        unique_users: totals.users,
        active_today: totals.users_of_day,
        present: now::present(&mut tx, &place.view()).await?,
        viewers,
        current_media: now::playing(&mut tx, &place.view()).await?,
        total_bongs: totals.bongs,
        total_drinks: totals.drinks,
        connected,
    };
    Ok(place.around(channel))
}

/// One figure of the last days.
#[utoipa::path(get, path = "/api/v1/stats/daily/{type}", tag = "figures", params(("type" = String, Path), Back), responses((status = 200, body = Around<Daily>, description = "what was asked for"), Refusals))]
pub(crate) async fn daily(
    State(api): State<Api>,
    Path(kind): Path<String>,
    Query(back): Query<Back>,
) -> Answer<Around<Daily>> {
    let kind = DailyKind::named(&kind).ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "there is no such figure; there are messages, users, bongs and drinks")
    })?;
    let place = Place::of(&api.fleet, &back.room).await?;
    let mut tx = api.reads.begin().await?;
    let days = rooms::daily(&mut tx, &place.view(), back.days.0, kind == DailyKind::Users).await?;
    let daily = days.iter().map(|day| CountOfDay { date: day.date, count: kind.of(day) }).collect();
    Ok(place.around(Daily { kind, daily }))
}

/// Lines, comings and goings by the hour or the day.
#[utoipa::path(get, path = "/api/v1/stats/messages", tag = "figures", params(Span), responses((status = 200, body = Around<Buckets>, description = "what was asked for"), Refusals))]
pub(crate) async fn messages(State(api): State<Api>, Query(span): Query<Span>) -> Answer<Around<Buckets>> {
    let place = Place::of(&api.fleet, &span.room).await?;
    let when = between((span.from, span.to), span.bucket, place.now)?;
    let mut tx = api.reads.begin().await?;
    let buckets = rooms::buckets(&mut tx, &place.view(), when, span.bucket, span.limit.0).await?;
    Ok(place.around(Buckets { buckets }))
}

/// What happened of late.
#[utoipa::path(get, path = "/api/v1/stats/recent/activity", tag = "figures", params(Late), responses((status = 200, body = Around<Happenings>, description = "what was asked for"), Refusals))]
pub(crate) async fn recent(State(api): State<Api>, Query(late): Query<Late>) -> Answer<Around<Happenings>> {
    let place = Place::of(&api.fleet, &late.room).await?;
    let items = chat::happenings(&mut api.reads.begin().await?, &place.view(), late.limit.0).await?;
    Ok(place.around(Happenings { items }))
}

/// A time that ends before it begins.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("`to` is before `from`")]
pub(in crate::api) struct Backwards;

impl From<Backwards> for Problem {
    fn from(error: Backwards) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error.to_string())
    }
}

/// From when until when, where not all of it was said.
///
/// # Errors
///
/// 400, when it ends before it begins.
pub(in crate::api) fn between(
    (from, until): (Option<Timestamp>, Option<Timestamp>),
    width: Width,
    now: Timestamp,
) -> Result<(Timestamp, Timestamp), Backwards> {
    let usual = match width {
        Width::Hour => SignedDuration::from_hours(24),
        Width::Day => SignedDuration::from_hours(30 * 24),
    };
    // The database knows no time before this that anything could have happened at.
    let until = until.unwrap_or(now).max(Timestamp::UNIX_EPOCH);
    let from = match from.map(|from| from.max(Timestamp::UNIX_EPOCH)) {
        Some(from) => from,
        None => until.saturating_sub(usual).unwrap_or(Timestamp::MIN),
    };
    if from > until {
        return Err(Backwards);
    }
    Ok((from, until))
}

impl DailyKind {
    fn named(name: &str) -> Option<Self> {
        match name {
            "messages" => Some(Self::Messages),
            "users" => Some(Self::Users),
            "bongs" => Some(Self::Bongs),
            "drinks" => Some(Self::Drinks),
            _ => None,
        }
    }

    fn of(self, day: &DayCount) -> i64 {
        match self {
            Self::Messages => day.messages,
            Self::Users => day.users,
            Self::Bongs => day.bongs,
            Self::Drinks => day.drinks,
        }
    }
}
