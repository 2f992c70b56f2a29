//! Who asks: the owner of the control socket, whoever shows a token, or anyone.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::store::acts::Act;
use dazza_shared::store::tokens::{self, KeptToken};
use tokio::time::Instant;

use super::error::Problem;
use super::frame::{Client, RequestId};
use super::session;
use super::state::Api;
use super::token::{self, Scope};

/// How many wrong tokens a client may show in [`WINDOW`] before none of its tokens is looked at.
const MAX_WRONG: u32 = 10;

/// Over what time wrong tokens are counted.
const WINDOW: Duration = Duration::from_mins(15);

/// Most clients whose wrong tokens are remembered.
const MAX_CLIENTS: usize = 4096;

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    /// Whoever may open the control socket: the fleet's own user.
    Owner,
    /// Whoever has this token.
    Token(Arc<KeptToken>),
    /// Anyone.
    Anyone,
}

/// The clients that showed wrong tokens lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wrongs(Arc<Mutex<HashMap<IpAddr, Wrong>>>);

#[derive(Clone, Copy, Debug)]
struct Wrong {
    since: Instant,
    n: u32,
}

impl Wrongs {
    /// How long the tokens of `client` are not looked at, if they are not.
    fn shut(&self, client: IpAddr) -> Option<Duration> {
        let wrongs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wrong = wrongs.get(&client).filter(|wrong| wrong.n >= MAX_WRONG)?;
        WINDOW.checked_sub(wrong.since.elapsed()).filter(|left| !left.is_zero())
    }

    /// Counts a wrong token of `client`.
    fn count(&self, client: IpAddr) {
        let mut wrongs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if wrongs.len() >= MAX_CLIENTS {
            wrongs.retain(|_, wrong| wrong.since.elapsed() < WINDOW);
        }
        if wrongs.len() >= MAX_CLIENTS {
            // So many at once are nobody's slip of the hand.
            wrongs.clear();
        }
        let now = Instant::now();
        let wrong = wrongs.entry(client).or_insert(Wrong { since: now, n: 0 });
        if wrong.since.elapsed() >= WINDOW {
            *wrong = Wrong { since: now, n: 0 };
        }
        wrong.n += 1;
    }
}

/// Finds out who asks on TCP.
pub(super) async fn know(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let client = request.extensions().get::<Client>().map(|Client(address)| *address);
    // Pages and their scripts are for everyone: whose they are is not worth a question to the database.
    let session = session::secret(headers).filter(|_| is_asking(request.uri().path())).map(str::to_owned);
    let caller = match (headers.get(header::AUTHORIZATION).cloned(), session) {
        (Some(shown), _) => by_token(&api, &shown, client).await,
        (None, Some(secret)) => by_session(&api, &secret, &mut request).await,
        (None, None) => Ok(Caller::Anyone),
    };
    match caller {
        Ok(Caller::Anyone) if !api.access.is_public && is_closed(request.uri().path()) => {
            unknown("this fleet shows nothing to strangers: sign in, or send `authorization: Bearer …`")
        }
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) => refusal,
    }
}

/// Whether a fleet that is not public keeps that from strangers: all but its health, the pages themselves and the way in.
fn is_closed(path: &str) -> bool {
    let is_open = ["/api/v1/health", "/api/v1/session"].contains(&path);
    is_asking(path) && !is_open
}

/// Whether it is more than a page, or what a page is made of, that is asked for.
fn is_asking(path: &str) -> bool {
    path == "/ws" || path == "/metrics" || path.starts_with("/api/")
}

/// Who has this session. One that is over leaves its page as anyone: it goes on being readable.
async fn by_session(api: &Api, secret: &str, request: &mut Request) -> Result<Caller, Response> {
    let is_read = request.method().is_safe();
    let found = match find(api, &token::hash(secret)).await {
        Ok(found) => found.filter(|token| token.is_session && token.is_good_at(Clock::System.now())),
        Err(_away) if is_read => None,
        Err(problem) => return Err(problem.into_response()),
    };
    let Some(token) = found else { return Ok(Caller::Anyone) };
    let mark = session::Mark::of(secret);
    if !is_read && !mark.is_shown_in(request.headers()) {
        let told = "this needs the header x-csrf-token with the `csrf` that GET /api/v1/session tells";
        return Err(Problem::new(StatusCode::FORBIDDEN, told).into_response());
    }
    request.extensions_mut().insert(mark);
    Ok(Caller::Token(Arc::new(token)))
}

/// Takes whoever asks for the fleet's own user: on the control socket.
pub(super) async fn trust(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Caller::Owner);
    next.run(request).await
}

async fn by_token(api: &Api, shown: &HeaderValue, client: Option<IpAddr>) -> Result<Caller, Response> {
    good_token(api, bearer(shown), client).await.map(Caller::Token)
}

/// The token with that secret, if it is a good one; `None` is no token at all.
///
/// # Errors
///
/// 401 when it is not good, 429 when `client` showed too many of those, 503 while the database is away.
pub(super) async fn good_token(
    api: &Api,
    secret: Option<&str>,
    client: Option<IpAddr>,
) -> Result<Arc<KeptToken>, Response> {
    if let Some(wait) = client.and_then(|client| api.wrongs.shut(client)) {
        let wait = wait.as_secs() + 1;
        let told = format!("too many wrong tokens came from you; ask again in {wait} s");
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, told);
        return Err(([(header::RETRY_AFTER, HeaderValue::from(wait))], problem).into_response());
    }
    let found = match secret.map(token::hash) {
        Some(hash) => find(api, &hash).await.map_err(IntoResponse::into_response)?,
        None => None,
    };
    let now = Clock::System.now();
    let Some(token) = found.filter(|token| !token.is_session && token.is_good_at(now)) else {
        if let Some(client) = client {
            api.wrongs.count(client);
        }
        return Err(unknown("this token is not good: it is unknown, expired or revoked").into_response());
    };
    let is_noted = token.last_used_at.is_some_and(|last| now.duration_since(last).as_secs() < 60);
    if !is_noted {
        api.scribe.note_use(token.id, now);
    }
    Ok(Arc::new(token))
}

async fn find(api: &Api, hash: &[u8]) -> Result<Option<KeptToken>, Problem> {
    let mut connection = api.reads.connection().await?;
    Ok(tokens::find(&mut connection, hash).await?)
}

/// The token in `Bearer TOKEN`. Source: RFC 6750, 2.1.
fn bearer(shown: &HeaderValue) -> Option<&str> {
    let (scheme, token) = shown.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn unknown(told: &str) -> Response {
    let problem = Problem::new(StatusCode::UNAUTHORIZED, told);
    ([(header::WWW_AUTHENTICATE, "Bearer")], problem).into_response()
}

/// Whether whoever asks is known: by a token, or by the socket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known(pub(crate) bool);

impl<S: Sync> FromRequestParts<S> for Known {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _api: &S) -> Result<Self, Infallible> {
        Ok(Self(!matches!(parts.extensions.get(), None | Some(Caller::Anyone))))
    }
}

impl Caller {
    /// Whether they may change that room.
    pub(super) fn may_change(&self, room: &RoomName) -> bool {
        match self {
            Self::Owner => true,
            Self::Token(token) => {
                let is_of_it = token.room.as_deref().is_none_or(|own| own == room.as_str());
                is_of_it && token.scopes.iter().any(|scope| scope == Scope::RoomsAdmin.as_str())
            }
            Self::Anyone => false,
        }
    }
}

/// Somebody who may change rooms, and what the audit has to tell of it.
#[derive(Clone, Debug)]
pub(crate) struct Admin {
    caller: Caller,
    /// The id of the question.
    request_id: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _api: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or(Self::Anyone))
    }
}

impl<S: Sync> FromRequestParts<S> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _api: &S) -> Result<Self, Response> {
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or(Caller::Anyone);
        let request_id = parts.extensions.get::<RequestId>().map(|RequestId(id)| id.to_string());
        match &caller {
            Caller::Owner => {}
            Caller::Token(token) if token.scopes.iter().any(|scope| scope == Scope::RoomsAdmin.as_str()) => {}
            Caller::Token(_) => {
                let told = format!("this token is not good for {}", Scope::RoomsAdmin);
                return Err(Problem::new(StatusCode::FORBIDDEN, told).into_response());
            }
            Caller::Anyone => {
                let told = "this takes a token: `authorization: Bearer …`; `dazza-fleet tokens create` makes one";
                return Err(unknown(told));
            }
        }
        Ok(Self { caller, request_id })
    }
}

/// The token is good for this room alone.
#[derive(Debug)]
pub(crate) struct Confined(String);

impl From<Confined> for Problem {
    fn from(Confined(own): Confined) -> Self {
        Self::new(StatusCode::FORBIDDEN, format!("this token is good for {own} alone"))
    }
}

impl Admin {
    /// Whether `room` may be touched.
    ///
    /// # Errors
    ///
    /// 403, when the token is good for another room alone.
    pub(crate) fn of_room(&self, room: &RoomName) -> Result<(), Confined> {
        match self.confined() {
            Some(own) if own != room.as_str() => Err(Confined(own.to_owned())),
            _ => Ok(()),
        }
    }

    /// Whether all rooms may be touched.
    ///
    /// # Errors
    ///
    /// 403, when the token is good for one room alone.
    pub(crate) fn of_all(&self) -> Result<(), Confined> {
        self.confined().map_or(Ok(()), |own| Err(Confined(own.to_owned())))
    }

    /// Something that was done, to be filled in.
    pub(crate) fn act(&self, action: &str) -> Act {
        let token = match &self.caller {
            Caller::Token(token) => Some(token.name.clone()),
            Caller::Owner | Caller::Anyone => None,
        };
        let (action, request_id) = (action.to_owned(), self.request_id.clone());
        Act { token, room: None, action, target: None, before: None, after: None, request_id }
    }

    fn confined(&self) -> Option<&str> {
        match &self.caller {
            Caller::Token(token) => token.room.as_deref(),
            Caller::Owner | Caller::Anyone => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_behind_its_scheme() {
        let read = |text: &'static str| bearer(&HeaderValue::from_static(text)).map(str::to_owned);
        assert_eq!(read("Bearer dazza_1").as_deref(), Some("dazza_1"));
        assert_eq!(read("bearer  dazza_1").as_deref(), Some("dazza_1"));
        for wrong in ["Bearer", "Bearer ", "Basic dazza_1", "dazza_1", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_shows_wrong_tokens_is_shut_out_for_a_while() {
        let (wrongs, client) = (Wrongs::default(), IpAddr::from([192, 0, 2, 1]));
        for _ in 0..MAX_WRONG {
            assert_eq!(wrongs.shut(client), None);
            wrongs.count(client);
        }
        assert_eq!(wrongs.shut(client), Some(WINDOW));
        assert_eq!(wrongs.shut(IpAddr::from([192, 0, 2, 2])), None);
        tokio::time::advance(WINDOW).await;
        assert_eq!(wrongs.shut(client), None);
        wrongs.count(client);
        assert_eq!(wrongs.shut(client), None);
    }
}
