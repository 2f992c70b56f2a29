//! The rooms as everyone may see them: what the supervisor knows of each, without a question to the database.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use dazza_shared::counters::Counters;
use dazza_shared::link::{LastError, OnScreen};
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::room_named;
use super::caller::Caller;
use super::error::Problem;
use super::openapi::Refusals;
use super::query::Query;
use crate::supervisor::{FleetHandle, Refused};
use crate::view::RoomView;

/// Which rooms are asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    /// `inactive`: also those that are not to be served.
    #[param(inline)]
    include: Option<Include>,
}

/// What else is shown.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Include {
    /// Rooms that are not to be served.
    Inactive,
}

/// Some rooms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rooms {
    /// They, by name.
    rooms: Vec<Room>,
    /// How many they are.
    total: usize,
}

/// One room.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Room {
    /// What it is called in paths and questions.
    id: RoomName,
    /// What it is called.
    name: RoomName,
    /// What it is doing.
    state: Phase,
    /// Why it is not joined, where that is known.
    reason: Option<String>,
    /// Whether the bot is in it.
    connected: bool,
    /// Whether it is to be served.
    is_wanted: bool,
    /// Named people in it.
    user_count: u64,
    /// Those of them who are away from the keyboard.
    afk_count: u64,
    /// Connections in it, anonymous ones included.
    viewer_count: u64,
    /// What plays.
    current_media: Option<Playing>,
    /// Chat lines heard since the supervisor began.
    message_count: u64,
    /// Commands answered since then.
    command_count: u64,
    /// Entries of its playlist.
    playlist_length: u64,
    /// How often its process was started after the first one.
    restarts: u64,
    /// Age of its process. Unit: seconds.
    uptime: Option<u64>,
    /// Chat lines of each of the last 30 minutes, the one that runs last.
    lines_per_minute: Vec<u64>,
    /// Within what time 99 of 100 commands were answered, since the supervisor began. Unit: milliseconds.
    p99_ms: Option<f64>,
    /// Memory of its process. Unit: bytes.
    memory_bytes: Option<u64>,
    /// The last failure, of its process or in it; told to whoever may change the room alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<LastError>,
}

/// What plays in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RoomMedia)]
pub(crate) struct Playing {
    /// Its title.
    title: String,
    /// Where it comes from, e.g. `yt`.
    #[serde(rename = "type")]
    kind: String,
    /// Its number there.
    id: String,
    /// Its length; 0 for what has no end. Unit: seconds.
    duration: u32,
}

/// The rooms.
#[utoipa::path(get, path = "/api/v1/rooms", tag = "rooms", params(Wish), responses((status = 200, body = Rooms, description = "what was asked for"), Refusals))]
pub(crate) async fn list(
    State(fleet): State<FleetHandle>,
    caller: Caller,
    Query(wish): Query<Wish>,
) -> Result<Json<Rooms>, Problem> {
    let view = fleet.view().await?;
    let is_shown = |room: &&RoomView| room.is_wanted || matches!(wish.include, Some(Include::Inactive));
    let rooms: Vec<_> = view.rooms.iter().filter(is_shown).map(|room| Room::shown_to(&caller, room)).collect();
    Ok(Json(Rooms { total: rooms.len(), rooms }))
}

/// One of them, whether or not it is to be served.
#[utoipa::path(get, path = "/api/v1/rooms/{id}", tag = "rooms", params(("id" = String, Path)), responses((status = 200, body = Room, description = "what was asked for"), Refusals))]
pub(crate) async fn one(
    State(fleet): State<FleetHandle>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Room>, Problem> {
    let id = room_named(&id)?;
    let view = fleet.view().await?;
    view.room(&id).map(|room| Json(Room::shown_to(&caller, room))).ok_or_else(|| Refused::NoSuchRoom.into())
}

impl Room {
    /// What this caller may see of it.
    fn shown_to(caller: &Caller, room: &RoomView) -> Self {
        let last_error = if caller.may_change(&room.name) { room.last_error.clone() } else { None };
        Self { last_error, ..Self::from(room) }
    }

    /// Whether nothing but time makes the two differ.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let is_older = Self { uptime: other.uptime, ..self.clone() };
        is_older == *other
    }
}

impl From<&OnScreen> for Playing {
    fn from(OnScreen { kind, id, title, seconds }: &OnScreen) -> Self {
        Self { title: title.clone(), kind: kind.clone(), id: id.clone(), duration: *seconds }
    }
}

/// Within what time 99 of 100 answers came. Unit: milliseconds.
fn p99(counters: &Counters) -> Option<f64> {
    let mut all = counters.handling.clone();
    all.add(&counters.handling_stored);
    all.within(99).map(|us| Duration::from_micros(us).as_secs_f64() * 1_000.0)
}

/// What everyone may see of it.
impl From<&RoomView> for Room {
    fn from(room: &RoomView) -> Self {
        Self {
            id: room.name.clone(),
            name: room.name.clone(),
            state: room.phase,
            reason: room.reason.clone(),
            connected: room.phase == Phase::Joined,
            is_wanted: room.is_wanted,
            user_count: room.players,
            afk_count: room.gauges.afk,
            viewer_count: room.viewers,
            current_media: room.gauges.on_screen.as_ref().map(Playing::from),
            message_count: room.lines_in,
            command_count: room.commands_ok,
            playlist_length: room.gauges.playlist,
            restarts: room.restarts,
            uptime: room.uptime_seconds,
            lines_per_minute: room.lines_per_minute.clone(),
            p99_ms: p99(&room.counters),
            memory_bytes: room.memory_bytes,
            last_error: None,
        }
    }
}
