//! Every route, a line each.

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};

use super::error::Problem;
use super::state::Api;
use super::{audit, commands, dashboard, frame, health, live, logs, orders, probes, rolls, rooms, session, settings, tokens};

/// A path, and what is asked there.
type Route = (&'static str, fn() -> MethodRouter<Api>);

/// What everyone may ask.
const PUBLIC: [Route; 8] = [
    ("/healthz", || get(probes::healthz)),
    ("/readyz", || get(probes::readyz)),
    ("/metrics", || get(probes::metrics)),
    ("/api/v1/health", || get(health::health)),
    ("/api/v1/commands", || get(commands::list)),
    ("/api/v1/rooms", || get(rooms::list).post(settings::add)),
    ("/api/v1/rooms/{id}", || get(rooms::one).patch(settings::change).delete(settings::remove)),
    ("/api/v1/session", || get(session::tell).post(session::open).delete(session::close)),
];

/// How many things everyone may ask.
pub(crate) const N_PUBLIC: u64 = PUBLIC.len() as u64;

/// What takes a token on TCP.
const ADMIN: [Route; 14] = [
    ("/api/v1/fleet", || get(orders::view)),
    ("/api/v1/fleet/plan", || get(orders::plan)),
    ("/api/v1/fleet/reload", || post(orders::reload)),
    ("/api/v1/fleet/restart", || get(rolls::tell).post(rolls::begin)),
    ("/api/v1/rooms/{id}/say", || post(orders::say)),
    ("/api/v1/audit", || get(audit::list)),
    ("/api/v1/tokens", || get(tokens::list).post(tokens::create)),
    ("/api/v1/tokens/{id}", || delete(tokens::revoke)),
    ("/api/v1/logs", || get(logs::page)),
    ("/api/v1/logs/stream", || get(logs::follow)),
    ("/api/v1/rooms/{id}/settings", || get(settings::show).patch(settings::change)),
    ("/api/v1/rooms/{id}/start", || post(orders::start)),
    ("/api/v1/rooms/{id}/stop", || post(orders::stop)),
    ("/api/v1/rooms/{id}/restart", || post(orders::restart)),
];

/// What only the owner of the control socket may ask.
const OWNERS: [Route; 2] = [("/api/v1/fleet/down", || post(orders::down)), ("/api/v1/events", || get(live::events))];

/// What is served on TCP.
pub(crate) fn public(api: &Api) -> Router {
    frame::around_public(routes([&PUBLIC[..], &ADMIN], api.clone()), api)
}

/// What is served on the control socket.
pub(crate) fn private(api: Api) -> Router {
    frame::around_private(routes([&PUBLIC[..], &ADMIN, &OWNERS], api))
}

fn routes<const N: usize>(tables: [&[Route]; N], api: Api) -> Router {
    let all = tables.into_iter().flatten();
    let routes = all.fold(Router::new(), |router, (path, ask)| router.route(path, ask()));
    routes.fallback(elsewhere).method_not_allowed_fallback(wrong_method).with_state(api)
}

/// What is no question to the API may be one of the pages.
async fn elsewhere(method: Method, uri: Uri) -> Result<Response, Problem> {
    let page = (method == Method::GET).then(|| dashboard::find(uri.path())).flatten();
    page.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", uri.path())))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{} does not take {method}", uri.path()))
}
