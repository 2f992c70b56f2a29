//! Tokens over the web: listed, made and revoked.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::store::StoreError;
use dazza_shared::store::acts::Act;
use dazza_shared::store::tokens::{self, KeptToken, NewToken};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::body::Body;
use super::caller::Admin;
use super::error::Problem;
use super::openapi::Refusals;
use super::state::Api;
use super::token::{self, Scope};
use crate::supervisor::Refused;

/// All tokens.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tokens {
    /// They, without their secrets.
    items: Vec<KeptToken>,
}

/// A token that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken)]
pub(super) struct Wish {
    /// What it is called.
    #[schema(min_length = 1, max_length = 64)]
    name: String,
    /// What it is good for.
    #[schema(value_type = Vec<Scope>, min_items = 1)]
    scopes: Vec<String>,
    /// The one room it is good for; all rooms without it.
    #[serde(default)]
    room: Option<RoomName>,
    /// For how long. Unit: seconds. For ever without it.
    #[serde(default)]
    expires_in: Option<u32>,
}

/// A token that was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MadeToken)]
pub(super) struct Made {
    /// Its number.
    id: i64,
    /// Its secret, shown this once.
    token: String,
    /// When it ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

/// All tokens, the newest last.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "tokens", responses((status = 200, body = Tokens, description = "all tokens, without their texts"), Refusals), security(("token" = [])))]
pub(super) async fn list(State(api): State<Api>, admin: Admin) -> Result<Json<Tokens>, Problem> {
    admin.of_all()?;
    let mut connection = api.reads.connection().await?;
    Ok(Json(Tokens { items: tokens::list(&mut connection, Clock::System.now()).await? }))
}

/// Makes a token.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens", request_body = Wish, responses((status = 201, body = Made, description = "the token, shown this once"), Refusals), security(("token" = [])))]
pub(super) async fn create(
    State(api): State<Api>,
    admin: Admin,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    admin.of_all()?;
    let unfit = |told: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, told);
    if !token::is_name(&wish.name) {
        return Err(unfit(format!("a name has 1 to {} characters", token::MAX_NAME)));
    }
    let mut scopes = wish.scopes.clone();
    scopes
        .iter()
        .map(|scope| scope.parse::<Scope>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| unfit(e.to_string()))?;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(unfit("a token is good for something".to_owned()));
    }
    if let Some(room) = &wish.room
        && api.fleet.view().await?.room(room).is_none()
    {
        return Err(Refused::NoSuchRoom.into());
    }
    let now = Clock::System.now();
    let expires_at = wish.expires_in.map(|seconds| now.saturating_add(SignedDuration::from_secs(seconds.into())));
    let expires_at = expires_at.transpose().map_err(|error| unfit(error.to_string()))?;
    let secret = token::secret()?;
    let hash = token::hash(secret.expose_secret());
    let new = NewToken { name: &wish.name, hash: &hash, scopes: &scopes, room: wish.room.as_ref(), expires_at };
    let mut tx = api.scribe.begin().await?;
    let id = tokens::create(&mut tx, &new, now).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let after = Some(json!({ "id": id, "scopes": scopes, "expires_at": expires_at }));
    api.scribe.write(Act { room: wish.room.clone(), target: Some(wish.name), after, ..admin.act("token.create") });
    Ok((StatusCode::CREATED, Json(Made { id, token: secret.expose_secret().to_owned(), expires_at })))
}

/// Revokes a token, and ends its sessions.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "tokens", params(("id" = String, Path)), responses((status = 204, description = "it is good for nothing any more"), Refusals), security(("token" = [])))]
pub(super) async fn revoke(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    admin.of_all()?;
    let missing = || Problem::new(StatusCode::NOT_FOUND, "no token of that number, or it is revoked already");
    let id: i64 = id.parse().map_err(|_not_a_number| missing())?;
    let mut tx = api.scribe.begin().await?;
    let name = tokens::revoke(&mut tx, id, Clock::System.now()).await?.ok_or_else(missing)?;
    tx.commit().await.map_err(StoreError::from)?;
    api.scribe.write(Act { target: Some(name), before: Some(json!({ "id": id })), ..admin.act("token.revoke") });
    Ok(StatusCode::NO_CONTENT)
}
