//! Sessions of the dashboard: a token, shown once, opens one; the browser keeps it in a cookie that no script can read.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use dazza_shared::clock::Clock;
use dazza_shared::store::StoreError;
use dazza_shared::store::acts::Act;
use dazza_shared::store::tokens::{self, KeptToken};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::caller::{self, Caller};
use super::error::Problem;
use super::frame::{Client, RequestId};
use super::openapi::Refusals;
use super::state::Api;
use super::token;

/// The cookie.
const COOKIE: &str = "dazza_session";

/// Where a page proves that it is one of ours. Source: OWASP, Cross-Site Request Forgery Prevention, custom headers.
const HEADER: HeaderName = HeaderName::from_static("x-csrf-token");

/// How long a session lasts at most.
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Who wants to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignIn)]
pub(super) struct Wish {
    /// A token that `dazza-fleet tokens create` made, or that the bot sent.
    #[schema(value_type = String)]
    token: SecretString,
}

/// A session, as its page sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// What the token is called.
    name: String,
    /// What it is good for.
    scopes: Vec<String>,
    /// The one room it is good for; `None` is all.
    room: Option<String>,
    /// The person whose gallery it is good for, if it is one of those.
    username: Option<String>,
    /// When the session ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// What goes into `x-csrf-token` of everything that changes something.
    csrf: String,
}

/// What a page of a session knows and a page of another site does not.
#[derive(Clone, Debug)]
pub(super) struct Mark(String);

impl Mark {
    /// That of the session with this secret.
    pub(super) fn of(secret: &str) -> Self {
        Self(token::hex(&token::hash(&format!("x-csrf-token of {secret}"))))
    }

    /// Whether a question has it.
    pub(super) fn is_shown_in(&self, headers: &HeaderMap) -> bool {
        // Hashes of a secret: how long it takes to compare them tells nothing of use.
        headers.get(HEADER).is_some_and(|shown| shown.as_bytes() == self.0.as_bytes())
    }
}

/// The secret of the session that a question comes with.
pub(super) fn secret(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut named = cookies.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    named.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// Opens a session with a token.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = Wish, responses((status = 200, body = Session, description = "the session; its cookie is set"), Refusals))]
pub(super) async fn open(
    State(api): State<Api>,
    client: Option<Extension<Client>>,
    request_id: Option<Extension<RequestId>>,
    Body(wish): Body<Wish>,
) -> Result<Response, Response> {
    let client = client.map(|Extension(Client(address))| address);
    let token = caller::good_token(&api, Some(wish.token.expose_secret()), client).await?;
    let opened = begin(&api, &token).await.map_err(IntoResponse::into_response)?;
    let act = Act {
        token: Some(token.name.clone()),
        room: None,
        action: "session.open".to_owned(),
        target: None,
        before: None,
        after: None,
        request_id: request_id.map(|Extension(RequestId(id))| id.to_string()),
    };
    api.scribe.write(act);
    Ok(opened)
}

async fn begin(api: &Api, with: &KeptToken) -> Result<Response, Problem> {
    let secret = token::secret()?;
    let (secret, now) = (secret.expose_secret(), Clock::System.now());
    let mut tx = api.scribe.begin().await?;
    let until = now.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
    let ends = tokens::open_session(&mut tx, with.id, &token::hash(secret), (now, until)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let Some(ends) = ends else {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "this token is not good any more"));
    };
    let cookie = format!("{COOKIE}={secret}; Max-Age={}; {}", LASTS.as_secs(), attributes(api.is_secure));
    let session = Session { expires_at: Some(ends), ..Session::of(with, Mark::of(secret)) };
    Ok(([(header::SET_COOKIE, cookie)], Json(session)).into_response())
}

/// Tells who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = Session, description = "the session"), Refusals))]
pub(super) async fn tell(caller: Caller, mark: Option<Extension<Mark>>) -> Result<Json<Session>, Problem> {
    match (caller, mark) {
        (Caller::Token(token), Some(Extension(mark))) => Ok(Json(Session::of(&token, mark))),
        _ => Err(Problem::new(StatusCode::UNAUTHORIZED, "nobody is signed in here, or the session is over")),
    }
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204, description = "it is closed"), Refusals))]
pub(super) async fn close(State(api): State<Api>, caller: Caller) -> Result<Response, Problem> {
    if let Caller::Token(token) = caller
        && token.is_session
    {
        let mut tx = api.scribe.begin().await?;
        tokens::end_session(&mut tx, token.id).await?;
        tx.commit().await.map_err(StoreError::from)?;
    }
    let gone = format!("{COOKIE}=; Max-Age=0; {}", attributes(api.is_secure));
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
}

/// How browsers keep the cookie: from scripts, and from all that other sites ask for.
const fn attributes(is_secure: bool) -> &'static str {
    if is_secure { "Path=/; HttpOnly; SameSite=Strict; Secure" } else { "Path=/; HttpOnly; SameSite=Strict" }
}

impl Session {
    fn of(token: &KeptToken, Mark(csrf): Mark) -> Self {
        Self {
            name: token.name.clone(),
            scopes: token.scopes.clone(),
            room: token.room.clone(),
            username: token.username.clone(),
            expires_at: token.expires_at,
            csrf,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_its_mark_is_no_secret_of_it() {
        let headers = |lines: &[&'static str]| -> HeaderMap {
            lines.iter().map(|line| (header::COOKIE, HeaderValue::from_static(line))).collect()
        };
        assert_eq!(secret(&headers(&["a=1; dazza_session=dazza_2 ;b=3"])), Some("dazza_2"));
        assert_eq!(secret(&headers(&["a=1", "dazza_session=x"])), Some("x"));
        assert_eq!(secret(&headers(&["a=dazza_session", "xdazza_session=1", ""])), None);
        let mark = Mark::of("dazza_2");
        assert!(!mark.0.contains("dazza_2") && mark.0.len() == 64);
        let shown = |value: &str| HeaderMap::from_iter([(HEADER, HeaderValue::from_str(value).unwrap())]);
        assert!(mark.is_shown_in(&shown(&mark.0)));
        assert!(!mark.is_shown_in(&shown(&Mark::of("dazza_3").0)) && !mark.is_shown_in(&HeaderMap::new()));
    }
}
