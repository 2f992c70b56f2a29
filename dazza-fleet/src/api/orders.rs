//! What can be done to the rooms and the fleet, and all that the supervisor knows of them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::store::acts::Act;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::asked::room_named;
use super::body::Body;
use super::caller::Admin;
use super::error::Problem;
use super::openapi::Refusals;
use super::state::Api;
use crate::supervisor::{Changes, FleetHandle, Order, Ordered};
use crate::view::{FleetView, RoomView};

/// The fleet is ending.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ending {
    /// The supervisor's process, which is gone when the fleet has ended.
    pub(crate) pid: u32,
}

/// All that the supervisor knows.
#[utoipa::path(get, path = "/api/v1/fleet", tag = "fleet", responses((status = 200, body = FleetView, description = "all that the supervisor knows"), Refusals), security(("token" = [])))]
pub(crate) async fn view(State(fleet): State<FleetHandle>, admin: Admin) -> Result<Json<FleetView>, Problem> {
    admin.of_all()?;
    Ok(Json(fleet.view().await?))
}

/// An order that has begun to be carried out.
type Begun = Result<(StatusCode, Json<Ordered>), Problem>;

/// Begins to serve a room again.
#[utoipa::path(post, path = "/api/v1/rooms/{id}/start", tag = "rooms", params(("id" = String, Path)), responses((status = 202, body = Ordered, description = "it has begun"), Refusals), security(("token" = [])))]
pub(crate) async fn start(State(api): State<Api>, admin: Admin, Path(id): Path<String>) -> Begun {
    order(&api, &admin, Order::Start, &id).await
}

/// Begins to end the service of a room.
#[utoipa::path(post, path = "/api/v1/rooms/{id}/stop", tag = "rooms", params(("id" = String, Path)), responses((status = 202, body = Ordered, description = "it has begun"), Refusals), security(("token" = [])))]
pub(crate) async fn stop(State(api): State<Api>, admin: Admin, Path(id): Path<String>) -> Begun {
    order(&api, &admin, Order::Stop, &id).await
}

/// Begins to replace the child of a room.
#[utoipa::path(post, path = "/api/v1/rooms/{id}/restart", tag = "rooms", params(("id" = String, Path)), responses((status = 202, body = Ordered, description = "it has begun"), Refusals), security(("token" = [])))]
pub(crate) async fn restart(State(api): State<Api>, admin: Admin, Path(id): Path<String>) -> Begun {
    order(&api, &admin, Order::Restart, &id).await
}

/// Has a room leave the chat server and join anew, by the same process.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/reconnect", tag = "rooms", params(("id" = String, Path)),
    responses((status = 202, description = "it has begun"), Refusals), security(("token" = []))
)]
pub(crate) async fn reconnect(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let room = room_named(&id)?;
    admin.of_room(&room)?;
    api.fleet.reconnect(room.clone()).await??;
    api.scribe.write(Act { room: Some(room), ..admin.act("room.reconnect") });
    Ok(StatusCode::ACCEPTED)
}

/// What is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// What is said, which may become several lines of chat.
    #[schema(min_length = 1, max_length = 1000)]
    text: String,
}

/// Longest text, which may become several lines of chat. Unit: characters.
const MAX_TEXT: usize = 1000;

/// Has the bot say something in a room.
#[utoipa::path(post, path = "/api/v1/rooms/{id}/say", tag = "rooms", params(("id" = String, Path)), request_body = Words, responses((status = 202, description = "it is said"), Refusals), security(("token" = [])))]
pub(crate) async fn say(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
    Body(Words { text }): Body<Words>,
) -> Result<StatusCode, Problem> {
    let room = room_named(&id)?;
    admin.of_room(&room)?;
    let text = text.trim();
    if !(1..=MAX_TEXT).contains(&text.chars().count()) || text.chars().any(|sign| sign.is_control() && sign != '\n') {
        let told = format!("a text has 1 to {MAX_TEXT} characters, and none that cannot be seen");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, told));
    }
    api.fleet.say(room.clone(), text.to_owned()).await??;
    api.scribe.write(Act { room: Some(room), after: Some(json!({ "text": text })), ..admin.act("room.say") });
    Ok(StatusCode::ACCEPTED)
}

async fn order(api: &Api, admin: &Admin, order: Order, id: &str) -> Begun {
    let room = room_named(id)?;
    admin.of_room(&room)?;
    let before = api.fleet.view().await?.room(&room).map(state);
    let ordered = api.fleet.order(order, room.clone()).await??;
    let after = api.fleet.view().await?.room(&room).map(state);
    let action = match order {
        Order::Start => "room.start",
        Order::Stop => "room.stop",
        Order::Restart => "room.restart",
    };
    let act = Act { room: Some(room), before, after, ..admin.act(action) };
    api.scribe.write(act);
    Ok((StatusCode::ACCEPTED, Json(ordered)))
}

/// What an order may change of a room.
fn state(room: &RoomView) -> Value {
    json!({ "is_wanted": room.is_wanted, "phase": room.phase, "pid": room.pid })
}

/// What a reload would do.
#[utoipa::path(get, path = "/api/v1/fleet/plan", tag = "fleet", responses((status = 200, body = Changes, description = "what a reload would do"), Refusals), security(("token" = [])))]
pub(crate) async fn plan(State(fleet): State<FleetHandle>, admin: Admin) -> Result<Json<Changes>, Problem> {
    admin.of_all()?;
    Ok(Json(fleet.planned_reload().await??))
}

/// Reads the configuration anew.
#[utoipa::path(post, path = "/api/v1/fleet/reload", tag = "fleet", responses((status = 200, body = Changes, description = "what it did"), Refusals), security(("token" = [])))]
pub(crate) async fn reload(State(api): State<Api>, admin: Admin) -> Result<Json<Changes>, Problem> {
    admin.of_all()?;
    let changes = api.fleet.reload().await??;
    let act = Act { after: serde_json::to_value(&changes).ok(), ..admin.act("fleet.reload") };
    api.scribe.write(act);
    Ok(Json(changes))
}

/// Begins to end the fleet.
pub(crate) async fn down(State(fleet): State<FleetHandle>) -> Result<(StatusCode, Json<Ending>), Problem> {
    fleet.down().await?;
    Ok((StatusCode::ACCEPTED, Json(Ending { pid: std::process::id() })))
}
