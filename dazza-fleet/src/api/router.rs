//! Every route, a line each.

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::{MethodRouter, get, post};

use super::error::Problem;
use super::state::Api;
use super::{commands, frame, health, live, orders, probes, rooms};

/// A path, and what is asked there.
type Route = (&'static str, fn() -> MethodRouter<Api>);

/// What everyone may ask.
const PUBLIC: [Route; 7] = [
    ("/healthz", || get(probes::healthz)),
    ("/readyz", || get(probes::readyz)),
    ("/metrics", || get(probes::metrics)),
    ("/api/v1/health", || get(health::health)),
    ("/api/v1/commands", || get(commands::list)),
    ("/api/v1/rooms", || get(rooms::list)),
    ("/api/v1/rooms/{id}", || get(rooms::one)),
];

/// How many things everyone may ask.
pub(crate) const N_PUBLIC: u64 = PUBLIC.len() as u64;

/// The routes of what everyone may ask.
pub(crate) fn public(api: Api) -> Router {
    let access = api.access.clone();
    frame::around_public(finish(everyones(), api), &access)
}

/// What the owner of the control socket may ask.
pub(crate) fn private(api: Api) -> Router {
    let routes = everyones()
        .route("/api/v1/fleet", get(orders::view))
        .route("/api/v1/rooms/{id}/start", post(orders::start))
        .route("/api/v1/rooms/{id}/stop", post(orders::stop))
        .route("/api/v1/rooms/{id}/restart", post(orders::restart))
        .route("/api/v1/fleet/plan", get(orders::plan))
        .route("/api/v1/fleet/reload", post(orders::reload))
        .route("/api/v1/fleet/down", post(orders::down))
        .route("/api/v1/events", get(live::events));
    frame::around_private(finish(routes, api))
}

fn everyones() -> Router<Api> {
    PUBLIC.iter().fold(Router::new(), |router, (path, ask)| router.route(path, ask()))
}

fn finish(routes: Router<Api>, api: Api) -> Router {
    routes.fallback(no_such_page).method_not_allowed_fallback(wrong_method).with_state(api)
}

async fn no_such_page(uri: Uri) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{} does not take {method}", uri.path()))
}
