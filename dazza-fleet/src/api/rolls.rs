//! Several rooms restarted one after the other, each proved before the next; how far that is can be asked.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dazza_shared::names::RoomName;
use dazza_shared::store::acts::Act;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::{Instant, sleep};
use utoipa::ToSchema;

use super::body::Body;
use super::caller::Admin;
use super::error::Problem;
use super::openapi::Refusals;
use super::state::Api;
use crate::rollout::{Fate, Goal, Report, Rollout, Terms};
use crate::supervisor::{FleetHandle, Order, Refused};
use dazza_shared::clock::Clock;

/// How the rooms are restarted: one at a time, each joined for so long before the next.
const TERMS: Terms =
    Terms { goal: Goal::Replaced, at_once: 1, steady: Duration::from_secs(1), patience: Duration::from_mins(1) };

/// Wait between two looks at the rooms.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// The last restart of several rooms, if there was one.
#[derive(Clone, Debug, Default)]
pub(super) struct Rolls(Arc<Mutex<Option<Progress>>>);

/// Which rooms.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = RoomsToRestart)]
pub(super) struct Wish {
    /// They, in this order; none is all that are served.
    rooms: Vec<RoomName>,
}

/// How far a restart of several rooms is.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(super) struct Progress {
    /// Whether more will happen.
    running: bool,
    /// When it began; nothing before the first one.
    #[schema(value_type = Option<String>, format = DateTime)]
    began: Option<Timestamp>,
    /// The room that is under way.
    current: Option<RoomName>,
    /// Rooms with a new process that has joined.
    done: Vec<RoomName>,
    /// Rooms whose turn has not come; it does not once one has failed.
    left: Vec<RoomName>,
    /// Rooms that are not as ordered.
    failed: Vec<Report>,
}

/// Begins to restart several rooms.
#[utoipa::path(post, path = "/api/v1/fleet/restart", tag = "fleet", request_body = Wish, responses((status = 202, body = Progress, description = "it has begun"), Refusals), security(("token" = [])))]
pub(super) async fn begin(
    State(api): State<Api>,
    admin: Admin,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<Progress>), Problem> {
    admin.of_all()?;
    let view = api.fleet.view().await?;
    let rooms = if wish.rooms.is_empty() {
        view.rooms.iter().filter(|room| room.is_wanted).map(|room| room.name.clone()).collect()
    } else {
        wish.rooms
    };
    if rooms.iter().any(|room| view.room(room).is_none()) {
        return Err(Refused::NoSuchRoom.into());
    }
    let progress = Progress {
        running: true,
        began: Some(Clock::System.now()),
        current: None,
        done: Vec::new(),
        left: rooms.clone(),
        failed: Vec::new(),
    };
    {
        let mut last = api.rolls.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|last| last.running) {
            return Err(Problem::new(
                StatusCode::CONFLICT,
                "rooms are being restarted already; wait until that is over",
            ));
        }
        *last = Some(progress.clone());
    }
    api.scribe.write(Act { after: Some(json!({ "rooms": rooms })), ..admin.act("fleet.restart") });
    tokio::spawn(roll(api.fleet.clone(), api.rolls.clone(), rooms));
    Ok((StatusCode::ACCEPTED, Json(progress)))
}

/// How far it is.
#[utoipa::path(get, path = "/api/v1/fleet/restart", tag = "fleet", responses((status = 200, body = Progress, description = "how far it is"), Refusals), security(("token" = [])))]
pub(super) async fn tell(State(api): State<Api>, admin: Admin) -> Result<Json<Progress>, Problem> {
    admin.of_all()?;
    let last = api.rolls.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Json(last.unwrap_or_default()))
}

async fn roll(fleet: FleetHandle, rolls: Rolls, rooms: Vec<RoomName>) {
    let (mut rollout, began) = (Rollout::new(TERMS, rooms), Instant::now());
    while !rollout.is_over() {
        while let Some(room) = rollout.next() {
            match fleet.order(Order::Restart, room.clone()).await {
                Ok(Ok(ordered)) => rollout.begun(ordered, began.elapsed()),
                Ok(Err(refused)) => rollout.refused(room, refused.to_string()),
                Err(unanswered) => rollout.refused(room, unanswered.to_string()),
            }
        }
        rolls.note(&rollout, true);
        tokio::select! {
            () = sleep(LOOK_AGAIN) => {}
            () = fleet.ended() => break,
        }
        if let Ok(view) = fleet.view().await {
            rollout.look(&view, began.elapsed());
        }
    }
    rolls.note(&rollout, false);
}

impl Rolls {
    fn note(&self, rollout: &Rollout, running: bool) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(progress) = last.as_mut() else { return };
        let (done, failed): (Vec<_>, Vec<_>) = rollout.reports().iter().partition(|report| report.fate == Fate::Done);
        progress.running = running;
        progress.current = rollout.under_way().next().cloned();
        progress.done = done.into_iter().map(|report| report.room.clone()).collect();
        progress.failed = failed.into_iter().cloned().collect();
        progress.left = rollout.waiting().cloned().collect();
    }
}
