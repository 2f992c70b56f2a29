//! Settings of a room, shown and changed: what `fleet.toml` says of it, checked whole before it is written.

mod schema;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::names::RoomName;
use dazza_shared::store::acts::Act;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use self::schema::{Field, Hand};
use super::body::Body;
use super::caller::Admin;
use super::error::Problem;
use super::state::Api;
use crate::api::openapi::Refusals;
use crate::fleet_file::{self, Edit, EditError, Outcome, Refusal, Setting};
use crate::supervisor::Changes;

/// The settings of a room.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Settings {
    /// The room.
    room: RoomName,
    /// What its own table says, by key.
    #[schema(value_type = BTreeMap<String, Value>)]
    written: BTreeMap<&'static str, Value>,
    /// What counts, by key: its own, else that of `[defaults]`, else the built-in one.
    #[schema(value_type = BTreeMap<String, Value>)]
    effective: BTreeMap<&'static str, Value>,
    /// What a form needs to know of each.
    schema: Vec<Field>,
}

/// A change of settings.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = SettingsChange)]
pub(super) struct Change {
    /// Values by key.
    set: BTreeMap<String, Value>,
    /// Keys that are to have their default again.
    unset: Vec<String>,
}

/// A new room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRoom {
    /// The last part of its address.
    name: RoomName,
    /// Its settings, by key.
    #[serde(default)]
    settings: BTreeMap<String, Value>,
}

/// What was changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsChanged)]
pub(super) struct Changed {
    /// The room.
    room: RoomName,
    /// Whether the file did not say so already.
    is_new: bool,
    /// What the fleet made of it; nothing if nothing has changed.
    changes: Option<Changes>,
}

/// The settings of a room.
#[utoipa::path(get, path = "/api/v1/rooms/{id}/settings", tag = "rooms", params(("id" = String, Path)), responses((status = 200, body = Settings, description = "as written, in effect, and what may be written"), Refusals), security(("token" = [])))]
pub(super) async fn show(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<Json<Settings>, Problem> {
    let room = named(&id)?;
    admin.of_room(&room)?;
    settings(&api, room).map(Json)
}

/// Changes settings of a room.
#[utoipa::path(patch, path = "/api/v1/rooms/{id}/settings", tag = "rooms", params(("id" = String, Path)), request_body = Change, responses((status = 200, body = Changed, description = "what changed"), Refusals), security(("token" = [])))]
pub(super) async fn change(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<Changed>, Problem> {
    let room = named(&id)?;
    admin.of_room(&room)?;
    let keys: Vec<_> = change.set.keys().chain(&change.unset).collect();
    keys.into_iter().try_for_each(|key| may_change(&admin, key))?;
    let before = settings(&api, room.clone())?;
    let edit = Edit::Set(room.clone(), read(&change.set)?, change.unset.clone());
    let changed = make(&api, edit).await?;
    if changed.is_new {
        let after = settings(&api, room.clone())?;
        let of = |settings: Settings| serde_json::to_value(settings.written).ok();
        api.scribe.write(Act { room: Some(room), before: of(before), after: of(after), ..admin.act("room.settings") });
    }
    Ok(Json(changed))
}

/// Adds a room.
#[utoipa::path(post, path = "/api/v1/rooms", tag = "rooms", request_body = NewRoom, responses((status = 201, body = Changed, description = "it is in fleet.toml and served"), Refusals), security(("token" = [])))]
pub(super) async fn add(
    State(api): State<Api>,
    admin: Admin,
    Body(new): Body<NewRoom>,
) -> Result<(StatusCode, Json<Changed>), Problem> {
    admin.of_all()?;
    new.settings.keys().try_for_each(|key| may_change(&admin, key))?;
    let changed = make(&api, Edit::Add(new.name.clone(), read(&new.settings)?)).await?;
    // There is no row of that room to hang it on yet.
    let act = Act { target: Some(new.name.to_string()), after: Some(json!(new.settings)), ..admin.act("room.add") };
    api.scribe.write(act);
    Ok((StatusCode::CREATED, Json(changed)))
}

/// Takes a room out of the file; what it has stored stays.
#[utoipa::path(delete, path = "/api/v1/rooms/{id}", tag = "rooms", params(("id" = String, Path)), responses((status = 204, description = "it is gone from fleet.toml; what is stored of it stays"), Refusals), security(("token" = [])))]
pub(super) async fn remove(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    admin.of_all()?;
    let room = named(&id)?;
    let before = settings(&api, room.clone())?;
    make(&api, Edit::Remove(room.clone())).await?;
    let before = serde_json::to_value(before.written).ok();
    api.scribe.write(Act { target: Some(room.to_string()), before, ..admin.act("room.remove") });
    Ok(StatusCode::NO_CONTENT)
}

fn named(id: &str) -> Result<RoomName, Problem> {
    id.parse().map_err(|_not_a_name| no_such_room())
}

fn no_such_room() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "there is no such room in fleet.toml")
}

/// Whether this admin may change that key.
fn may_change(admin: &Admin, key: &str) -> Result<(), Problem> {
    let field = schema::field(key).ok_or_else(|| {
        let told = format!("{key:?} is no setting that can be changed here; `schema` lists those that can");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, told)
    })?;
    match field.by {
        Hand::Owner => Ok(()),
        Hand::Operator => Ok(admin.of_all()?),
    }
}

fn read(values: &BTreeMap<String, Value>) -> Result<Vec<Setting>, Problem> {
    let read = |(key, value): (&String, &Value)| {
        Setting::of(key, value)
            .map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{key}: {error}")))
    };
    values.iter().map(read).collect()
}

fn settings(api: &Api, room: RoomName) -> Result<Settings, Problem> {
    let tables = fleet_file::tables(&api.config, &room).map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("{} cannot be read: {error}", api.config.display()))
    })?;
    let tables = tables.ok_or_else(no_such_room)?;
    let schema = schema::all();
    let keys = || schema.iter().map(|field| field.key);
    let written = keys().filter_map(|key| Some((key, tables.own(key)?))).collect();
    let effective = schema.iter().map(|field| (field.key, tables.meant(field.key).unwrap_or(field.default.clone())));
    Ok(Settings { effective: effective.collect(), written, room, schema: schema.clone() })
}

/// Makes a change to the file and has the fleet read it anew.
async fn make(api: &Api, edit: Edit) -> Result<Changed, Problem> {
    let (config, room) = (api.config.clone(), edit.room().clone());
    let outcome = tokio::task::spawn_blocking(move || fleet_file::edit(&config, &edit)).await;
    let outcome = outcome.map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the change was given up half way: {error}"))
    })?;
    let is_new = outcome? == Outcome::Changed;
    let changes = if is_new { Some(api.fleet.reload().await??) } else { None };
    Ok(Changed { room, is_new, changes })
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        let told = error.to_string();
        match error {
            EditError::Refused(Refusal::NoSuchRoom(_)) => no_such_room(),
            EditError::Refused(_) => Self::new(StatusCode::CONFLICT, told),
            EditError::Invalid(faults) => faults.into(),
            EditError::Unwritten { .. } => Self::new(StatusCode::INTERNAL_SERVER_ERROR, told),
        }
    }
}
